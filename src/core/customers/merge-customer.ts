import { isBroken } from './clean-text.js';
import type { CustomerDraft, CustomerField, PlainField } from './customer.js';
import { plainFields } from './customer.js';
import { emailKey } from './email.js';
import { phoneKey } from './phone.js';

/** field → [from, to], as the journal keeps it. */
export type FieldChanges = Partial<Record<CustomerField, readonly [from: unknown, to: unknown]>>;

export interface MergeRules {
  /** `overwrite`: what the file says counts. `fill`: only empty fields are filled. */
  readonly mode: 'overwrite' | 'fill';
  readonly country: string;
}

const totals: ReadonlySet<PlainField> = new Set(['totalLeads', 'totalBookings', 'totalRevenue', 'lastContactAt']);

/**
 * Puts what a row says onto what is known, and says what changes. Neither blank nor damaged text overwrites; totals and
 * the last contact never go down; the same e-mail or phone written otherwise is no change; tags are united; notes are
 * appended once.
 */
export function mergeCustomer<Known extends CustomerDraft>(
  known: Known,
  said: CustomerDraft,
  rules: MergeRules,
): { readonly customer: Known; readonly changes: FieldChanges; readonly lowered: readonly PlainField[] } {
  const changes: FieldChanges = {};
  const lowered: PlainField[] = [];
  const next: Record<string, unknown> = {};
  for (const field of plainFields) {
    const from = known[field];
    const to = said[field];
    if (to === null || isSame(field, from, to, rules.country)) continue;
    if (rules.mode === 'fill' && !isEmpty(field, from)) continue;
    if (isWorse(from, to)) continue;
    if (totals.has(field) && from !== null && Number(to) < Number(from)) {
      if (field !== 'lastContactAt') lowered.push(field);
      continue;
    }
    next[field] = to;
    changes[field] = [plain(from), plain(to)];
  }
  const tags = [...new Set([...known.tags, ...said.tags])];
  if (tags.length > known.tags.length) {
    next.tags = tags;
    changes.tags = [known.tags, tags];
  }
  const notes = appendNotes(known.notes, said.notes);
  if (notes !== known.notes) {
    next.notes = notes;
    changes.notes = [known.notes, notes];
  }
  return { customer: { ...known, ...next }, changes, lowered };
}

/** Whether text that was damaged on its way would replace text that was not. */
function isWorse(from: unknown, to: unknown): boolean {
  return typeof from === 'string' && from !== '' && typeof to === 'string' && isBroken(to) && !isBroken(from);
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
function appendNotes(known: string | null, said: string | null): string | null {
  if (said === null) return known;
  if (known === null || known.trim() === '') return said;
  if (known.includes(said)) return known;
  const present = new Set(known.split('\n').map((line) => line.trim()));
  const fresh = said.split('\n').filter((line) => line.trim() !== '' && !present.has(line.trim()));
  return fresh.length === 0 ? known : `${known}\n${fresh.join('\n')}`;
}
