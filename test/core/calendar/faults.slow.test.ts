import { expect, test } from 'vitest';
import { inParallel } from '../../../src/core/calendar/model/in-parallel.js';
import { RenosSyncError } from '../../../src/core/errors.js';
import type { Fault, SandboxRequest } from '../../../src/sandbox/start-sandbox.js';
import { type CanonicalRun, contentsOf, prepareCanonicalRows } from '../../helpers/canonical-run.js';
import { sampleOf } from '../../helpers/sample.js';
import { differences, readSides } from '../../helpers/sync-sides.js';
import type { SyncWorld } from '../../helpers/sync-world.js';

const hour = 3_600_000;
const isOurs = ({ visibility }: { visibility?: string | null }) => visibility !== 'private';

interface Trial {
  readonly name: string;
  readonly fault: Fault;
  /** Which requests of the run it is for; all unless said. */
  readonly fits?: (request: SandboxRequest) => boolean;
  /** How the run may end: 0 = as if nothing had happened, 4 = one item is reported as failed, 5 = stopped in order, 3 = refused. */
  readonly ends: readonly number[];
}

const asksForId = ({ operation }: SandboxRequest) => operation === 'calendars.get';
const isListing = ({ operation }: SandboxRequest) => operation === 'events.list';
const isWrite = ({ method }: SandboxRequest) => method !== 'GET';
const isInsert = ({ operation }: SandboxRequest) => operation === 'events.insert';
const isPatch = ({ operation }: SandboxRequest) => operation === 'events.patch';
const isDelete = ({ operation }: SandboxRequest) => operation === 'events.delete';
const isChange = ({ operation }: SandboxRequest) => operation === 'events.patch' || operation === 'events.delete';
/** Long enough that no number of attempts gets past it. */
const forever = { times: 0 };

const trials: readonly Trial[] = [
  { name: 'dropped', fault: { kind: 'drop' }, ends: [0] },
  { name: 'dropped for good', fault: { kind: 'drop', ...forever }, ends: [5] },
  { name: 'done, then dropped', fault: { kind: 'commit-then-drop' }, ends: [0] },
  { name: 'done, then dropped for good', fault: { kind: 'commit-then-drop', ...forever }, ends: [4, 5] },
  { name: '503', fault: { kind: 'status', status: 503 }, ends: [0] },
  { name: '503 for good', fault: { kind: 'status', status: 503, ...forever }, ends: [5] },
  { name: 'done, then 500', fault: { kind: 'commit-then-status', status: 500 }, ends: [0] },
  { name: 'done, then 502 for good', fault: { kind: 'commit-then-status', status: 502, ...forever }, ends: [4, 5] },
  { name: 'slow', fault: { kind: 'slow', delayMs: 50 }, ends: [0] },
  { name: '401', fault: { kind: 'status', status: 401 }, ends: [0] },
  { name: '401 for good', fault: { kind: 'status', status: 401, ...forever }, ends: [5] },
  ...['rateLimitExceeded', 'userRateLimitExceeded'].map((reason) => ({
    name: `403 ${reason}`,
    fault: { kind: 'status', status: 403, reason } as const,
    ends: [0],
  })),
  ...['quotaExceeded', 'dailyLimitExceeded', 'variableTermLimitExceeded', 'insufficientPermissions'].map((reason) => ({
    name: `403 ${reason}`,
    fault: { kind: 'status', status: 403, reason, ...forever } as const,
    ends: [5],
  })),
  {
    name: '403 forbidden',
    fault: { kind: 'status', status: 403, reason: 'forbidden' },
    fits: (request) => !asksForId(request),
    ends: [4, 5],
  },
  // An account that may not ask for a calendar's id is known by its own address instead.
  {
    name: '403 forbidden, for the id of a calendar',
    fault: { kind: 'status', status: 403, reason: 'forbidden' },
    fits: asksForId,
    ends: [0],
  },
  {
    name: '403 forbiddenForNonOrganizer',
    fault: { kind: 'status', status: 403, reason: 'forbiddenForNonOrganizer' },
    fits: isChange,
    ends: [4],
  },
  { name: '400 invalid', fault: { kind: 'status', status: 400, reason: 'invalid' }, fits: isWrite, ends: [4] },
  { name: '429', fault: { kind: 'status', status: 429 }, ends: [0] },
  { name: '429 with Retry-After', fault: { kind: 'status', status: 429, retryAfter: 7 }, ends: [0] },
  { name: '409 on insert', fault: { kind: 'status', status: 409 }, fits: isInsert, ends: [0] },
  { name: '409 done, on insert', fault: { kind: 'commit-then-status', status: 409 }, fits: isInsert, ends: [0] },
  { name: '412', fault: { kind: 'status', status: 412 }, fits: isChange, ends: [0] },
  {
    name: 'a rival edit',
    fault: { kind: 'rival-edit', patch: { colorId: '7' } },
    fits: isChange,
    ends: [0],
  },
  { name: '404 of one event', fault: { kind: 'status', status: 404 }, fits: isPatch, ends: [0] },
  { name: '404 of a deleted event', fault: { kind: 'commit-then-status', status: 404 }, fits: isDelete, ends: [0] },
  { name: '410 of a deleted event', fault: { kind: 'commit-then-status', status: 410 }, fits: isDelete, ends: [0] },
  { name: 'the calendar gone', fault: { kind: 'status', status: 404, ...forever }, ends: [5] },
  { name: '410 of one event', fault: { kind: 'status', status: 410 }, fits: isPatch, ends: [0] },
  {
    name: '410 of the token',
    fault: { kind: 'status', status: 410, reason: 'fullSyncRequired' },
    fits: isListing,
    ends: [0, 5],
  },
  {
    name: '410 again and again',
    fault: { kind: 'status', status: 410, reason: 'fullSyncRequired', ...forever },
    fits: isListing,
    ends: [5],
  },
  { name: 'the token forgotten', fault: { kind: 'expire-token' }, fits: isListing, ends: [0] },
  { name: 'a token that never comes', fault: { kind: 'no-sync-token' }, fits: isListing, ends: [0, 5] },
  { name: 'an empty page', fault: { kind: 'empty-page' }, fits: isListing, ends: [0] },
  { name: 'an item twice', fault: { kind: 'repeat-item' }, fits: isListing, ends: [0] },
  { name: 'an item moved between pages', fault: { kind: 'move-item' }, fits: isListing, ends: [0] },
  { name: 'exceptions before their series', fault: { kind: 'reverse-items' }, fits: isListing, ends: [0] },
  {
    name: 'writes that listings do not show yet',
    fault: { kind: 'delay-listing', delayMs: hour },
    fits: isWrite,
    ends: [0],
  },
  { name: 'half a document', fault: { kind: 'truncated-json' }, ends: [0] },
  // Which request comes last is chance, and a deletion's reply has no document to halve.
  { name: 'half a document for good', fault: { kind: 'truncated-json', ...forever }, ends: [0, 4, 5] },
  { name: "a proxy's page", fault: { kind: 'html' }, ends: [0] },
  { name: "a proxy's 404", fault: { kind: 'html', status: 404 }, ends: [0] },
  { name: 'a clock hours ahead', fault: { kind: 'clock-skew', skewMs: 5 * hour }, ends: [0] },
  { name: 'a clock hours behind', fault: { kind: 'clock-skew', skewMs: -5 * hour }, ends: [0] },
  { name: 'tombstones expired', fault: { kind: 'expire-tombstones' }, ends: [0] },
];

