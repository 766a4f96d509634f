import { afterEach, beforeEach, expect, test } from 'vitest';
import { addBookings, customersCsv, openServerWorld, type ServerWorld } from './open-server.js';

let world: ServerWorld;
beforeEach(async () => {
  world = await openServerWorld();
});
afterEach(() => world.close());

const csv = { 'content-type': 'text/csv' };
const events = async () => (await world.google.events.list({ calendarId: 'primary' })).data.items ?? [];
const rows = async () => [
  await world.sql`select * from customers order by id`,
  await world.sql`select * from bookings order by id`,
];
const lastRun = async () =>
  (await world.sql`select id from renos_sync.runs order by seq desc limit 1`)[0]?.id as string;

/** A plan of two bookings that have no events; `edit` changes the database's copy of it. */
async function planned(edit: (document: Document) => unknown = (document) => document): Promise<string> {
  const { id } = (await world.post('/api/plans')).body.data as { id: string };
  const [row] = await world.sql`select document from renos_sync.plans where id = ${id}`;
  const edited = edit(structuredClone(row?.document as Document));
  await world.sql`update renos_sync.plans set document = ${world.sql.json(edited as never)} where id = ${id}`;
  return `/api/plans/${id}/apply`;
}
interface Document {
  items: Record<string, unknown>[];
  madeFrom: { database: object; options: object };
}

const wrongIds = [
  '0123456789',
  'c0',
  '..',
  '%2e%2e',
  'x'.repeat(200),
  "'; drop table bookings; --",
  '%00',
  'Å',
  '*',
  '_',
];

test('a run or plan that there is not is 404, and nothing is written', async () => {
  await addBookings(world.sql, 1);
  await world.post('/api/calendar-sync/sync');
  const before = [await rows(), (await events()).length];
  for (const id of wrongIds) {
    const encoded = id.startsWith('%') ? id : encodeURIComponent(id);
    for (const path of [`/api/runs/${encoded}/undo`, `/api/plans/${encoded}/apply`])
      expect([path, (await world.post(path)).status]).toEqual([path, 404]);
  }
  expect([await rows(), (await events()).length]).toEqual(before);
});

const edited: Record<string, (document: Document) => unknown> = {
  'whose item names another booking': ({ items: [a, b], ...rest }) => ({
    ...rest,
    items: [
      { ...a, bookingId: 'nobody' },
      { ...b, bookingId: 'nobody' },
    ],
  }),
  'whose item names another event': ({ items, ...rest }) => ({
    ...rest,
    items: items.map((item) => ({ ...item, bookingId: null, eventId: 'renosnobody' })),
  }),
  'whose seals are those of the other item': ({ items: [a, b], ...rest }) => ({
    ...rest,
    items: [
      { ...a, seal: b?.seal },
      { ...b, seal: a?.seal },
    ],
  }),
  'whose seals were made up': ({ items, ...rest }) => ({
    ...rest,
    items: items.map((item) => ({ ...item, seal: '0'.repeat(32) })),
  }),
  'whose items are gone': (document) => ({ ...document, items: [] }),
};

test('an edited plan does nothing that was not approved', async () => {
  await addBookings(world.sql, 2);
  for (const [what, edit] of Object.entries(edited)) {
    const { body } = await world.post(await planned(edit));
    expect([what, body.data.runId, body.data.doneBefore]).toEqual([what, null, 0]);
  }
  expect(await events()).toEqual([]);
});

test('what is shown of a plan may be edited, and still nothing but what was sealed is written', async () => {
  await addBookings(world.sql, 2);
  const path = await planned(({ items, ...rest }) => ({
    ...rest,
    items: items.map((item) => ({
      ...item,
      changes: [
        { side: 'google', action: 'create', fields: { title: [null, 'Ond titel'], location: [null, 'Ond vej 1'] } },
      ],
    })),
  }));
  const applied = await world.post(path);
  expect(applied.status).toBe(200);
  expect(JSON.stringify(await events())).not.toMatch(/Ond/);
});

const unreadable: Record<string, (document: Document) => unknown> = {
  'without seals': ({ items, ...rest }) => ({ ...rest, items: items.map(({ seal: _, ...item }) => item) }),
  'without items': ({ items: _, ...rest }) => rest,
  'with items that are none': (document) => ({ ...document, items: ['b1', null, 7] }),
  'of another kind': (document) => ({ ...document, kind: 'move' }),
  'of a newer version': (document) => ({ ...document, version: 99 }),
  'with options that there are not': ({ madeFrom, ...rest }) => ({
    ...rest,
    madeFrom: { ...madeFrom, options: { maxDeletes: 'everything', calendarIds: 7 } },
  }),
  'that is a list': () => [],
  'that is a bare text': () => 'renos-sync plan',
  'that is a number': () => 7,
};

