import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { rowsOf } from '../../../src/db/client/database.js';
import { openServer } from '../../../src/db/client/open-server.js';
import { migrate, readSchemaVersion, requireSchema } from '../../../src/db/migrations/migrate.js';
import { runCli } from '../../helpers/cli.js';
import { freshDatabase, type TestDatabase } from '../../helpers/databases.js';

let fresh: TestDatabase;
beforeEach(async () => {
  fresh = await freshDatabase('template0');
});
afterEach(() => fresh.drop());

test('two processes at once: one applies, the other finds nothing to do', async () => {
  const env = { DATABASE_URL: fresh.url };
  const outcomes = await Promise.all([runCli(['migrate', '--json'], env), runCli(['migrate', '--json'], env)]);
  expect(outcomes.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
  const applied = outcomes.flatMap((outcome) => outcome.json().migrations as string[]);
  expect(new Set(applied).size).toBe(applied.length);
  expect(applied).toContain('0001_renos_sync');
});

test('a dry run shows the statements and changes nothing', async () => {
  const outcome = await runCli(['migrate', '--dry-run'], { DATABASE_URL: fresh.url });
  expect(outcome.stdout).toContain('CREATE TABLE "renos_sync"."links"');
  const database = openServer(fresh.url);
  expect(await rowsOf(database.orm, sql`select 1 from pg_namespace where nspname = 'renos_sync'`)).toEqual([]);
  await database.close();
});

test('RUN_MODE=dry-run makes it a dry run', async () => {
  const outcome = await runCli(['migrate', '--json'], { DATABASE_URL: fresh.url, RUN_MODE: 'dry-run' });
  expect(outcome.json()).toMatchObject({ dryRun: true });
  expect((await runCli(['migrate', '--json'], { DATABASE_URL: fresh.url })).json().migrations).not.toEqual([]);
});

describe('on an open database', () => {
  test('twice is once, and dropping our schema removes every trace of it', async () => {
    const database = openServer(fresh.url);
    expect(await migrate(database)).toContain('0000_renos_tables');
    expect(await migrate(database)).toEqual([]);
    await database.orm.execute(sql`insert into customers (id, name, "updatedAt") values ('k', 'Kunde', now())`);
    await database.orm.execute(sql`drop schema renos_sync cascade`);
    await expect(requireSchema(database)).rejects.toMatchObject({ code: 'schema-missing', exitCode: 2 });
    await migrate(database);
    expect(await rowsOf(database.orm, sql`select id from customers`)).toEqual([{ id: 'k' }]);
    await database.close();
  });

  test('a database from a newer program is refused, for reading and for migrating', async () => {
    const database = openServer(fresh.url);
    await migrate(database);
    await database.orm.execute(
      sql`insert into renos_sync.migrations (hash, created_at) values ('from the future', 9999999999999)`,
    );
    expect(await readSchemaVersion(database)).toMatchObject({ pending: [], unknown: 1 });
    await expect(requireSchema(database)).rejects.toMatchObject({ code: 'schema-newer', exitCode: 2 });
    await expect(migrate(database)).rejects.toMatchObject({ code: 'schema-newer' });
    await database.close();
  });

  test("the session's zone is UTC, so that defaults in columns without zone are UTC", async () => {
    const database = openServer(fresh.url);
    expect(await rowsOf(database.orm, sql`select current_setting('TimeZone') as zone`)).toEqual([{ zone: 'UTC' }]);
    await database.close();
  });
});
