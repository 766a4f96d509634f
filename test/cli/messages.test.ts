import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { loadConfig } from '../../src/config.js';
import { chooseConflicts, decide, readChoice, undecided } from '../../src/core/calendar/resolve-conflicts.js';
import { refuseDoubtfulReading, refuseMassRemoval } from '../../src/core/calendar/sync-guards.js';
import { defaultSyncOptions } from '../../src/core/calendar/sync-options.js';
import { mapHeaders, readMappingChoice } from '../../src/core/customers/map-headers.js';
import { surveyFile } from '../../src/core/customers/survey-file.js';
import { InterruptedError, RenosSyncError } from '../../src/core/errors.js';
import { showRun } from '../../src/core/runs/history.js';
import { databaseFailure, SqlState } from '../../src/db/database-failure.js';
import { createHistoryStore } from '../../src/db/history-store.js';
import { createLeases } from '../../src/db/leases.js';
import { requireSchema } from '../../src/db/migrate.js';
import { openEmbedded } from '../../src/db/open-embedded.js';
import { connect } from '../../src/db/open-server.js';
import { bytesOf, openBytes } from '../../src/files/byte-source.js';
import { delimiterOf } from '../../src/files/csv-dialect.js';
import { csvSource } from '../../src/files/csv-source.js';
import { cutObjects } from '../../src/files/cut-objects.js';
import { lockFolder } from '../../src/files/folder-lock.js';
import { inspectBytes, knownEncoding } from '../../src/files/inspect-bytes.js';
import { readMappingFile } from '../../src/files/mapping-file.js';
import { rejectsBeside } from '../../src/files/rejects-file.js';
import { writeWhole } from '../../src/files/write-whole.js';
import { checkOptions } from '../../src/google/check-options.js';
import { brokenListing } from '../../src/google/event-listing.js';
import { toError } from '../../src/google/google-error.js';
import type { FailureMeaning } from '../../src/google/google-failure.js';
import { renderFailure } from '../../src/reports/failure.js';
import { readDuration } from '../../src/sync-flags.js';
import { runCli } from '../helpers/cli.js';
import { openTestDatabase } from '../helpers/databases.js';

vi.setConfig({ testTimeout: 120_000 });

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'renos-sync-messages-'));
  await writeFile(join(folder, 'en-fil'), 'ikke en mappe');
  await writeFile(join(folder, 'mapping.json'), '{"Navn":"efternavn"}');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const sqlState = (code: string) => () => {
  throw databaseFailure(Object.assign(new Error('invented'), { code }));
};
const google =
  (meaning: FailureMeaning, reason = 'invented', write = false) =>
  () => {
    const failure = {
      origin: 'api' as const,
      status: 400,
      reasons: [reason],
      location: null,
      message: '',
      spokenByGoogle: true,
      retryAfterMs: null,
      meaning,
    };
    const call = { operation: 'events.list', concernsOneEvent: write, concernsExistingEvent: false };
    throw toError(failure, call, 'sync@project.iam.gserviceaccount.com');
  };
const held = {
  id: '3f9a1c',
  calendarId: 'primary',
  bookingId: 'b1',
  eventId: 'e1',
  fields: ['title'],
  reason: 'r',
  since: 's',
};
const never = new AbortController().signal;

/** A calendar as `refuseDoubtfulReading` sees it. */
const read = (canWrite: boolean) =>
  [
    {
      calendarId: 'primary',
      info: { canWrite, accessRole: 'reader' },
      full: true,
      events: new Map(),
      liveSeries: new Set(),
    },
  ] as unknown as Parameters<typeof refuseDoubtfulReading>[0];
/** Twenty pairs: of their events nothing is left, or of their bookings. */
const linked = (eventsLost: boolean) =>
  ({
    pairs: Array.from({ length: 20 }, (_, n) => ({
      link: {
        calendarId: 'primary',
        bookingId: `b${n}`,
        base: { booking: { removed: false }, event: { removed: !eventsLost } },
      },
      booking: eventsLost ? {} : null,
    })),
    absent: [],
    free: [],
  }) as unknown as Parameters<typeof refuseDoubtfulReading>[1];
