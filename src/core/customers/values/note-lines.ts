import { emailKey } from './email.js';
import { phoneKey } from './phone.js';

/** An additional e-mail or phone of a customer, as an import writes it into the notes. */
export type FurtherKey = `email ${string}` | `phone ${string}`;

/** The fields whose unused values are kept in the notes, with their labels there. */
export const keptLabels = {
  name: 'Name',
  email: 'E-mail',
  phone: 'Phone',
  address: 'Address',
  companyName: 'Company',
} as const;
export type KeptField = keyof typeof keptLabels;

const fields = Object.keys(keptLabels) as KeptField[];

/** Notes by line, so that adding a line need not search all lines before it. */
interface NoteLines {
  readonly lines: Set<string>;
  /** `name jens hansen`: the kept values, normalized. */
  readonly kept: Set<string>;
  /** Grows with the notes; `isFurther` searches it. */
  readonly further: FurtherKey[];
}

interface Remembered extends NoteLines {
  text: string;
  readonly country: string;
}

/** Texts from this length on are cached: thousands of rows of one customer add a line each. */
const long = 1_000;
export const isLong = (notes: string) => notes.length >= long;
const mostRemembered = 16;
const remembered: Remembered[] = [];
const furtherSets = new WeakMap<readonly FurtherKey[], Set<FurtherKey>>();

/** The lines of notes. */
export function readNotes(text: string, country: string): NoteLines {
  const known = text.length < long ? undefined : remembered.find((one) => one.text === text && one.country === country);
  if (known !== undefined) return known;
  const read: Remembered = { text, country, lines: new Set(), kept: new Set(), further: [] };
  for (const line of text.split('\n')) addLine(read, line.trim());
  if (text.length >= long) {
    remembered.push(read);
    if (remembered.length > mostRemembered) remembered.shift();
  }
  return read;
}

/** Drops the cached texts of customers, once they are decided. */
export function forgetNotes(): void {
  remembered.length = 0;
}

/** Notes with additional lines, none of which is there already; the cached lines move to the longer text. */
export function withLines(text: string, fresh: readonly string[], country: string): string {
  const longer = `${text}\n${fresh.join('\n')}`;
  const known = readNotes(text, country) as Remembered;
  for (const line of fresh) addLine(known, line.trim());
  known.text = longer;
  return longer;
}

function addLine({ lines, kept, further, country }: Remembered, line: string): void {
  lines.add(line);
  for (const field of fields) {
    const label = `${keptLabels[field]}: `;
    if (line.startsWith(label)) kept.add(keptKey(field, line.slice(label.length), country));
  }
  const key = furtherKey(line, country);
  if (key === null || isFurther(further, key)) return;
  further.push(key);
  const set = furtherSets.get(further) ?? new Set();
  furtherSets.set(further, set.add(key));
}

/** The key by which kept values are compared; the same e-mail or phone may have another spelling. */
export function keptKey(field: KeptField, value: string, country: string): string {
  if (field === 'email') return `email ${emailKey(value) ?? value}`;
  return `${field} ${field === 'phone' ? (phoneKey(value, country) ?? value) : value.toLowerCase()}`;
}

/** Whether a list contains a key, in constant time. */
export function isFurther(further: readonly FurtherKey[], key: FurtherKey): boolean {
  return furtherSets.get(further)?.has(key) ?? further.includes(key);
}

const furtherLine = /^(E-mail|Phone): (.*)$/;
/** PostgreSQL cannot index a longer text. */
const longestKey = 600;

/** The e-mail or phone in a line of notes, as an import writes it. */
function furtherKey(line: string, country: string): FurtherKey | null {
  const [, label, value = ''] = furtherLine.exec(line) ?? [];
  if (label === undefined || value.length > longestKey || / .* /.test(value)) return null;
  if (label === 'E-mail') return /^[^\s@]+@[^\s@]+$/.test(value) ? `email ${value.toLowerCase()}` : null;
  const key = phoneKey(value, country);
  return key === null ? null : `phone ${key}`;
}
