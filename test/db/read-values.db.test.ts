import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { cancelledWords, doneWords, isCancelled, isDone } from '../../src/core/calendar/model/booking.js';
import { rowOf, rowsOf } from '../../src/db/client/database.js';
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