test('what is no plan is refused in words', async () => {
  await addBookings(world.sql, 2);
  for (const [what, edit] of Object.entries(unreadable)) {
    const { status, body } = await world.post(await planned(edit));
    expect([what, status, body.error]).toEqual([what, 400, expect.stringMatching(/^plan-/)]);
  }
  expect(await events()).toEqual([]);
});

test('a plan of another database is refused', async () => {
  await addBookings(world.sql, 2);
  const path = await planned(({ madeFrom, ...rest }) => ({
    ...rest,
    madeFrom: { ...madeFrom, database: { id: 'another', place: 'elsewhere' } },
  }));
  expect(await world.post(path)).toMatchObject({ status: 409, body: { error: 'plan-of-another-database' } });
  expect(await events()).toEqual([]);
});

test('a plan whose values were taken out is applied like any other', async () => {
  await addBookings(world.sql, 2);
  const path = await planned(({ items, ...rest }) => ({
    ...rest,
    redacted: true,
    items: items.map((item) => ({
      ...item,
      expects: { ...(item.expects as object), booking: null },
      changes: (item.changes as { fields: object }[]).map((change) => ({
        ...change,
        fields: Object.fromEntries(Object.keys(change.fields).map((field) => [field, [null, '…']])),
      })),
    })),
  }));
  expect(await world.post(path)).toMatchObject({ status: 200, body: { data: { sync: { google: { created: 2 } } } } });
  expect(JSON.stringify(await events())).not.toContain('…');
});

test('a plan that is applied four times at one moment is done once', async () => {
  await addBookings(world.sql, 2);
  const path = await planned();
  const answers = await Promise.all([1, 2, 3, 4].map(() => world.post(path)));
  const created = answers.map(({ body }) => body.data?.sync?.google.created ?? 0);
  expect(created.reduce((sum: number, one: number) => sum + one, 0)).toBe(2);
  for (const { status } of answers) expect([200, 409, 503]).toContain(status);
  expect(await events()).toHaveLength(2);
});

test('a run that is undone four times at one moment is undone once', async () => {
  await world.post('/api/customer-import/import-csv?createBookings=false', customersCsv(3), csv);
  const path = `/api/runs/${await lastRun()}/undo`;
  const answers = await Promise.all([1, 2, 3, 4].map(() => world.post(path, { maxDeletes: 10 })));
  const removed = answers.map(({ body }) => body.data?.customers?.removed ?? 0);
  expect(removed.reduce((sum: number, one: number) => sum + one, 0)).toBe(3);
  for (const { status } of answers) expect([200, 409, 503]).toContain(status);
  expect(await world.sql`select 1 from customers`).toHaveLength(0);
  expect(await world.sql`select 1 from renos_sync.runs where kind = 'undo'`).toHaveLength(1);
});

const bodies = [
  ...[
    { dryrun: true },
    { 'dry-run': true },
    { dryRun: 'yes' },
    { dryRun: 1 },
    { maxDeletes: -1 },
    { maxDeletes: 'all' },
  ],
  ...[{ notify: 'everybody' }, [], 'dryRun', 7],
];

test('a body with unknown names or values is refused, and nothing is undone or applied', async () => {
  await addBookings(world.sql, 2);
  const path = await planned();
  await world.post('/api/customer-import/import-csv?createBookings=false', customersCsv(3), csv);
  const undo = `/api/runs/${await lastRun()}/undo`;
  const before = await rows();
  for (const body of bodies)
    for (const each of [undo, path])
      expect([each, body, (await world.post(each, body)).status]).toEqual([each, body, 400]);
  expect([await rows(), await events()]).toEqual([before, []]);
});

test('a dry run of an undo and of an apply writes nothing, and is no run', async () => {
  await addBookings(world.sql, 2);
  const path = await planned();
  await world.post('/api/customer-import/import-csv?createBookings=false', customersCsv(3), csv);
  const [run, before] = [await lastRun(), await rows()];
  expect(await world.post(`/api/runs/${run}/undo`, { dryRun: true, maxDeletes: 10 })).toMatchObject({
    status: 200,
    body: { data: { dryRun: true, runId: null, customers: { removed: 3 } } },
  });
  expect(await world.post(path, { dryRun: true })).toMatchObject({ body: { data: { dryRun: true, runId: null } } });
  expect([await rows(), await events(), await lastRun()]).toEqual([before, [], run]);
});

test('without the token nothing is planned, applied, undone or shown', async () => {
  await addBookings(world.sql, 2);
  const path = await planned();
  const wrong = { authorization: 'Bearer wrong-token-0123456789' };
  for (const each of [path, '/api/plans', '/api/runs/0123456789/undo'])
    expect((await world.post(each, {}, wrong)).status).toBe(401);
  expect((await world.get(path.replace('/apply', ''), wrong)).status).toBe(401);
  expect(await events()).toEqual([]);
});
