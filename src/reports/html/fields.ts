import type { HeldConflictDetail } from '../../core/results/status-result.js';
import { fieldName } from '../history-report.js';
import { type Page, timeOf, wordsOn } from '../page.js';
import { beforeAndAfter, facts, said, table } from './components.js';
import type { Html, Part } from './markup.js';

/** In a link, the value of a field that was never known. */
const neverKnown = '\u0001';

/** A value of a field for people: times on Danish clocks, other values unchanged. */
export function fieldValue(field: string, value: unknown, page: Page): Part {
  const { sync } = wordsOn(page);
  if (value === neverKnown) return said(null, page);
  if (field === 'removed' && typeof value === 'string') return value === 'yes' ? sync.isOff : sync.isOn;
  if (typeof value !== 'string') return said(value, page);
  return said(timeOf(page, field, value) ?? value, page);
}

/** Each changed field, with its old value and its new one. */
export function changedFields(fields: Readonly<Record<string, readonly [unknown, unknown]>>, page: Page): Html | null {
  const all = Object.entries(fields).map(([field, [from, to]]) => {
    const before = from === null || from === '' ? null : fieldValue(field, from, page);
    return [fieldName(page, field), beforeAndAfter(before, fieldValue(field, to, page), page)] as const;
  });
  return all.length === 0 ? null : facts(all);
}

/** Each field with the values of several sides. */
export function fieldTable(heads: readonly string[], fields: readonly Said[], page: Page): Html {
  const row = ([field, ...values]: Said) => [
    fieldName(page, field),
    ...values.map((value) => fieldValue(field, value, page)),
  ];
  return table(heads, fields.map(row));
}

type Said = readonly [field: string, ...values: unknown[]];

/** The values of both sides for the fields in conflict, and the last agreed values. */
export function disputedFields(values: HeldConflictDetail['values'], page: Page): Html {
  const { field, databaseSays, googleSays, bothSaid } = wordsOn(page).sync;
  const all = Object.entries(values).map(([name, { base, booking, event }]) => [name, booking, event, base] as const);
  return fieldTable([field, databaseSays, googleSays, bothSaid], all, page);
}