const measure = { openLinks: new Map([['primary', 20]]), options: defaultSyncOptions };
const removals = Array.from({ length: 12 }, (_, n) => ({
  pair: { calendarId: 'primary', eventId: `e${n}`, link: { bookingId: `b${n}` } },
  google: { kind: 'delete' },
  database: null,
})) as unknown as Parameters<typeof refuseMassRemoval>[0];

async function withDatabase(
  work: (database: Awaited<ReturnType<typeof openTestDatabase>>) => Promise<unknown>,
): Promise<void> {
  const database = await openTestDatabase('server');
  try {
    await work(database);
  } finally {
    await database.close();
  }
}

async function* chunksOf(text: string): AsyncIterable<Buffer> {
  for (let from = 0; from < text.length; from += 65_536) yield Buffer.from(text.slice(from, from + 65_536));
}

const surveyOptions = {
  country: 'DK',
  timeZone: 'Europe/Copenhagen',
  choice: {},
  dateOrder: null,
} as unknown as Parameters<typeof surveyFile>[1];

/** Code → how it comes about, and what its message must say. */
const messages: readonly (readonly [code: string, provoke: () => unknown, says: RegExp])[] = [
  ['configuration', () => loadConfig({ PORT: 'x' }, folder), /PORT must be a whole number\. Example: PORT=3000/],
  ['env-file-unreadable', () => loadConfig({}, join(folder, 'en-fil')), /\.env file in this folder cannot be read/],
  ['usage', () => readDuration('max-age', 'snart'), /--max-age must be a number with a unit/],
  ['usage', () => undecided() && Promise.reject(undecided()), /no terminal to ask in/],
  ['usage', () => readChoice({ id: undefined, all: true, take: undefined, fields: ['titel'] }), /--field must be/],
  ['conflict-unknown', () => chooseConflicts([held], { id: 'zz', all: false }), /No held conflict has that id/],
  [
    'conflict-undecided',
    () => decide([held], { id: null, all: true, take: null, fields: {} }),
    /title of booking b1 is not decided/,
  ],
  [
    'run-unknown',
    () => withDatabase((database) => showRun(createHistoryStore(database), 'zz', 1)),
    /No run has that id/,
  ],
  [
    'calendar-read-only',
    () => refuseDoubtfulReading(read(false), { pairs: [], absent: [], free: [] }, measure),
    /may only be read \(role reader\)/,
  ],
  [
    'calendar-empty',
    () => refuseDoubtfulReading(read(true), linked(true), measure),
    /suddenly empty, while 20 of its events/,
  ],
  ['bookings-gone', () => refuseDoubtfulReading(read(true), linked(false), measure), /The rows of all 20 bookings/],
  ['too-many-removals', () => refuseMassRemoval(removals, measure), /12 of 20 linked pairs/],
  ['interrupted', () => Promise.reject(new InterruptedError('SIGINT')), /what was done is kept/],
  ['mapping-wrong', () => readMappingChoice(['Navn']), /HEADER=TARGET/],
  ['mapping-column-missing', () => mapHeaders(['Navn'], { Kunde: 'name' }), /no column "Kunde"\. It has: /],
  ['mapping-file', () => readMappingFile(join(folder, 'mapping.json')), /wrong targets for "Navn"/],
  [
    'no-header',
    () => surveyFile(csvSource(bytesOf(Buffer.from('rød;2\nblå;3\n'))), surveyOptions),
    /No row with known column names/,
  ],
  [
    'no-name-column',
    () => surveyFile(csvSource(bytesOf(Buffer.from('E-mail;Telefon\njens@example.dk;20304050\n'))), surveyOptions),
    /name/,
  ],
  ['file-unreadable', () => openBytes(join(folder, 'findes-ikke.csv')), /findes-ikke\.csv/],
  ['file-empty', () => inspectBytes(bytesOf(Buffer.from('')), null), /is empty/],
  [
    'not-text',
    () => inspectBytes(bytesOf(Buffer.from('PK\u0003\u0004'.padEnd(64, '\0'))), null),
    /is .*not CSV or JSON/,
  ],
  ['encoding-unknown', () => knownEncoding('klingon'), /encoding is not known/],
  ['delimiter-unknown', () => delimiterOf('??'), /one character/],
  [
    'json-incomplete',
    () => drain(cutObjects(chunksOf('[{"name":"Åse"'))),
    /ends in the middle of what begins on line 1/,
  ],
  [
    'json-record-too-long',
    () => drain(cutObjects(chunksOf(`[{"name":"${'x'.repeat(9_000_000)}"}]`))),
    /longer than 8 MB/,
  ],
  ['rejects-unwritable', () => writeReject(join(folder, 'en-fil', 'kunder.csv')), /cannot be written/],
  ['file-unwritable', () => writeWhole(join(folder, 'en-fil'), texts(), false), /exists already/],
  [
    'google-credentials-malformed',
    () => checkOptions({ apiUrl: null, credentials: null }),
    /GOOGLE_CLIENT_EMAIL and GOOGLE_PRIVATE_KEY are missing/,
  ],
  [
    'google-listing-broken',
    () => Promise.reject(brokenListing('it broke off twice')),
    /cannot be trusted: it broke off twice/,
  ],
  [
    'google-refused-event',
    google('invalid' as FailureMeaning, 'timeRangeEmpty', true),
    /refuses this event: timeRangeEmpty/,
  ],
  [
    'google-denied',
    google('denied', 'forbidden'),
    /Google denies access to the calendar \(events\.list: 400 forbidden\)/,
  ],
  ['calendar-not-found', google('not-found'), /knows no such calendar, or this account may not see it/],
  ['google-busy', google('rate-limited'), /asks us to slow down/],
  ['google-quota-exceeded', google('quota-exceeded'), /usage limit is reached/],
  ['google-trouble', google('server-trouble'), /has trouble/],
  ['google-unreachable', google('no-answer'), /does not answer/],
  ['google-unreachable', google('not-sent'), /cannot be reached/],
  ['google-unreadable', google('unreadable'), /not one of Google Calendar/],
  ['google-credentials-rejected', google('credentials-refused'), /rejects the service account/],
  ['google-credentials-rejected', google('token-rejected'), /rejects a fresh access token/],
  ['google-request-refused', google('invalid' as FailureMeaning), /refuses the request/],
  ['database-address', () => connect('postgres://%zz@host/db', 1), /cannot be read as an address/],
  ['database-denied', sqlState(SqlState.invalidPassword), /refused the user or password/],
  ['database-denied', sqlState('SASL_SIGNATURE_MISMATCH'), /could not prove/],
  ['database-unknown', sqlState(SqlState.invalidCatalogName), /does not exist on that server/],
  ['database-forbidden', sqlState(SqlState.insufficientPrivilege), /may not do this/],
  ['schema-missing', sqlState(SqlState.undefinedTable), /is not in the database/],
  ['schema-newer', () => withDatabase(fromTheFuture), /migrated by a newer renos-sync/],
  ['database-read-only', sqlState(SqlState.readOnlyTransaction), /takes no writes/],
  ['database-full', sqlState(SqlState.diskFull), /disk of the database is full/],
  ['database-unreachable', sqlState('ECONNREFUSED'), /cannot be reached \(ECONNREFUSED\)/],
  ['database-busy', sqlState(SqlState.objectNotInPrerequisiteState), /busy or going down \(SQLSTATE 55000\)/],
  ['database-busy', sqlState(SqlState.deadlockDetected), /busy or going down \(SQLSTATE 40P01\)/],
  ['embedded-database', () => openEmbedded(join(folder, 'en-fil'), { release: async () => {} }), /could not be opened/],
  ['folder-in-use', lockTwice, /Another renos-sync \(first, process \d+\) is using/],
  ['busy', () => withDatabase(leaseTwice), /Another sync is at work/],
  ['lease-lost', () => withDatabase(leaseTaken), /took over the sync while this one stood still/],
];

