import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openServerWorld, type ServerWorld } from './open-server.js';

let world: ServerWorld;
beforeAll(async () => {
  world = await openServerWorld({ limits: { writesPerMinute: 1_000_000 } });
});
afterAll(() => world.close());

const odd = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom(
    '',
    '0',
    '-1',
    '1e99',
    'primary',
    '\u0000',
    '\ud800',
    '__proto__',
    'DK',
    '2026-02-29',
    '99%',
    'name=email',
    ';',
    -0,
    2 ** 53,
  ),
);
/** Bodies that say what the schema knows, in ways that it does not. */
const bodyOf = (...names: string[]) =>
  fc.oneof(
    { weight: 4, arbitrary: fc.record(Object.fromEntries(names.map((name) => [name, odd])), { requiredKeys: [] }) },
    { weight: 1, arbitrary: fc.dictionary(fc.string(), odd) },
    { weight: 1, arbitrary: odd },
  );

const customer = fc.oneof(
  bodyOf('name', 'email', 'phone', 'address', 'tags', 'totalLeads', 'totalRevenue', 'lastContactAt', 'bookings'),
  fc.record({
    name: fc.string(),
    bookings: fc.array(bodyOf('startTime', 'endTime', 'serviceType', 'status', 'notes')),
  }),
);
const options = bodyOf(
  'validateData',
  'createBookings',
  'onDuplicate',
  'onProbable',
  'country',
  'timeZone',
  'dateOrder',
  'batchSize',
  'dryRun',
  'map',
  'mapping',
  'delimiter',
);

/** Nothing is to be written in the calendar: what a real sync makes of odd bookings is others' to show. */
const looking = (body: unknown) =>
  typeof body === 'object' && body !== null && !Array.isArray(body) ? { ...body, dryRun: true } : body;
const syncBody = bodyOf(
  ...['calendarId', 'maxEvents', 'maxDeletes', 'since', 'until', 'onConflict', 'syncDirection'],
  ...['renamedFrom', 'include', 'sendUpdates'],
);
const customersBody = fc.record(
  { customers: fc.array(customer, { maxLength: 5 }), options },
  { requiredKeys: ['customers'] },
);
const csvBody = fc.record({ csvData: fc.string({ unit: 'binary', maxLength: 200 }) });

test.each<[path: string, bodies: fc.Arbitrary<unknown>]>([
  ['/api/calendar-sync/sync', syncBody.map(looking)],
  ['/api/customer-import/import', customersBody],
  ['/api/customer-import/validate', fc.oneof(csvBody, bodyOf('customers', 'csvData', 'options'))],
])('whatever is sent to %s, it is understood or refused, and never a mistake of ours', async (path, bodies) => {
  await fc.assert(
    fc.asyncProperty(bodies, async (body) => {
      const { status, body: answer } = await world.post(path, JSON.stringify(body));
      expect([200, 400, 404, 409, 422, 502], JSON.stringify(answer)).toContain(status);
    }),
    { numRuns: 40 },
  );
});
