import { createHash } from 'node:crypto';
import type { Content, SyncField } from './content.js';

const fields: readonly SyncField[] = ['time', 'title', 'location', 'description'];

/** The mark of an event that is made: a print of each text that it is made with. */
export function madeMark(says: Content): string {
  return fields.map((field) => printOf(says[field])).join('.');
}

/** Tells whether an event was made with a text in a field; null when it bears no such mark, or another one by now. */
export function madeWith(mark: string | null, field: SyncField): ((text: string | null) => boolean) | null {
  const prints = mark?.split('.') ?? [];
  const print = prints.length === fields.length ? prints[fields.indexOf(field)] : undefined;
  return print === undefined ? null : (text) => printOf(text) === print;
}

function printOf(text: string | null): string {
  return text === null ? '-' : createHash('sha256').update(text).digest('hex').slice(0, 12);
}
