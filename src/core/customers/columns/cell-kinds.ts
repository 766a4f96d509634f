import type { Cell } from '../model/source.js';
import { plainDate } from '../values/written-date.js';

/** The kinds of value that most cells of a column may have. */
export const cellKinds = [
  'email',
  'phone',
  'postcode',
  'houseNumber',
  'moment',
  'date',
  'time',
  'money',
  'number',
  'boolean',
  'street',
  'personName',
  'words',
] as const;
export type CellKind = (typeof cellKinds)[number];

const email = /^(?:mailto:)?[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;]{2,}$/i;
/** Written like a phone number: with a plus, or in groups. Eight digits in a row may be anything. */
const phone =
  /^(?:p:)?(?:\+|00)[1-9][\d\s().-]{6,18}$|^\(?\d{2,4}\)?(?:[\s.-]\d{2,4}){2,4}$|^\(\+\d{1,3}\)[\s\d-]{7,14}$/;
const bareDigits = /^[2-9]\d{7}$|^45[2-9]\d{7}$/;
const moment =
  /^\d{4}-\d{1,2}-\d{1,2}[T ]+\d{1,2}[:.]\d{2}|^\d{1,2}[-./]\d{1,2}[-./]\d{2,4},?[T ]+(?:kl\.?\s*)?\d{1,2}[:.]\d{2}|^\d{4}\/\d{1,2}\/\d{1,2} \d|^(?:\p{L}{3,9}\.?,? )?\p{L}{3,9}\.? \d{1,2},? \d{4},? .*\d:\d\d/u;
const date =
  /^\d{4}-\d{1,2}-\d{1,2}$|^\d{1,2}[-./]\d{1,2}[-./]\d{2,4}$|^\d{4}[/.]\d{1,2}[/.]\d{1,2}$|^\d{1,2}\.? \p{L}{3,9}\.? \d{4}$/u;
const time = /^(?:kl\.?\s*)?\d{1,2}[:.]\d{2}(?:[:.]\d{2})?\s*(?:[ap]\.?m\.?)?$/i;
const money =
  /^-?(?:kr\.?|dkk|eur|[€$£])\s*-?\d[\d.,\s]*$|^-?\d[\d.,\s]*(?:\s?(?:kr\.?|dkk|eur|[€$£])|,-)$|^-?\d{1,3}(?:[.\s]\d{3})*,\d{2}$|^-?\d+\.\d{2}$/i;
const houseNumber = /^\d{1,3}\s?[A-Za-z]?$/;
const boolean = /^(?:true|false|yes|no|ja|nej)$/i;
const street = /^\p{L}[\p{L}.' -]{2,40}\s\d{1,4}\s?[A-Za-z]?(?:\s*,.*|\s+\d*\.?\s?(?:st|sal|tv|th|mf)\.?.*)?$/u;
const personName = /^(?:\p{Lu}[\p{L}'’-]*\.?)(?:\s(?:\p{Lu}[\p{L}'’-]*\.?|de|den|von|van|af|og|&)){1,4}$/u;

/** A day or a time has both, even if its month, weekday or hour is a word. */
const digit = /\d/;
const letter = /\p{L}/u;

/** The kind of a cell, by its form alone; null for any other form. */
function kindOf(text: string): CellKind | null {
  if (text.length > 80) return null;
  const kind = kindAsWritten(text);
  if (kind !== null && kind !== 'words' && kind !== 'street') return kind;
  const plain = digit.test(text) && letter.test(text) ? plainDate(text) : text;
  const ofTime = plain === text ? null : kindAsWritten(plain);
  return ofTime === 'moment' || ofTime === 'date' ? ofTime : kind;
}

function kindAsWritten(text: string): CellKind | null {
  const first = text.charCodeAt(0);
  const isDigit = (first > 47 && first < 58) || first === 43 || first === 40 || first === 45;
  if (isDigit) {
    if (/^\d{4}$/.test(text)) return 'postcode';
    if (houseNumber.test(text)) return 'houseNumber';
    if (date.test(text)) return 'date';
    if (moment.test(text)) return 'moment';
    if (time.test(text)) return 'time';
    if (money.test(text)) return 'money';
    if (phone.test(text)) return 'phone';
    if (/^-?\d+(?:[.,]\d+)?$/.test(text)) return 'number';
    return email.test(text) ? 'email' : null;
  }
  if (email.test(text)) return 'email';
  if (phone.test(text)) return 'phone';
  if (boolean.test(text)) return 'boolean';
  if (moment.test(text)) return 'moment';
  if (time.test(text)) return 'time';
  if (money.test(text)) return 'money';
  if (street.test(text)) return 'street';
  if (personName.test(text)) return 'personName';
  return /^\P{N}*\p{L}\P{N}*$/u.test(text) ? 'words' : null;
}

/** The number of cells that decide a column; in a longer column, cells at a growing distance are added. */
const fromStart = 200;
const every = 64;
const shownValues = 3;
const mostValues = 50;

/** Collects the kinds of one column's cells, in bounded memory and time. */
export class CellTally {
  readonly #counts = new Map<CellKind, number>();
  readonly #values = new Set<string>();
  /** How many cells were checked. */
  looked = 0;
  #seen = 0;
  #bare = 0;

  add(cell: Cell): void {
    this.#seen += 1;
    if (this.#seen > fromStart && this.#seen % every !== 0) return;
    if (typeof cell === 'object') return;
    const text = String(cell).trim().replace(/^'/, '');
    if (text === '' || text === '0') return;
    this.looked += 1;
    if (this.#values.size < mostValues) this.#values.add(text);
    const kind = kindOf(text);
    if (kind !== null) this.#counts.set(kind, (this.#counts.get(kind) ?? 0) + 1);
    if (bareDigits.test(text)) this.#bare += 1;
  }

  /** The share of the checked cells that have one of these kinds, from 0 to 1. */
  share(...kinds: readonly CellKind[]): number {
    if (this.looked === 0) return 0;
    return kinds.reduce((sum, kind) => sum + (this.#counts.get(kind) ?? 0), 0) / this.looked;
  }

  /** Whether nearly all cells could be phones: eight digits in a row could be. */
  get mayBePhones(): boolean {
    const count = (this.#counts.get('phone') ?? 0) + this.#bare;
    return this.looked > 0 && count >= this.looked * nearly;
  }

  /** Whether all cells are equal, as in a column about the firm itself; one row alone proves nothing. */
  get isOneValue(): boolean {
    return this.looked > 1 && this.#values.size === 1;
  }

  /** The kind of nearly all cells; null if there are several kinds. */
  get kind(): CellKind | null {
    for (const [kind, count] of this.#counts) if (count >= this.looked * nearly) return kind;
    return null;
  }

  get isEmpty(): boolean {
    return this.looked === 0;
  }

  /** Some of the values, shown to the user. */
  get samples(): readonly string[] {
    return [...this.#values].slice(0, shownValues);
  }
}

const nearly = 0.9;
