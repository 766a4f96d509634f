import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, vi } from 'vitest';
import { contentsOf, sessionsGone } from './canonical-run.js';
import { type KillPoint, proxyHttp, proxyPostgres, type StatementFilter } from './killing-proxies.js';
import { differences, readSides } from './sync-sides.js';
import type { SyncWorld } from './sync-world.js';

const program = fileURLToPath(new URL('../../bin/run.js', import.meta.url));

export const everyStatement: StatementFilter = () => () => true;

/** Where each transaction ends: COMMIT, or a writing statement that is one by itself. Renewals of the lease come by the clock. */
export const transactionEnds: StatementFilter = () => {
  let isWithin = false;
  return (text) => {
    if (/^\s*begin/i.test(text)) isWithin = true;
    const isCommit = /^\s*commit/i.test(text);
    if (isCommit) isWithin = false;
    const isRenewal = /^update renos_sync\.leases set expires_at = now\(\) \+/.test(text);
    return isCommit || (!isWithin && !isRenewal && /^\s*(insert|update|delete|with)/i.test(text));
  };
};

export interface Struck {
  readonly requests: readonly string[];
  readonly statements: readonly string[];
  readonly exitCode: number | null;
}

/** Starts the program with these words. */
export function startProgram(words: readonly string[], databaseUrl: string, googlePort: number): ChildProcess {
  return spawn(process.execPath, [program, ...words], {
    env: {
      PATH: process.env.PATH ?? '',
      DATABASE_URL: databaseUrl,
      GOOGLE_CALENDAR_API_URL: `http://127.0.0.1:${googlePort}/`,
    },
    stdio: 'ignore',
  });
}

export interface Striking {
  readonly words: readonly string[];
  readonly google?: KillPoint;
  readonly database?: KillPoint;
  readonly filter?: StatementFilter;
  /** For a program that does not end by itself: it is sent SIGTERM when this is true. */
  readonly until?: () => Promise<boolean>;
}

/** Where to strike: before and after each request and each statement of a run that was left alone. */
export function killPoints({ requests, statements }: Pick<Struck, 'requests' | 'statements'>) {
  const both = (_: string, at: number) => [
    { n: at + 1, when: 'before' } as const,
    { n: at + 1, when: 'after' } as const,
  ];
  return [
    ...requests.flatMap(both).map((google) => ({ google })),
    ...statements.flatMap(both).map((database) => ({ database })),
  ];
}

/** Runs the program against a world through both proxies, and kills it at the point, if one is given. */
export async function runUntil(
  world: SyncWorld,
  databaseUrl: string,
  { words, filter = transactionEnds, until, ...point }: Striking,
): Promise<Struck> {
  let child: ChildProcess | null = null;
  const strike = () => void child?.kill('SIGKILL');
  const address = new URL(databaseUrl);
  const google = await proxyHttp({ port: world.sandbox.port, point: point.google ?? null, strike });
  const database = await proxyPostgres({ port: Number(address.port), point: point.database ?? null, strike, filter });
  address.port = String(database.port);
  child = startProgram(words, address.href, google.port);
  const closed = once(child, 'close') as Promise<[number | null]>;
  if (until !== undefined) await endWhen(child, until);
  const [exitCode] = await closed;
  const struck = { requests: google.asked, statements: database.asked, exitCode };
  await Promise.all([google.close(), database.close()]);
  await sessionsGone(databaseUrl);
  return struck;
}

async function endWhen(child: ChildProcess, until: () => Promise<boolean>): Promise<void> {
  const isOver = () => child.exitCode !== null || child.signalCode !== null;
  await vi.waitFor(async () => expect(isOver() || (await until())).toBe(true), { timeout: 60_000, interval: 50 });
  child.kill('SIGTERM');
}

/** Events that the sync may not touch. */
export const isOurs = ({ visibility }: { visibility?: string | null }) => visibility !== 'private';

/** Both sides are equal and as they should be, one event a booking; nothing is mailed, and the next run is silent. */
export async function expectRecovered(world: SyncWorld, expected: ReturnType<typeof contentsOf>): Promise<void> {
  const sides = await readSides(world, isOurs);
  expect(differences(sides)).toEqual([]);
  expect(contentsOf(sides)).toEqual(expected);
  expect(world.sandbox.mails).toEqual([]);
  expect(world.sandbox.requests.filter(({ eventId, method }) => eventId === 'foreign1' && method !== 'GET')).toEqual(
    [],
  );
  expect(await world.sync()).toMatchObject({ requests: 1, changes: [], conflicts: [], errors: [] });
}