/** Codes that the program itself is run for, or that another test provokes; it must name them. */
const elsewhere: Readonly<Record<string, string>> = {
  'calendar-known-by-another-name': 'core/calendar/several-calendars.test.ts',
  'noted-events-missing': 'core/calendar/several-calendars.test.ts',
  'item-unknown': 'cli/show.test.ts',
  'not-json': 'files/odd-files.test.ts',
  'google-credentials-missing': 'cli/what-goes-wrong.test.ts',
  'token-missing': 'server/refusals.test.ts',
};

/** Seen by a person at a terminal, or by one who starts a server twice: nothing but their own words can be tested here. */
const spokenOnly: ReadonlySet<string> = new Set([
  'confirmation-missing',
  'not-confirmed',
  'cannot-listen',
  'flags',
  'event-ids-used-up',
]);

async function drain(parts: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of parts);
}

async function* texts(): AsyncIterable<string> {
  yield 'x';
}

async function writeReject(path: string): Promise<unknown> {
  const writer = rejectsBeside(path) as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>;
  for (const name of ['open', 'write', 'add'])
    if (name in writer) await writer[name]?.({ headers: ['Navn'], cells: ['x'], reasons: ['y'] }, 'y');
  return writer.close?.();
}

async function fromTheFuture(database: Parameters<typeof requireSchema>[0]): Promise<void> {
  await database.orm.execute(sql`insert into renos_sync.migrations (hash, created_at) values ('fremtid', 1)`);
  await requireSchema(database);
}

