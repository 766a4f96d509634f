import type { DecidedConflict, HeldConflictDetail } from '../core/calendar/status/sync-status.js';
import { safeText } from './one-line.js';
import { moment, type Page, paint } from './page.js';
import { renderTable } from './table.js';
import { paragraph, wrap } from './wrap.js';

const nothing = '(nothing)';
const how = `Decide: renos-sync conflicts resolve ID --take google   # or database
        renos-sync conflicts resolve                    # asks, one at a time`;

/** Held conflicts with both values side by side and how to decide them; then what was decided lately. */
export function renderConflicts(
  held: readonly HeldConflictDetail[],
  decided: readonly DecidedConflict[] | null,
  page: Page,
): string {
  const parts = [
    held.length === 0 ? 'No conflict is held.' : `${valuesTable(held, page)}\n\n${how}`,
    decided === null
      ? ''
      : decided.length === 0
        ? 'None was decided yet.'
        : `${paint(page, 'bold', 'Decided')}\n${decidedTable(decided, page)}`,
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

/** One conflict for the person who is asked about it: a line a value, in full. */
export function renderOneConflict({ id, bookingId, reason, since, values }: HeldConflictDetail, page: Page): string {
  return [
    `${paint(page, 'bold', id)}  booking ${safeText(bookingId)}`,
    ...paragraph(`held since ${moment(page, since)}: ${safeText(reason)}`, page, 2),
    ...Object.entries(values).flatMap(([field, { base, booking, event }]) => [
      `  ${paint(page, 'bold', safeText(field))}`,
      ...labelled('Google says', said(field, event, page), page),
      ...labelled('database says', said(field, booking, page), page),
      ...labelled('both said', said(field, base, page), page),
    ]),
  ].join('\n');
}

const label = 19;

/** A value in full behind its label, broken at spaces where the terminal ends. */
function labelled(name: string, text: string, page: Page): string[] {
  return wrap(text, page, { indent: label }).map(
    (line, index) => `${index === 0 ? `    ${name}`.padEnd(label) : ' '.repeat(label)}${line}`,
  );
}

function valuesTable(held: readonly HeldConflictDetail[], page: Page): string {
  return renderTable(
    page,
    [
      { head: 'id' },
      { head: 'booking', flexible: true },
      { head: 'field' },
      { head: 'database says', flexible: true },
      { head: 'Google says', flexible: true },
    ],
    held.flatMap(({ id, bookingId, values }) =>
      Object.entries(values).map(([field, { booking, event }]) => [
        id,
        bookingId,
        field,
        said(field, booking, page),
        said(field, event, page),
      ]),
    ),
  );
}

function decidedTable(decided: readonly DecidedConflict[], page: Page): string {
  return renderTable(
    page,
    [
      { head: 'when' },
      { head: 'booking', flexible: true },
      { head: 'field' },
      { head: 'taken' },
      { head: 'database said', flexible: true },
      { head: 'Google said', flexible: true },
    ],
    decided.flatMap(({ at, bookingId, decision, values }) =>
      Object.entries(values).map(([field, { booking, event, taken }]) => [
        moment(page, at),
        bookingId,
        field,
        taken ?? decision,
        said(field, booking, page),
        said(field, event, page),
      ]),
    ),
  );
}

function said(field: string, value: string | null, page: Page): string {
  if (value === null) return nothing;
  if (field === 'removed') return value === 'yes' ? 'it is off' : 'it is on';
  if (field !== 'time') return safeText(value);
  return value
    .split('/')
    .map((part) => (part.includes('T') ? moment(page, part) : part))
    .join(' – ');
}
