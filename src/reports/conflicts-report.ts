import type { DecidedConflict, HeldConflictDetail } from '../core/results/status-result.js';
import { fieldName } from './history-report.js';
import { safeText } from './one-line.js';
import { moment, named, type Page, paint, wordsOn } from './page.js';
import { renderTable } from './table.js';
import { paragraph, wrap } from './wrap.js';

/** Held conflicts with both values side by side and how to decide them; then the latest decisions. */
export function renderConflicts(
  held: readonly HeldConflictDetail[],
  decided: readonly DecidedConflict[] | null,
  page: Page,
): string {
  const words = wordsOn(page).sync;
  const parts = [
    held.length === 0 ? words.noneHeld : `${valuesTable(held, page)}\n\n${howToDecide(page)}`,
    decided === null
      ? ''
      : decided.length === 0
        ? words.noneDecided
        : `${paint(page, 'bold', words.decidedHead)}\n${decidedTable(decided, page)}`,
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

function howToDecide(page: Page): string {
  const { decide, decideAsks, decideOr } = wordsOn(page).sync;
  return [
    `${decide} renos-sync conflicts resolve ID --take google   # ${decideOr}`,
    `${' '.repeat(decide.length)} renos-sync conflicts resolve                    # ${decideAsks}`,
  ].join('\n');
}

/** One conflict for a question to the user: a line for each value, in full. */
export function renderOneConflict(conflict: HeldConflictDetail, page: Page): string {
  const { id, since, values } = conflict;
  const { causes, items, sync: words } = wordsOn(page);
  return [
    `${paint(page, 'bold', id)}  ${items.bookingNamed(named(page, conflict))}`,
    ...paragraph(words.heldSince(moment(page, since), safeText(causes.conflict(conflict))), page, 2),
    ...Object.entries(values).flatMap(([field, { base, booking, event }]) => [
      `  ${paint(page, 'bold', fieldName(page, field))}`,
      ...labelled(words.googleSays, said(field, event, page), page),
      ...labelled(words.databaseSays, said(field, booking, page), page),
      ...labelled(words.bothSaid, said(field, base, page), page),
    ]),
  ].join('\n');
}

const label = 19;

/** A full value after its label, wrapped at spaces to the terminal's width. */
function labelled(name: string, text: string, page: Page): string[] {
  const head = `    ${name} `.padEnd(label);
  return wrap(text, page, { indent: head.length }).map(
    (line, index) => `${index === 0 ? head : ' '.repeat(head.length)}${line}`,
  );
}

function valuesTable(held: readonly HeldConflictDetail[], page: Page): string {
  const words = wordsOn(page).sync;
  return renderTable(
    page,
    [
      { head: words.id },
      { head: words.booking, flexible: true },
      { head: words.field },
      { head: words.databaseSays, flexible: true },
      { head: words.googleSays, flexible: true },
    ],
    held.flatMap((conflict) =>
      Object.entries(conflict.values).map(([field, { booking, event }]) => [
        conflict.id,
        named(page, conflict),
        fieldToType(page, field),
        said(field, booking, page),
        said(field, event, page),
      ]),
    ),
  );
}

function decidedTable(decided: readonly DecidedConflict[], page: Page): string {
  const words = wordsOn(page).sync;
  return renderTable(
    page,
    [
      { head: words.when },
      { head: words.booking, flexible: true },
      { head: words.field },
      { head: words.taken },
      { head: words.databaseSaid, flexible: true },
      { head: words.googleSaid, flexible: true },
    ],
    decided.flatMap(({ at, decision, values, ...conflict }) =>
      Object.entries(values).map(([field, { booking, event, taken }]) => [
        moment(page, at),
        named(page, conflict),
        fieldName(page, field),
        words.sides[taken ?? decision],
        said(field, booking, page),
        said(field, event, page),
      ]),
    ),
  );
}

/** A field's name, and its name for `conflicts resolve --field`. */
function fieldToType(page: Page, field: string): string {
  const name = fieldName(page, field);
  return name === field ? name : `${name} (${safeText(field)})`;
}

function said(field: string, value: string | null, page: Page): string {
  const { items, sync } = wordsOn(page);
  if (value === null) return items.nothing;
  if (field === 'removed') return value === 'yes' ? sync.isOff : sync.isOn;
  if (field !== 'time') return safeText(value);
  return value
    .split('/')
    .map((part) => (part.includes('T') ? moment(page, part) : part))
    .join(' – ');
}
