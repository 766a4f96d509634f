import type { PlainField } from '../model/customer.js';
import { emailKey } from './email.js';
import { phoneKey } from './phone.js';

/** The fields of which a value that does not count is kept in the notes, and what it is called there. */
export const keptLabels = {
  name: 'Name',
  email: 'E-mail',
  phone: 'Phone',
  address: 'Address',
  companyName: 'Company',
} as const satisfies Partial<Record<PlainField, string>>;
export type KeptField = keyof typeof keptLabels;

export const isKept = (field: PlainField): field is KeptField => field in keptLabels;

/** The line of the notes that keeps a value. */
export const keptLine = (field: KeptField, value: string) =>
  `${keptLabels[field]}: ${value.replace(/\s*\n\s*/g, ', ')}`;

/** Whether notes keep a value: the same e-mail or phone may be written otherwise. */
export function keeps(notes: string | null, field: KeptField, value: string, country: string): boolean {
  const label = `${keptLabels[field]}: `;
  if (notes === null || !notes.includes(label)) return false;
  const key = keyOf(field, keptLine(field, value).slice(label.length), country);
  return notes
    .split('\n')
    .map((line) => line.trim())
    .some((line) => line.startsWith(label) && keyOf(field, line.slice(label.length), country) === key);
}

/** Notes without the lines that keep this value; null when nothing is left. */
export function withoutKept(notes: string | null, field: KeptField, value: string, country: string): string | null {
  if (!keeps(notes, field, value, country)) return notes;
  const lines = (notes ?? '').split('\n').filter((line) => !keeps(line, field, value, country));
  return lines.length === 0 ? null : lines.join('\n');
}

function keyOf(field: KeptField, value: string, country: string): string {
  if (field === 'email') return emailKey(value) ?? value;
  return field === 'phone' ? (phoneKey(value, country) ?? value) : value.toLowerCase();
}
