import { afterEach, beforeEach, expect, test } from 'vitest';
import { addBookings, customersCsv, openServerWorld, type ServerWorld } from './open-server.js';

let world: ServerWorld;
beforeEach(async () => {
  world = await openServerWorld();
});
afterEach(() => world.close());

const csv = { 'content-type': 'text/csv' };

test('plans a sync, shows the plan, applies it by its id, and does nothing the second time', async () => {
  await addBookings(world.sql, 2);
  const made = await world.post('/api/plans');
  expect(made).toMatchObject({
    status: 200,
    body: { success: true, data: { kind: 'sync', counts: { google: { created: 2 } } } },
  });
  const { id } = made.body.data;
  // As `curl -X POST` sends it: no body, and no word of its type.
  const bare = await world.request('/api/plans', { method: 'POST' });
  expect(bare.status).toBe(200);
  expect(await world.get(`/api/plans/${id}`)).toMatchObject({ status: 200, body: { data: made.body.data } });
  await world.sql`insert into bookings (id, "startTime", "endTime", "updatedAt") values ('c1', now() + interval '9 hours', now() + interval '10 hours', now())`;
  const path = `/api/plans/${id}/apply`;
  expect(await world.post(path, { dryRun: true })).toMatchObject({ body: { data: { dryRun: true, runId: null } } });
  const applied = await world.post(path);
  expect(applied).toMatchObject({ status: 200, body: { data: { moved: [], sync: { google: { created: 2 } } } } });
  expect(await world.post(path)).toMatchObject({ status: 200, body: { data: { doneBefore: 2, runId: null } } });
  const undone = await world.post(`/api/runs/${applied.body.data.runId}/undo`);
  expect(undone).toMatchObject({ status: 200, body: { data: { events: { removed: 2 } } } });
});

test('plans the import of a file, and applies it when the same file is sent again', async () => {
  const made = await world.post('/api/plans?createBookings=false', customersCsv(3), csv);
  expect(made).toMatchObject({ status: 200, body: { data: { kind: 'import', counts: { customersCreated: 3 } } } });
  expect(await world.sql`select 1 from customers`).toHaveLength(0);
  const path = `/api/plans/${made.body.data.id}/apply`;
  expect(await world.post(path)).toMatchObject({ status: 400, body: { error: 'plan-file-unnamed' } });
  expect(await world.post(path, customersCsv(4), csv)).toMatchObject({ body: { error: 'plan-file-changed' } });
  expect(await world.post(path, customersCsv(3), csv)).toMatchObject({
    status: 200,
    body: { data: { import: { customersCreated: 3 } } },
  });
  expect(await world.sql`select 1 from customers`).toHaveLength(3);
});

test('changed items are reported as a partial success, refused with allOrNothing, and an unknown plan is 404', async () => {
  await addBookings(world.sql, 2);
  const { id } = (await world.post('/api/plans')).body.data;
  await world.sql`update bookings set address = 'Nygade 1' where id = (select min(id) from bookings)`;
  const path = `/api/plans/${id}/apply`;
  expect(await world.post(path, { allOrNothing: true })).toMatchObject({
    status: 409,
    body: { error: 'plan-moved-on' },
  });
  expect(await world.post(path)).toMatchObject({
    body: { success: false, data: { moved: [{ reason: 'changed-since' }] } },
  });
  expect((await world.post('/api/plans/c123/apply')).status).toBe(404);
  expect((await world.post('/api/plans', { everything: true })).status).toBe(400);
});
