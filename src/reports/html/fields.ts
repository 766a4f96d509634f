import { fieldName } from '../history-report.js';
import { moment, type Page, period, wordsOn } from '../page.js';
import { beforeAndAfter, facts, said, table } from './components.js';
import { type Html, html, type Part } from './markup.js';

/** What a link says of a field that it never knew. */
const neverKnown = '\u0001';

/** A value of a field as a person reads it: times on Danish clocks, the rest as it is. */
export function fieldValue(field: string, value: unknown, page: Page): Part {
  const { sync } = wordsOn(page);
  if (value === neverKnown) return said(null, page);
  if (field === 'removed' && typeof value === 'string') return value === 'yes' ? sync.isOff : sync.isOn;
  if (typeof value !== 'string') return said(value, page);
  if (field === 'time' && value.includes('/')) return said(period(page, value), page);
  return said(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value) ? moment(page, value) : value, page);
}

/** Each field that changes, with what it was and what it is. */
export function changedFields(fields: Readonly<Record<string, readonly [unknown, unknown]>>, page: Page): Html | null {
  const all = Object.entries(fields);
  if (all.length === 0) return null;
  return facts(
    all.map(([field, [from, to]]) => {
      const value = fieldValue(field, to, page);
      const isNew = from === null || from === '';
      return [
        fieldName(page, field),
        isNew
          ? html`<span class="change"><ins>${value}</ins></span>`
          : beforeAndAfter(fieldValue(field, from, page), value, page),
      ];
    }),
  );
}

type Disputed = Readonly<
  Record<string, { readonly base: string | null; readonly booking: string | null; readonly event: string | null }>
>;

/** What each side says of the fields in dispute, side by side, and what both said before. */
export function disputedFields(values: Disputed, page: Page): Html {
  const words = wordsOn(page).sync;
  const heads = [words.field, words.databaseSays, words.googleSays, words.bothSaid];
  return table(
    heads,
    Object.entries(values).map(([field, { base, booking, event }]) => [
      fieldName(page, field),
      fieldValue(field, booking, page),
      fieldValue(field, event, page),
      fieldValue(field, base, page),
    ]),
  );
}
