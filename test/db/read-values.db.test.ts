import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { cancelledWords, doneWords, isCancelled, isDone } from '../../src/core/calendar/model/booking.js';
import { rowOf, rowsOf, utcDate } from '../../src/db/client/database.js';
import { createStatusStore } from '../../src/db/read/status-store.js';
import { customers } from '../../src/db/schema/renos.js';
import { conflicts } from '../../src/db/schema/sync.js';
import { bookingCancelled, bookingDone } from '../../src/db/sync/booking-rows.js';
import { databaseKinds, openTestDatabase } from '../helpers/databases.js';

const others = [
  '',
  ' ',
  'scheduled',
  'confirmed',
  'pending',
  'not cancelled',
  'cancelled?',
  'complete',
  'no show',
  'x',
  'a|b',
  '.*',
];
const plain = [...cancelledWords, ...doneWords, ...others];
const statuses = plain.flatMap((word) => [word, word.toUpperCase(), `  ${word}\n`, `${word}x`]);

test.each(databaseKinds)('SQL and core take the same statuses for cancelled and for done (%s)', async (kind) => {
  const { orm, close } = await openTestDatabase(kind);
  try {
    const rows = await rowsOf<{ status: string; cancelled: boolean; done: boolean }>(
      orm,
      sql`select b.status, ${bookingCancelled} as cancelled, ${bookingDone} as done
        from jsonb_array_elements_text(${JSON.stringify(statuses)}::text::jsonb) with ordinality as b(status, n) order by b.n`,
    );
    expect(rows).toEqual(
      statuses.map((status) => ({ status, cancelled: isCancelled({ status }), done: isDone({ status }) })),
    );
    expect(rows.filter(({ cancelled }) => cancelled)).toHaveLength(cancelledWords.length * 3);
    expect(rows.filter(({ done }) => done)).toHaveLength(doneWords.length * 3);
  } finally {
    await close();
  }
});

test.each(databaseKinds)('JSON of a column is a value on either driver, times stay text (%s)', async (kind) => {
  const { orm, close } = await openTestDatabase(kind);
  try {
    const row = await rowOf(
      orm,
      sql`select '{"a":[1,null]}'::jsonb as object, '[1]'::json as list, '"1"'::jsonb as text, 'null'::jsonb as nothing, null::jsonb as missing,
        (select jsonb_agg(n) from generate_series(1, 2) n) as made, array['a"b', 'NULL', null] as texts,
        timestamp '2026-11-29 12:00:00.5' as at, timestamptz '-infinity' as never`,
    );
    expect(row).toEqual({
      object: { a: [1, null] },
      list: [1],
      text: '1',
      nothing: null,
      missing: null,
      made: [1, 2],
      texts: ['a"b', 'NULL', null],
      at: '2026-11-29 12:00:00.5',
      never: '-infinity',
    });
  } finally {
    await close();
  }
});

const times = [
  '2026-11-29 12:00:00.5',
  'infinity',
  '-infinity',
  '0001-01-01',
  '0044-03-15 BC',
  '1066-10-14',
  '10000-01-01',
];

test.each(databaseKinds)(
  'a typed query reads times as every other does: the year 1 is not 2001, infinity is no day (%s)',
  async (kind) => {
    const { orm, close } = await openTestDatabase(kind);
    try {
      for (const at of times) {
        await orm.execute(sql`delete from customers`);
        await orm.execute(sql`delete from renos_sync.conflicts`);
        await orm.execute(
          sql`insert into customers (id, name, "lastContactAt", "updatedAt") values ('c1', 'Anna', ${at}::timestamp, now())`,
        );
        await orm.execute(sql`insert into renos_sync.conflicts (id, run_id, booking_id, calendar_id, event_id, fields, policy, decision, reason, at)
        values ('1', 'r', 'b', 'c', 'e', '{}', 'newest', 'held', 'x', ${at}::timestamptz)`);
        const text = await rowOf<{ last: string; at: string }>(
          orm,
          sql`select c."lastContactAt" as last, h.at from customers c, renos_sync.conflicts h`,
        );
        expect(await orm.select({ at: customers.lastContactAt }).from(customers)).toEqual([{ at: utcDate(text.last) }]);
        expect(await orm.select({ at: conflicts.at }).from(conflicts)).toEqual([{ at: utcDate(text.at) }]);
      }
      expect(utcDate('0001-01-01 00:00:00').toISOString()).toBe('0001-01-01T00:00:00.000Z');
      expect(utcDate('infinity').getTime()).toBeNaN();
    } finally {
      await close();
    }
  },
);

test.each(databaseKinds)('a held conflict of a booking at no time is listed without one (%s)', async (kind) => {
  const database = await openTestDatabase(kind);
  try {
    await database.orm.execute(
      sql`insert into bookings (id, "serviceType", "startTime", "endTime", "updatedAt") values ('b', 'Vask', 'infinity', now(), now())`,
    );
    await database.orm.execute(sql`insert into renos_sync.conflicts (id, run_id, booking_id, calendar_id, event_id, fields, policy, decision, reason)
      values ('1', 'r', 'b', 'c', 'e', '{}', 'newest', 'held', 'x')`);
    const [held] = await createStatusStore(database).findHeldConflicts();
    expect(held).toMatchObject({ id: '1', bookingId: 'b', title: 'Vask', time: null });
  } finally {
    await database.close();
  }
});
