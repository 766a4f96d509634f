import { afterAll, beforeAll, describe, test } from 'vitest';
import type { Database } from '../../../src/db/client/database.js';
import { databaseKinds, openTestDatabase } from '../../helpers/databases.js';
import { walkThereAndBack, walkWithEditsBetween } from '../../helpers/undo-walks.js';

/** The embedded database gets a tenth of the walks. */
const walks = { server: Number(process.env.RENOS_UNDO_WALKS ?? 60), embedded: 6 };
const first = Number(process.env.RENOS_UNDO_SEED ?? 1_000);

describe.each(databaseKinds)('on a database of kind %s', (kind) => {
  let database: Database;
  beforeAll(async () => {
    database = await openTestDatabase(kind);
  });
  afterAll(() => database.close());
  const seeds = Array.from({ length: walks[kind] }, (_, at) => first + at);

  test.each(seeds)('a random run undone, and done again, leaves both sides as they were (seed %i)', (seed) =>
    walkThereAndBack(database, seed),
  );

  test.each(seeds)('what people write between a run and its undo is not lost (seed %i)', (seed) =>
    walkWithEditsBetween(database, seed),
  );
});
