import type { CustomerDraft, PlainField } from '../model/customer.js';
import { plainFields } from '../model/customer.js';
import { isBroken } from '../values/clean-text.js';
import { emailKey } from '../values/email.js';
import { foldName, sortedWords } from '../values/fold-name.js';
import { isKept, keeps, keptLine, withoutKept } from '../values/kept-lines.js';
import { type KeptField, readNotes, withLines } from '../values/note-lines.js';
import { readPersonName } from '../values/person-name.js';
import { phoneKey } from '../values/phone.js';
import { relateNames, shortens } from '../values/relate-names.js';
import type { CustomerChanges, MatchRules } from './row-decision.js';

/** By which key a row was matched, and the values of other rows of its file. */
interface MergeGround {
  /** Matched only by a phone: the given name stays. */
  readonly keepsName: boolean;
  /** Matched by a phone, or by name and address: a known e-mail and phone stay. */
  readonly keepsContacts: boolean;
  /** Fields whose present value comes from a row of this file. */
  readonly said: ReadonlySet<PlainField>;
}

export interface Merged<Known> {
  readonly customer: Known;
  readonly lowered: readonly Total[];
  /**
   * Fields that differ from another row of the file, and fields that keep the known value: the other value goes to the
   * notes.
   */
  readonly lost: readonly KeptField[];
  readonly noted: readonly KeptField[];
}

type Total = 'totalLeads' | 'totalBookings' | 'totalRevenue';
const totals: ReadonlySet<PlainField> = new Set<Total>(['totalLeads', 'totalBookings', 'totalRevenue']);
const isTotal = (field: PlainField): field is Total => totals.has(field);
const firmGround: MergeGround = { keepsName: false, keepsContacts: false, said: new Set() };

/**
 * Merges a row's values into the known ones. Blank, damaged or doubtful text overwrites nothing; totals and the last
 * contact never go down; the same e-mail or phone in another spelling is not a change; tags are combined; notes are
 * appended once. A value that is already in the notes does not replace the present one, and if two rows of one file
 * differ, the other value goes to the notes.
 */
export function mergeCustomer<Known extends CustomerDraft>(
  known: Known,
  said: CustomerDraft,
  rules: Pick<MatchRules, 'mode' | 'country'>,
  ground: MergeGround = firmGround,
): Merged<Known> {
  const { country } = rules;
  const lowered: Total[] = [];
  const lost: KeptField[] = [];
  const noted: KeptField[] = [];
  const next: Record<string, unknown> = {};
  let saidNotes = said.notes;
  let lines: string[] = [];
  for (const field of plainFields) {
    const from = known[field];
    const to = said[field];
    if (typeof from === 'string' && from !== '' && isKept(field))
      saidNotes = withoutKept(saidNotes, field, from, country);
    if (to === null || to === '' || isSame(field, from, to, country)) continue;
    if (rules.mode === 'fill' && !isEmpty(field, from)) continue;
    if (isWorse(field, from, to, country)) continue;
    if ((isTotal(field) || field === 'lastContactAt') && from !== null && Number(to) < Number(from)) {
      if (isTotal(field)) lowered.push(field);
      continue;
    }
    if (field === 'email' && from === null && typeof to === 'string' && keeps(known.notes, field, to, country))
      continue;
    if (isKept(field) && typeof from === 'string' && from !== '' && typeof to === 'string') {
      if (keeps(known.notes, field, to, country)) continue;
      const isFurther = field === 'address' && ground.said.has(field) && differsOnlyInAddress(known, said, country);
      if (isFurther || stays(field, { from, to, said }, ground, country)) {
        (isFurther ? lost : noted).push(field);
        lines.push(keptLine(field, to));
        continue;
      }
      if (ground.said.has(field)) {
        lost.push(field);
        lines.push(keptLine(field, from));
      }
    }
    next[field] = to;
  }
  const tags = [...new Set([...known.tags, ...said.tags])];
  if (tags.length > known.tags.length) next.tags = tags;
  lines = lines.filter((line) => saidNotes?.split('\n').includes(line) !== true);
  const all = [saidNotes, ...lines].filter((text) => text !== null).join('\n');
  const notes = appendNotes(known.notes, all === '' ? null : all, country);
  if (notes !== known.notes) next.notes = notes;
  return { customer: { ...known, ...next }, lowered, lost, noted };
}

