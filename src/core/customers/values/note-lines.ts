import { emailKey } from './email.js';
import { phoneKey } from './phone.js';

/** A further e-mail or phone of a customer, as an import put it into the notes. */
export type FurtherKey = `email ${string}` | `phone ${string}`;

/** The fields of which a value that does not count is kept in the notes, and what it is called there. */
export const keptLabels = {
  name: 'Name',
  email: 'E-mail',
  phone: 'Phone',
  address: 'Address',
  companyName: 'Company',
} as const;
export type KeptField = keyof typeof keptLabels;

const fields = Object.keys(keptLabels) as KeptField[];

/** Notes line by line, so that a line more need not look through those before it. */
interface NoteLines {
  readonly lines: Set<string>;
  /** `name jens hansen`: what is kept, written alike. */
  readonly kept: Set<string>;
  /** Grows with the notes; `isFurther` looks into it. */
  readonly further: FurtherKey[];
}

interface Remembered extends NoteLines {
  text: string;
  readonly country: string;
}

/** Texts from this length on are remembered: thousands of rows of one customer add a line each. */
const long = 1_000;
export const isLong = (notes: string) => notes.length >= long;
const mostRemembered = 16;
const remembered: Remembered[] = [];
const furtherSets = new WeakMap<readonly FurtherKey[], Set<FurtherKey>>();

/** What notes say, line by line. */
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

/** Nothing of customers is kept once they are decided. */
export function forgetNotes(): void {
  remembered.length = 0;
}

/** Notes with further lines, none of which is there already; what is remembered of them goes on with the longer text. */
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

/** What a kept value is compared by: the same e-mail or phone may be written otherwise. */
export function keptKey(field: KeptField, value: string, country: string): string {
  if (field === 'email') return `email ${emailKey(value) ?? value}`;
  return `${field} ${field === 'phone' ? (phoneKey(value, country) ?? value) : value.toLowerCase()}`;
}

/** Whether a key is one of these, however many they are. */
export function isFurther(further: readonly FurtherKey[], key: FurtherKey): boolean {
  return furtherSets.get(further)?.has(key) ?? further.includes(key);
}

const furtherLine = /^(E-mail|Phone): (.*)$/;
/** PostgreSQL keeps no longer text in an index. */
const longestKey = 600;

/** The e-mail or phone that stands in a line of notes as an import writes it. */
function furtherKey(line: string, country: string): FurtherKey | null {
  const [, label, value = ''] = furtherLine.exec(line) ?? [];
  if (label === undefined || value.length > longestKey || / .* /.test(value)) return null;
  if (label === 'E-mail') return /^[^\s@]+@[^\s@]+$/.test(value) ? `email ${value.toLowerCase()}` : null;
  const key = phoneKey(value, country);
  return key === null ? null : `phone ${key}`;
}
