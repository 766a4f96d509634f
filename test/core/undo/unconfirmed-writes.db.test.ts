import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SyncPorts } from '../../../src/core/calendar/model/sync-store.js';
import { createSyncStore } from '../../../src/db/sync/sync-store.js';
import { personAtGoogle } from '../../helpers/person-at-google.js';
import { openSyncWorld, type SyncWorld } from '../../helpers/sync-world.js';
import { lastRun, undo } from '../../helpers/undo-world.js';

describe.each(['embedded', 'server'] as const)('an undo right after a killed sync (%s)', (kind) => {
  let world: SyncWorld;
  const { at, book, later } = personAtGoogle(() => world);
  beforeEach(async () => {
    world = await openSyncWorld(kind);
    for (const [n, id] of ['b1', 'b2'].entries())
      await world.addBooking({ id, serviceType: 'Vask', start: at(2 + n), end: at(2 + n, 11) });
    await world.sync();
    later();
  });
  afterEach(() => world.close());

  /** The process ends after Google did what it was asked, and before anything of it is stored. */
  const killedAfter = (): Partial<SyncPorts> => ({
    storeFor: (lease) => ({
      ...createSyncStore(world.database, lease),
      commit: () => Promise.reject(new Error('killed')),
    }),
  });
  const events = async () =>
    (await world.events()).map(({ id, summary, start }) => [id, summary, start?.dateTime]).sort();

  const pastChanges: Record<string, () => Promise<unknown>> = {
    create: () => book('b3', 5),
    change: () => world.editBooking('b1', { serviceType: 'Hovedrengøring' }),
    deletion: () => world.editBooking('b2', { status: 'cancelled' }),
  };

  test.each(Object.keys(pastChanges))(
    'is refused after a %s that no journal tells of, until a sync has run',
    async (name) => {
      const before = await events();
      await pastChanges[name]?.();
      later();
      await expect(world.syncOutcome({}, killedAfter())).rejects.toThrow('killed');
      const runId = await lastRun(world.database);
      later();
      const written = await events();
      expect(written).not.toEqual(before);
      const refusal = { code: 'sync-first', exitCode: 3 };
      await expect(undo(world, runId, { dryRun: true })).rejects.toMatchObject(refusal);
      await expect(undo(world, runId)).rejects.toMatchObject(refusal);
      expect(await events()).toEqual(written);
      await world.sync();
      later();
      expect(await undo(world, runId)).toMatchObject({ kept: [], errors: [] });
      expect(await events()).toEqual(before);
      later();
      expect((await world.sync()).changes).toEqual([]);
    },
  );

  test('keeps an event that a person edited before the killed sync was heard of', async () => {
    await pastChanges.create?.();
    later();
    await expect(world.syncOutcome({}, killedAfter())).rejects.toThrow('killed');
    const runId = await lastRun(world.database);
    const eventId =
      (await world.events()).find(({ start }) => start?.dateTime?.startsWith(at(5).slice(0, 10)))?.id ?? '';
    await world.google.events.patch({ calendarId: 'primary', eventId, requestBody: { location: 'Nyvej 1' } });
    later();
    await world.sync();
    later();
    expect(await undo(world, runId)).toMatchObject({ changes: [], kept: [{ id: eventId, reason: 'changed-since' }] });
    expect(await world.events()).toContainEqual(expect.objectContaining({ id: eventId, location: 'Nyvej 1' }));
    later();
    expect((await world.sync()).changes).toEqual([]);
  });

  test('continues where the killed sync had written nothing', async () => {
    await pastChanges.change?.();
    later();
    const ports = world.ports();
    const killed = { ...ports.calendar, update: () => Promise.reject(new Error('killed')) };
    await expect(world.syncOutcome({}, { calendar: killed })).rejects.toThrow('killed');
    later();
    expect(await undo(world, await lastRun(world.database))).toMatchObject({ changes: [], kept: [], errors: [] });
  });
});