/** How a run ended, as its exit code; an error that no one can act on is our bug. */
async function endOf(world: SyncWorld): Promise<number> {
  try {
    const { result, stopped } = await world.syncOutcome();
    if (stopped !== null) throw stopped;
    return result.success ? 0 : 4;
  } catch (error) {
    return error instanceof RenosSyncError ? error.exitCode : 1;
  }
}

async function baseline(
  canonical: CanonicalRun,
): Promise<{ requests: readonly SandboxRequest[]; expected: ReturnType<typeof contentsOf> }> {
  const { world, close } = await canonical.open();
  expect(await endOf(world)).toBe(0);
  const requests = [...world.sandbox.requests];
  const expected = contentsOf(await readSides(world, isOurs));
  await close();
  return { requests, expected };
}

test.each([
  ['server', { width: 3, each: 1 }],
  // What Google answers meets the same code on either database: each fault at some requests.
  ['embedded', { width: 1, each: 5 }],
] as const)(
  'on the %s database, every fault at requests of the canonical run: it is borne, or the run stops in order and the next one makes it good',
  { timeout: 900_000 },
  async (kind, { width, each }) => {
    const canonical = await prepareCanonicalRows(kind, width);
    const { requests, expected } = await baseline(canonical);
    const cases = trials.flatMap((trial, start) => {
      const places = requests.flatMap((request, index) => (trial.fits?.(request) === false ? [] : [index + 1]));
      return sampleOf(places, each, start).map((n) => ({ trial, n }));
    });
    expect(new Set(cases.map(({ trial }) => trial.name)).size).toBe(trials.length);
    const failed: string[] = [];
    await inParallel(cases, { width, stop: () => false }, async ({ trial, n }) => {
      const { world, close } = await canonical.open();
      try {
        world.sandbox.addFault({ ...trial.fault, match: matchOf(trial, requests.slice(0, n)) });
        expect(trial.ends, 'exit code').toContain(await endOf(world));
        await expectMadeGood(world, expected);
      } catch (error) {
        const place = `${trial.name}, at request ${n} (${requests[n - 1]?.operation})`;
        failed.push(`${place}: ${error instanceof Error ? error.message : error}`);
      } finally {
        await close();
      }
    });
    await canonical.close();
    process.stdout.write(
      `${cases.length} faults on the ${kind} database (${trials.length} kinds at ${requests.length} requests), ${cases.length - failed.length} borne\n`,
    );
    expect(failed).toEqual([]);
  },
);

/** The last of these requests. Writes go out together, in whatever order: one alone is named by its kind. */
function matchOf({ fault }: Trial, requests: readonly SandboxRequest[]): NonNullable<Fault['match']> {
  const operation = requests.at(-1)?.operation ?? '';
  if (fault.times === 0) return { n: requests.length };
  return { operation, n: requests.filter((request) => request.operation === operation).length };
}

/** One more run brings both sides to what they would be without a fault; nothing foreign is touched, and no mail is sent. */
async function expectMadeGood(world: SyncWorld, expected: ReturnType<typeof contentsOf>): Promise<void> {
  world.sandbox.clearFaults();
  world.now = new Date(world.now.getTime() + 2 * hour);
  await world.sync({ retryFailed: true });
  const sides = await readSides(world, isOurs);
  expect(differences(sides)).toEqual([]);
  expect(contentsOf(sides)).toEqual(expected);
  expect(world.sandbox.mails).toEqual([]);
  const foreign = world.sandbox.requests.filter(({ eventId, method }) => eventId === 'foreign1' && method !== 'GET');
  expect(foreign).toEqual([]);
  expect(await world.sync()).toMatchObject({ requests: 1, changes: [], conflicts: [], errors: [] });
}