async function lockTwice(): Promise<void> {
  const first = await lockFolder(folder, { name: 'prove', purpose: 'first', wait: () => false });
  try {
    await lockFolder(folder, { name: 'prove', purpose: 'second', wait: () => false });
  } finally {
    await first.release();
  }
}

async function leaseTwice(database: Parameters<typeof createLeases>[0]): Promise<void> {
  const leases = createLeases(database, () => {});
  const lease = await leases.acquire('sync', { wait: false, signal: never });
  try {
    await leases.acquire('sync', { wait: false, signal: never });
  } finally {
    await lease.release();
  }
}

async function leaseTaken(database: Parameters<typeof createLeases>[0]): Promise<void> {
  const { renewLease } = await import('../../src/db/leases.js');
  await renewLease(database.orm, { name: 'sync', fence: 7 });
}

test.each(messages)('%s says what is wrong and what to do', async (code, provoke, says) => {
  const thrown = await (async () => provoke())().then(
    () => null,
    (error: unknown) => error,
  );
  expect(thrown).toBeInstanceOf(RenosSyncError);
  const error = thrown as RenosSyncError;
  expect(error.code).toBe(code);
  expect(error.message).toMatch(says);
  expect(error.message).not.toMatch(/undefined|null|\[object/);
  expect(error.actions.length).toBeGreaterThan(0);
  const text = renderFailure(error);
  expect(text).toMatch(/^Error: /);
  expect(text).toMatch(/\nWhat to do(, one of)?:\n {2}\S/);
});

describe('no error is left out', async () => {
  const source = fileURLToPath(new URL('../../src/', import.meta.url));
  const files = (await readdir(source, { recursive: true })).filter((name) => name.endsWith('.ts'));
  const classes = [
    ...(await readFile(join(source, 'core/errors.ts'), 'utf8')).matchAll(/export class (\w+) extends RenosSyncError/g),
  ].map((found) => found[1] ?? '');
  const sites: { file: string; code: string; text: string }[] = [];
  for (const file of files) {
    const text = await readFile(join(source, file), 'utf8');
    for (const found of text.matchAll(new RegExp(`new (${classes.join('|')})\\(\\s*'([a-z-]+)'`, 'g'))) {
      sites.push({ file, code: found[2] ?? '', text: callAt(text, found.index) });
    }
  }

  test('each class and each code of the source is told of here, or by the test that is named', async () => {
    expect(classes.length).toBeGreaterThan(8);
    const told = new Set([...messages.map(([code]) => code), ...Object.keys(elsewhere), ...spokenOnly]);
    expect([...new Set(sites.map(({ code }) => code))].filter((code) => !told.has(code))).toEqual([]);
    for (const [code, file] of Object.entries(elsewhere)) {
      const text = await readFile(new URL(`../${file}`, import.meta.url), 'utf8');
      const words = code === 'google-credentials-missing' ? 'No credentials' : code;
      expect(text, `${file} names ${code}`).toContain(words);
    }
  });

  test('each gives an action', () => {
    expect(sites.filter(({ text }) => !/\bactions\b/.test(text)).map(({ file, code }) => `${file}: ${code}`)).toEqual(
      [],
    );
  });
});

/** The call that begins here, to its closing parenthesis. */
function callAt(text: string, start: number): string {
  let depth = 0;
  for (let at = text.indexOf('(', start); at < text.length; at += 1) {
    if (text[at] === '(') depth += 1;
    if (text[at] === ')') depth -= 1;
    if (depth === 0) return text.slice(start, at + 1);
  }
  return text.slice(start);
}

describe('nothing but JSON on stdout, also when it fails', () => {
  const broken = {
    DATABASE_URL: 'postgres://renos:hemmelig@127.0.0.1:9/renos',
    GOOGLE_CALENDAR_API_URL: 'http://127.0.0.1:9',
  };

  test.each([
    ['sync'],
    ['status'],
    ['migrate'],
    ['history'],
    ['show', 'b1'],
    ['conflicts'],
    ['conflicts', 'resolve', '--all', '--take', 'google'],
    ['doctor'],
    ['stats'],
    ['import', 'findes-ikke.json'],
    ['import-csv', 'findes-ikke.csv'],
    ['validate', 'findes-ikke.csv'],
  ])('%s', async (...args) => {
    const outcome = await runCli([...args, '--json'], broken);
    expect(outcome.exitCode).toBeGreaterThan(1);
    expect(outcome.json()).toMatchObject({ success: false });
    expect(outcome.stderr).toBe('');
    expect(outcome.stdout).not.toContain('hemmelig');
  });

  test('a flag that is not known, and a file whose name would steer the terminal', async () => {
    const unknown = await runCli(['sync', '--findes-ikke', '--json']);
    expect(unknown).toMatchObject({ exitCode: 2, stderr: '' });
    expect(unknown.json()).toMatchObject({ error: { code: 'usage', actions: ['renos-sync sync --help'] } });
    const steering = await runCli(['import-csv', 'a\u001b[31mb\u202e.csv'], { RENOS_DATA_DIR: folder });
    expect(steering.exitCode).toBe(2);
    for (const steer of ['\u001b', '\u202e']) expect(steering.stderr).not.toContain(steer);
  });

  test('the log goes to stderr, with the run on each line and no secret or customer at any level', async () => {
    const { stdout, stderr } = await runCli(['sync', '--json', '--log-level', 'debug'], broken);
    expect(JSON.parse(stdout)).toMatchObject({ success: false });
    const lines = stderr
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.length).toBeGreaterThan(1);
    expect(new Set(lines.map(({ run }) => run)).size).toBe(1);
    expect(lines.at(-1)).toMatchObject({ level: 'error', code: 'database-unreachable', exitCode: 5 });
    expect(stderr).not.toContain('hemmelig');
  });
});
