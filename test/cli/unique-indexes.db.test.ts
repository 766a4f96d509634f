import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type OperatorWorld, openOperatorWorld } from '../helpers/operator-world.js';

let world: OperatorWorld;
beforeEach(async () => {
  world = await openOperatorWorld();
});
afterEach(() => world.close());

const unique = 'analytics_date_metric_key';

/** Everything that a command might have written, as text. */
const contents = async () =>
  JSON.stringify([
    await world.sql`select * from bookings order by id`,
    await world.sql`select * from analytics order by id`,
    await world.sql`select * from renos_sync.runs`,
    await world.sql`select * from renos_sync.links`,
  ]);

async function dropIndex(): Promise<void> {
  const [found] = await world.sql<{ name: string; constraint: string | null }[]>`
    select i.indexrelid::regclass::text as name, c.conname as constraint from pg_index i
      left join pg_constraint c on c.conindid = i.indexrelid
      where i.indrelid = 'analytics'::regclass and i.indisunique and not i.indisprimary`;
  if (found === undefined) throw new Error(`analytics has no ${unique}`);
  await world.sql.unsafe(
    found.constraint === null
      ? `drop index ${found.name}`
      : `alter table analytics drop constraint "${found.constraint}"`,
  );
}

const wrongShapes: [string, string | null][] = [
  ['no index at all', null],
  ['one that is not unique', 'create index on analytics (date, metric)'],
  ['one of part of the rows', "create unique index on analytics (date, metric) where metric <> 'x'"],
  ['one of an expression', 'create unique index on analytics (date, lower(metric))'],
  ['one of fewer columns', 'create unique index on analytics (metric)'],
  ['one of more columns', 'create unique index on analytics (date, metric, id)'],
  [
    'one that is looked at only at the end',
    'alter table analytics add constraint later unique (date, metric) deferrable',
  ],
];

test.each(wrongShapes)('analytics with %s is refused before anything is written', async (_what, statement) => {
  await world.addBooking('b1', 1);
  await dropIndex();
  if (statement !== null) await world.sql.unsafe(statement);
  const before = await contents();
  const seen = world.sandbox.requests.length;
  for (const words of [['sync'], ['status'], ['migrate'], ['migrate', '--dry-run'], ['sync', '--dry-run']]) {
    const outcome = await world.run([...words, '--json']);
    expect(outcome).toMatchObject({ exitCode: 2 });
    expect(outcome.json()).toMatchObject({
      error: { code: 'unique-index-missing', message: expect.stringContaining('analytics (date, metric)') },
    });
  }
  const doctor = await world.run(['doctor']);
  expect(doctor).toMatchObject({ exitCode: 2 });
  expect(doctor.stdout).toContain('CREATE UNIQUE INDEX ON analytics (date, metric);');
  expect(await contents()).toBe(before);
  expect(world.sandbox.requests.slice(seen).filter(({ method }) => method !== 'GET')).toEqual([]);
});

describe('what is advised', () => {
  test('is enough', async () => {
    await world.addBooking('b1', 1);
    await dropIndex();
    const { actions } = ((await world.run(['sync', '--json'])).json() as { error: { actions: string[] } }).error;
    for (const action of actions) await world.sql.unsafe(action);
    expect(await world.run(['sync'])).toMatchObject({ exitCode: 0 });
  });

  test('names each table that counts on one', async () => {
    await world.sql`alter table bookings drop constraint bookings_pkey cascade`;
    const outcome = await world.run(['sync', '--json']);
    expect(outcome.json()).toMatchObject({ error: { message: expect.stringContaining('bookings (id)') } });
  });
});

test('an index of the same columns in another order will do', async () => {
  await dropIndex();
  await world.sql`create unique index on analytics (metric, date)`;
  expect(await world.run(['sync'])).toMatchObject({ exitCode: 0 });
});
