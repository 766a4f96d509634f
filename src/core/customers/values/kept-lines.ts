import type { PlainField } from '../model/customer.js';
import { type KeptField, keptKey, keptLabels, readNotes } from './note-lines.js';

export const isKept = (field: PlainField): field is KeptField => field in keptLabels;

/** The line of the notes for a value. */
export const keptLine = (field: KeptField, value: string) => `${keptLabels[field]}: ${inOneLine(value)}`;

const inOneLine = (value: string) => value.replace(/(?<!\s)\s*\n\s*/g, ', ');

/** Whether notes contain a value; the same e-mail or phone may have another spelling. */
export function keeps(notes: string | null, field: KeptField, value: string, country: string): boolean {
  if (notes === null) return false;
  return readNotes(notes, country).kept.has(keptKey(field, inOneLine(value), country));
}

/** Notes without the lines of this value; null if nothing is left. */
export function withoutKept(notes: string | null, field: KeptField, value: string, country: string): string | null {
  if (!keeps(notes, field, value, country)) return notes;
  const lines = (notes ?? '').split('\n').filter((line) => !keeps(line, field, value, country));
  return lines.length === 0 ? null : lines.join('\n');
}
