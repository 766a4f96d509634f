import { afterEach, beforeEach, expect, test } from 'vitest';
import { addBookings, customersCsv, openServerWorld, type ServerWorld } from './open-server.js';

let world: ServerWorld;
beforeEach(async () => {
  world = await openServerWorld();
});
afterEach(() => world.close());

const lastRun = async () =>
  (await world.sql`select id from renos_sync.runs order by seq desc limit 1`)[0]?.id as string;

test('undoes a run, answers what was kept with 207, and 404 for a run that there is not', async () => {
  await addBookings(world.sql, 2);
  await world.post('/api/calendar-sync/sync');
  const run = await lastRun();
  const path = `/api/runs/${run}/undo`;
  const planned = await world.post(path, { dryRun: true });
  expect(planned).toMatchObject({ status: 200, body: { data: { dryRun: true, runId: null, events: { removed: 2 } } } });
  const undone = await world.post(path);
  expect(undone).toMatchObject({ status: 200, body: { success: true, data: { events: { removed: 2 }, kept: [] } } });
  const again = await world.post(`/api/runs/${undone.body.data.runId}/undo`);
  expect(again).toMatchObject({ status: 200, body: { data: { events: { madeAgain: 2 }, undone: { kind: 'undo' } } } });
  expect((await world.post('/api/runs/0123456789/undo')).status).toBe(404);
  expect((await world.post(path, { everything: true })).status).toBe(400);
  expect((await world.post(path, { maxDeletes: '101%' })).status).toBe(400);
});

test('refuses to remove more than a quarter, by the same guard as the command', async () => {
  await world.post('/api/customer-import/import-csv?createBookings=false', customersCsv(20), {
    'content-type': 'text/csv',
  });
  const path = `/api/runs/${await lastRun()}/undo`;
  const refused = await world.post(path);
  expect(refused).toMatchObject({ body: { success: false, error: 'too-many-removals' } });
  expect(await world.sql`select 1 from customers`).toHaveLength(20);
  expect(await world.post(path, { maxDeletes: 20 })).toMatchObject({ body: { data: { customers: { removed: 20 } } } });
  expect(await world.sql`select 1 from customers`).toHaveLength(0);
});
