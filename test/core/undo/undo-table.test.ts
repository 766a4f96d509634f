import { expect, test } from 'vitest';
import type { Content } from '../../../src/core/calendar/model/content.js';
import type { Pair } from '../../../src/core/calendar/model/sync-plan.js';
import { planEvent } from '../../../src/core/undo/plan-event.js';
import { planRow } from '../../../src/core/undo/plan-row.js';
import type { PastEventChange, PastRowChange } from '../../../src/core/undo/undo-model.js';
import { type ItemState, undoTable } from '../../../src/core/undo/undo-model.js';

type Row = keyof typeof undoTable;
const rows = Object.entries(undoTable) as [Row, string][];

/** A customer to which a run did this, as it stands now. */
function deedOf(did: PastRowChange['did'], standing: ItemState): PastRowChange {
  const now = { 'as-left': 'new', 'as-before': 'old', changed: 'other' }[standing as string] ?? null;
  const past: PastRowChange = {
    ...{
      kind: 'customer',
      id: 'c1',
      did,
      exists: standing !== 'gone',
      isAsLeft: standing !== 'changed',
      version: 'v1',
    },
    ...{
      usedBy: standing === 'in-use' ? ['leads'] : [],
      bookingIds: [],
      was: {},
      is: {},
      now: {},
      image: null,
      lines: null,
    },
  };
  return did === 'changed' ? { ...past, was: { phone: 'old' }, is: { phone: 'new' }, now: { phone: now } } : past;
}

test.each(rows)('of a row, %s: %s', (key, action) => {
  const [did, standing] = key.split('/') as [PastRowChange['did'], ItemState];
  const { items, kept } = planRow(deedOf(did, standing), new Set());
  expect(items.map((item) => item.action)).toEqual(['keep', 'nothing'].includes(action) ? [] : [action]);
  expect(kept).toHaveLength(action === 'keep' ? 1 : 0);
});

test("a booking's time is shown whole, as an event says it, whichever of its columns the run changed", () => {
  const start = '2026-12-08T09:00:00';
  const was = { endTime: '2026-12-08T12:00:00', estimatedDuration: 180 };
  const is = { endTime: '2026-12-08T10:00:00', estimatedDuration: 60 };
  const past = { ...deedOf('changed', 'as-left'), kind: 'booking' as const, was, is };
  const [item] = planRow({ ...past, now: { startTime: start, ...is } }, new Set()).items;
  expect(item?.fields).toEqual({ time: [`${start}Z/2026-12-08T10:00:00Z`, `${start}Z/2026-12-08T12:00:00Z`] });
  const other = { startTime: start, endTime: '2026-12-08T11:00:00', estimatedDuration: 120 };
  const [kept] = planRow({ ...past, now: other }, new Set()).kept;
  expect(kept?.fields.time).toEqual({
    before: `${start}Z/2026-12-08T12:00:00Z`,
    written: `${start}Z/2026-12-08T10:00:00Z`,
    now: `${start}Z/2026-12-08T11:00:00Z`,
  });
});

const says = (title: string, removed = false): Content => ({
  ...{
    time: '2026-03-01T09:00:00.000Z/2026-03-01T10:00:00.000Z',
    title,
    location: null,
    description: null,
    customer: null,
  },
  removed,
});

/** The pair of an event to which a run did this, as it stands now. */
function eventOf(did: PastRowChange['did'], standing: ItemState): { pair: Pair; past: PastEventChange } {
  const title = { 'as-before': 'old', changed: 'other' }[standing as string] ?? 'new';
  const base = { booking: says('new'), event: says('new') };
  const pair = {
    ...{ calendarId: 'primary', booking: null, eventId: 'e1', link: { base, eventId: 'e1', bookingId: 'b1' } },
    event: { content: says(title, standing === 'gone'), updated: null, etag: '1', event: null },
  } as unknown as Pair;
  const fields =
    did === 'changed'
      ? { title: ['old', 'new'] as const }
      : { time: [null, says('').time] as const, title: [null, 'new'] as const };
  return { pair, past: { kind: 'event', id: 'e1', did, fields, stamped: null, guests: null } };
}

const writes: Readonly<Record<string, string>> = { remove: 'delete', restore: 'update', 'make-again': 'revive' };

// Nothing refers to an event but its booking.
test.each(rows.filter(([key]) => !key.endsWith('in-use')))('of an event, %s: %s', (key, action) => {
  const [did, standing] = key.split('/') as [PastRowChange['did'], ItemState];
  const { pair, past } = eventOf(did, standing);
  const { google, kept } = planEvent(pair, past);
  expect(google?.kind).toBe(writes[action]);
  expect(kept).toHaveLength(action === 'keep' ? 1 : 0);
});
