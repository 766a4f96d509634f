import fc from 'fast-check';
import type { ConflictPolicy, SyncDirection } from '../../../src/core/calendar/model/sync-rules.js';
import { defaultTitleTemplate } from '../../../src/core/calendar/model/title.js';
import type { SyncOptions } from '../../../src/core/options/sync-options.js';
import type { Fault } from '../../../src/sandbox/start-sandbox.js';
import { otherTemplate, readEvents } from '../sync-sides.js';
import type { SyncWorld } from '../sync-world.js';
import { eventActs } from './event-acts.js';
import { rowActs } from './row-acts.js';
import { type Act, type Choices, isWalks, type Scene } from './scene.js';
import { seriesActs } from './series-acts.js';

const acts = { ...rowActs, ...eventActs, ...seriesActs };
type Deed = keyof typeof acts;
const deeds = Object.keys(acts) as Deed[];

/** One thing that happens in a walk; `pick` chooses among what is there. */
export type WalkStep = { readonly do: 'run'; readonly run: WalkRun } | ActStep;

export interface ActStep extends Choices {
  readonly do: Deed;
}

export interface WalkRun {
  readonly direction: SyncDirection;
  /** null: a plain run, as a schedule makes it. */
  readonly policy: ConflictPolicy | null;
  readonly titleTemplate: string;
  readonly maxEvents: number | null;
  readonly force: boolean;
  readonly fault: Fault | null;
  /** What a person answers if a backup was restored before. */
  readonly restored: SyncOptions['restored'];
  /** After how many stores it is killed, with all that it wrote to Google in place; null: not at all. */
  readonly killed?: number | null;
}

const weights: Partial<Record<Deed, number>> = {
  book: 4,
  'edit-booking': 6,
  'move-booking': 3,
  'make-event': 4,
  'edit-event': 6,
  'move-event': 3,
  'make-series': 2,
  // Rare is what it needs: a customer, and a run before and after it.
  'edit-given-event': 4,
};

const faults: readonly Fault[] = [
  { kind: 'drop' },
  { kind: 'commit-then-drop' },
  { kind: 'status', status: 503, times: 2 },
  { kind: 'status', status: 503, times: 0 },
  { kind: 'commit-then-status', status: 500 },
  { kind: 'commit-then-status', status: 502, times: 0 },
  { kind: 'status', status: 429, retryAfter: 2 },
  { kind: 'status', status: 403, reason: 'rateLimitExceeded' },
  { kind: 'status', status: 403, reason: 'quotaExceeded', times: 0 },
  { kind: 'status', status: 401 },
  { kind: 'status', status: 412, match: { method: 'PATCH' } },
  { kind: 'status', status: 409, match: { operation: 'events.insert' } },
  { kind: 'truncated-json' },
  { kind: 'html' },
  { kind: 'empty-page' },
  { kind: 'repeat-item' },
  { kind: 'reverse-items' },
  { kind: 'no-sync-token' },
  { kind: 'expire-token' },
  { kind: 'expire-tombstones' },
  { kind: 'rival-edit', match: { method: 'PATCH' } },
  { kind: 'rival-edit', match: { method: 'DELETE' } },
];

const faultArbitrary = fc
  .tuple(fc.constantFrom(...faults), fc.integer({ min: 1, max: 6 }), fc.nat(1_000))
  .map(([fault, n, word]) => ({
    ...fault,
    match: { ...fault.match, n },
    ...(fault.kind === 'rival-edit' ? { patch: { location: `Rivalvej ${word}` } } : {}),
  }));

const runArbitrary: fc.Arbitrary<WalkRun> = fc.record({
  direction: fc.constantFrom('bidirectional', 'bidirectional', 'bidirectional', 'google-to-db', 'db-to-google'),
  policy: fc.constantFrom(null, null, 'newest', 'google', 'database', 'hold'),
  titleTemplate: fc.constantFrom(defaultTitleTemplate, defaultTitleTemplate, otherTemplate),
  maxEvents: fc.constantFrom(null, null, null, 1, 3),
  force: fc.constantFrom(false, false, false, false, true),
  fault: fc.option(faultArbitrary, { freq: 2, nil: null }),
  restored: fc.constantFrom(null, null, 'keep-calendar', 'keep-database'),
  killed: fc.constantFrom(null, null, null, null, null, null, 0, 0, 1),
});

/** Steps of a walk: people's edits on both sides, interleaved with runs. */
export const stepArbitrary: fc.Arbitrary<WalkStep> = fc.oneof(
  { weight: 3, arbitrary: runArbitrary.map((run): WalkStep => ({ do: 'run', run })) },
  {
    weight: 7,
    arbitrary: fc.record({
      do: fc.constantFrom(...deeds.flatMap((deed) => Array<Deed>(weights[deed] ?? 1).fill(deed))),
      pick: fc.nat(1_000),
      field: fc.nat(2),
      size: fc.integer({ min: 1, max: 40 }),
      stamp: fc.boolean(),
    }),
  },
);

/** Carries out what a person does on one side. */
export async function carryOut(
  world: SyncWorld,
  step: ActStep,
  n: number,
  renamed: Scene['renamed'] = () => {},
): Promise<void> {
  const pickOf = <Item>(items: readonly Item[]) => items[step.pick % Math.max(1, items.length)] ?? null;
  const act: Act = acts[step.do];
  await act({
    world,
    step,
    n,
    renamed,
    event: async (fits = () => true) => pickOf((await readEvents(world)).filter(isWalks).filter(fits)),
    booking: async (where = "status <> 'cancelled'") => {
      const rows = await world.database.orm.execute(`select id from bookings where ${where} order by "startTime", id`);
      return pickOf(rows as unknown as { id: string }[])?.id ?? null;
    },
  });
}

/** All that was taken from the program for a while is given back: it sees every event, and none is private but foreign ones. */
export async function showAll({ sandbox, google }: SyncWorld): Promise<void> {
  sandbox.setRole('renos-sync', null);
  const { data } = await google.events.list({ calendarId: 'primary', maxResults: 2500 });
  for (const event of (data.items ?? []).filter(isWalks)) {
    if (event.visibility !== 'private' || !event.id || event.status === 'cancelled') continue;
    await google.events.patch({ calendarId: 'primary', eventId: event.id, requestBody: { visibility: 'default' } });
  }
}