interface Pushing {
  readonly from: string;
  readonly to: string;
  readonly said: CustomerDraft;
}

/**
 * A client with two properties has a row for each. A customer who moved and also has another phone looks the same as a
 * correction.
 */
function differsOnlyInAddress(known: CustomerDraft, said: CustomerDraft, country: string): boolean {
  return plainFields.every(
    (field) =>
      field === 'address' ||
      !isKept(field) ||
      said[field] === null ||
      isSame(field, known[field], said[field], country),
  );
}

/** Whether the known value stays and the row's value goes to the notes. */
function stays(field: KeptField, { from, to, said }: Pushing, ground: MergeGround, country: string): boolean {
  if (field === 'email' || field === 'phone') return ground.keepsContacts || keeps(said.notes, field, from, country);
  return field === 'name' && ground.keepsName && !hasSameGiven(from, to);
}

function hasSameGiven(from: string, to: string): boolean {
  const [one, other] = [readPersonName(from), readPersonName(to)];
  const relation = relateNames(one, other);
  if (relation === 'same') return true;
  const given = (name: typeof one) => name.readings.map((reading) => reading.given[0]?.text ?? '');
  return relation === 'alike' && given(one).some((word) => given(other).includes(word));
}

/** What differs between two states of a customer. */
export function changesBetween(before: CustomerDraft, after: CustomerDraft): CustomerChanges {
  const changes: CustomerChanges = {};
  for (const field of [...plainFields, 'notes'] as const) {
    const [from, to] = [plain(before[field]), plain(after[field])];
    if (from !== to) changes[field] = [from, to];
  }
  if (before.tags.length !== after.tags.length) changes.tags = [before.tags, after.tags];
  return changes;
}

/** Whether damaged, doubtful or shorter text would replace better text. */
function isWorse(field: PlainField, from: unknown, to: unknown, country: string): boolean {
  if (typeof from !== 'string' || from === '' || typeof to !== 'string') return false;
  if (isBroken(to) && !isBroken(from)) return true;
  if (field === 'phone') return phoneKey(from, country) !== null && phoneKey(to, country) === null;
  return field === 'name' && (isTurned(from, to) || shortens(readPersonName(to), readPersonName(from)));
}

/** `Larsen, Mette` is not a new name for Mette Larsen. */
function isTurned(from: string, to: string): boolean {
  const [one, other] = [foldName(from), foldName(to)];
  return one !== other && sortedWords(one) === sortedWords(other) && (to.includes(',') || !from.includes(','));
}

function isEmpty(field: PlainField, value: unknown): boolean {
  return value === null || value === '' || (totals.has(field) && value === 0);
}

function isSame(field: PlainField, from: unknown, to: unknown, country: string): boolean {
  if (from === to) return true;
  if (from === null) return false;
  if (field === 'lastContactAt') return (from as Date).getTime() === (to as Date).getTime();
  if (field === 'email') return emailKey(from as string) === emailKey(to as string);
  if (field === 'phone') {
    const key = phoneKey(from as string, country);
    return key !== null && key === phoneKey(to as string, country);
  }
  return false;
}

function plain(value: unknown): unknown {
  return value instanceof Date ? value.toISOString() : value;
}

/** Adds the lines that are not there yet. */
function appendNotes(known: string | null, said: string | null, country: string): string | null {
  if (said === null) return known;
  if (known === null) return said;
  const { lines } = readNotes(known, country);
  if (lines.size === 1 && lines.has('')) return said;
  const fresh = said.split('\n').filter((line) => line.trim() !== '' && !lines.has(line.trim()));
  return fresh.length === 0 ? known : withLines(known, fresh, country);
}
