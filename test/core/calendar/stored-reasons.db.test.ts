import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { rowsOf } from '../../../src/db/client/database.js';
import { createStatusStore } from '../../../src/db/read/status-store.js';
import { findFailures } from '../../../src/db/sync/failures.js';
import { personAtGoogle } from '../../helpers/person-at-google.js';
import { openSyncWorld, type SyncWorld } from '../../helpers/sync-world.js';

describe.each(['server', 'embedded'] as const)('reasons in a database (%s)', (kind) => {
  let world: SyncWorld;
  const { at, book, later, patch, eventOf, expectSettled } = personAtGoogle(() => world);
  const one = async (query: string) => (await rowsOf<Record<string, unknown>>(world.database.orm, sql.raw(query)))[0];

  beforeEach(async () => {
    world = await openSyncWorld(kind);
    await book();
    await world.sync();
    later();
  });
  afterEach(() => world.close());

  async function disagree(): Promise<void> {
    await patch(await eventOf('b1'), { description: 'Der' });
    later();
    await world.editBooking('b1', { notes: 'Her' });
  }

  test('a conflict is stored by its code, and reported in English', async () => {
    await disagree();
    await world.sync({ policy: 'hold' });
    expect(await one('select reason from renos_sync.conflicts')).toEqual({ reason: 'policy-hold' });
    expect(await createStatusStore(world.database).findHeldConflicts()).toMatchObject([
      { code: 'policy-hold', reason: 'the policy says hold' },
    ]);
  });

  test.each([
    ['the policy says hold', 'policy-hold'],
    ['a reason that no version knows', null],
  ])('a conflict that an earlier version stored as "%s" has the code %s', async (reason, code) => {
    await disagree();
    await world.sync({ policy: 'hold' });
    await world.database.orm.execute(sql`update renos_sync.conflicts set reason = ${reason}`);
    const stored = createStatusStore(world.database);
    expect(await stored.findHeldConflicts()).toMatchObject([{ code, reason }]);
    await world.sync({ policy: 'google' });
    expect(await stored.findDecidedConflicts(5)).toContainEqual(expect.objectContaining({ code: 'policy-google' }));
    await expectSettled();
  });

  test('what an earlier version noted as overruled in a sentence is reported with its code', async () => {
    await disagree();
    world.sandbox.addFault({ kind: 'commit-then-status', status: 502, times: 0, match: { n: 2 } });
    expect(await world.syncOutcome({ policy: 'database' })).toMatchObject({ stopped: { exitCode: 5 } });
    world.sandbox.clearFaults();
    const noted = sql`jsonb_set(sent, '{conflict,reason}', '"the policy says database"')`;
    await world.database.orm.execute(sql`update renos_sync.links set sent = ${noted} where sent is not null`);
    later();
    expect(await world.sync({ policy: 'hold' })).toMatchObject({
      conflicts: [{ decision: 'database', code: 'policy-database', reason: 'the policy says database' }],
    });
    expect(await one('select reason from renos_sync.conflicts')).toEqual({ reason: 'policy-database' });
  });

  test('a failure is stored by its values, and reported in English; an earlier version stored the sentence', async () => {
    await world.editBooking('b1', { notes: 'Nyt' });
    world.sandbox.addFault({ kind: 'status', status: 400, reason: 'invalid', times: 0, match: { method: 'PATCH' } });
    const [error] = (await world.sync()).errors;
    expect(error).toMatchObject({
      code: 'google-refused-event',
      message: expect.stringMatching(/^Google refuses this/),
    });
    expect(await one('select reason from renos_sync.troubles')).toEqual({
      reason: JSON.stringify({ reason: 'invalid', location: null }),
    });
    const told = async () => (await findFailures(world.database.orm, null)).map(({ params }) => params);
    expect(await told()).toEqual([{ reason: 'invalid', location: null }]);
    await world.database.orm.execute(sql`update renos_sync.troubles set reason = 'Google refuses this event.'`);
    expect(await told()).toEqual([{ said: 'Google refuses this event.' }]);
    world.sandbox.clearFaults();
    await world.sync({ retryFailed: true });
    expect(await told()).toEqual([]);
  });

  test('a failure without values is stored by its code', async () => {
    await world.editBooking('b1', { startTime: at(2, 12).replace('Z', ''), endTime: at(2, 11).replace('Z', '') });
    expect((await world.sync()).errors).toMatchObject([
      { code: 'ends-before-start', message: 'The booking ends before it begins.' },
    ]);
    expect(await one('select code, reason from renos_sync.troubles')).toEqual({
      code: 'ends-before-start',
      reason: 'ends-before-start',
    });
    expect(await findFailures(world.database.orm, null)).toMatchObject([{ code: 'ends-before-start' }]);
  });
});
