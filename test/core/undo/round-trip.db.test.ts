import { afterAll, beforeAll, test } from 'vitest';
import type { Database } from '../../../src/db/client/database.js';
import { openTestDatabase } from '../../helpers/databases.js';
import { walkThereAndBack, walkWithEditsBetween } from '../../helpers/undo-walks.js';

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase('server');
});
afterAll(() => database.close());

test.each([1, 2, 3, 4])('a random run undone, and done again, leaves both sides as they were (seed %i)', (seed) =>
  walkThereAndBack(database, seed),
);

test.each([11, 12])('what people write between a run and its undo is not lost (seed %i)', (seed) =>
  walkWithEditsBetween(database, seed),
);
