import { afterAll, beforeAll, test } from 'vitest';
import type { Database } from '../../../src/db/client/database.js';
import { openTestDatabase } from '../../helpers/databases.js';
import { walkImportPlan, walkPlanAndApply } from '../../helpers/plan-walks.js';

const walks = Number(process.env.RENOS_PLAN_WALKS ?? 12);
const first = Number(process.env.RENOS_PLAN_SEED ?? 2_000);
const seeds = Array.from({ length: walks }, (_, at) => first + at);

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase('server');
});
afterAll(() => database.close());

test.each(seeds)('applies the untouched items of a random plan and leaves the others alone (seed %i)', (seed) =>
  walkPlanAndApply(database, seed),
);

test.each(seeds)('of the random plan of an import too (seed %i)', (seed) => walkImportPlan(database, seed));
