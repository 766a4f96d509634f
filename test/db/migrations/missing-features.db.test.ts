import postgres from 'postgres';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openServer } from '../../../src/db/client/open-server.js';
import { missingFeatures } from '../../../src/db/migrations/missing-features.js';
import { runCli } from '../../helpers/cli.js';
import { freshDatabase, type TestDatabase } from '../../helpers/databases.js';

let database: TestDatabase;
let sql: postgres.Sql;
beforeEach(async () => {
  database = await freshDatabase();
  sql = postgres(database.url, { max: 1, onnotice: () => {} });
});
afterEach(async () => {
  await sql.end();
  await database.drop();
});

async function missingAt(url: string) {
  const server = openServer(url);
  const missing = await missingFeatures(server);
  await server.close();
  return missing;
}

/** The same server, where a function of PostgreSQL's own is hidden by one that refuses, as another product would. */
async function withoutHashes(): Promise<string> {
  await sql.unsafe(`create schema other;
    create function other.hash_record_extended(record, bigint) returns bigint language plpgsql as
      $$ begin raise exception 'unimplemented' using errcode = 'feature_not_supported'; end $$`);
  return `${database.url}?options=${encodeURIComponent('-c search_path=other,pg_catalog,public')}`;
}

test('PostgreSQL has all that is needed, and trying it leaves no row', async () => {
  expect(await missingAt(database.url)).toEqual([]);
  expect(await sql`select * from renos_sync.import_repeats`).toEqual([]);
});

test('a server that does not know a function is missing that feature', async () => {
  expect(await missingAt(await withoutHashes())).toEqual(['row-hashes']);
});

test('doctor names what the server does not have, and what to use', async () => {
  const env = { DATABASE_URL: await withoutHashes(), GOOGLE_CALENDAR_API_URL: 'sandbox' };
  const { exitCode, stdout } = await runCli(['doctor'], env);
  expect(exitCode).toBe(2);
  expect(stdout).toContain(
    'FAIL  features: The server cannot do all that a sync and an import need: hash_record_extended()',
  );
  const well = await runCli(['doctor'], { ...env, DATABASE_URL: database.url });
  expect(well.stdout).toContain('ok    features: The server can do what a sync and an import need.');
});
