import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { failureIn } from '../../src/app/explain-failure.js';
import { openServices } from '../../src/app/services.js';
import { readExportFlags } from '../../src/cli/flags/export-flags.js';
import { readFlags } from '../../src/cli/flags/flags-of.js';
import { readImportFlags } from '../../src/cli/flags/import-flags.js';
import { readDuration, readSyncFlags } from '../../src/cli/flags/sync-flags.js';
import { loadConfig } from '../../src/config/config.js';
import { writeEvent } from '../../src/core/calendar/apply/write-event.js';
import { findDoubt } from '../../src/core/calendar/load/doubt-reading.js';
import { findEmptied } from '../../src/core/calendar/load/refuse-emptied.js';
import type { CalendarPort } from '../../src/core/calendar/model/calendar-port.js';
import type { PairPlan } from '../../src/core/calendar/model/sync-plan.js';
import type { SyncRules } from '../../src/core/calendar/model/sync-rules.js';
import { findMassRemoval } from '../../src/core/calendar/plan/sync-guards.js';
import { chooseConflicts, decide, readChoice, undecided } from '../../src/core/calendar/status/resolve-conflicts.js';
import { analyzeFile } from '../../src/core/customers/columns/analyze-file.js';
import { CellTally } from '../../src/core/customers/columns/cell-kinds.js';
import { mapHeaders } from '../../src/core/customers/columns/map-headers.js';
import { InterruptedError, RenosSyncError } from '../../src/core/errors.js';
import { statsRequest } from '../../src/core/options/other-requests.js';
import { defaultSyncOptions } from '../../src/core/options/sync-options.js';
import { silentProgress } from '../../src/core/ports.js';
import { type HistoryStore, showRun } from '../../src/core/runs/history.js';
import type { Database } from '../../src/db/client/database.js';
import { databaseFailure, SqlState } from '../../src/db/client/database-failure.js';
import { databaseError } from '../../src/db/client/driver-failure.js';
import { openEmbedded } from '../../src/db/client/open-embedded.js';
import { openServer } from '../../src/db/client/open-server.js';
import { requireSchema } from '../../src/db/migrations/migrate.js';
import { createHistoryStore } from '../../src/db/read/history-store.js';
import { createLeases } from '../../src/db/sync/leases.js';
import { bytesOf, openBytes } from '../../src/files/bytes/byte-source.js';
import { inspectBytes, knownEncoding } from '../../src/files/bytes/inspect-bytes.js';
import { delimiterOf } from '../../src/files/csv/csv-dialect.js';
import { csvSource } from '../../src/files/csv/csv-source.js';
import { rejectsBeside } from '../../src/files/csv/rejects-file.js';
import { lockFolder } from '../../src/files/folder-lock.js';
import { cutObjects } from '../../src/files/json/cut-objects.js';
import { findList } from '../../src/files/json/find-list.js';
import { jsonSource } from '../../src/files/json/json-source.js';
import { readMappingFile } from '../../src/files/mapping-file.js';
import { writeWhole } from '../../src/files/write-whole.js';
import { checkOptions } from '../../src/google/check-options.js';
import { brokenListing } from '../../src/google/event-listing.js';
import { toError } from '../../src/google/google-error.js';
import type { FailureMeaning } from '../../src/google/google-failure.js';
import { syncCalendar } from '../../src/index.js';
import { english } from '../../src/messages/english.js';
import { renderFailure } from '../../src/reports/failure.js';
import { byCron } from '../../src/server/schedule/schedule.js';
import { runCli } from '../helpers/cli.js';
import { freshDatabase, freshFolder, openTestDatabase } from '../helpers/databases.js';
import { englishWordsIn } from '../helpers/words.js';

vi.setConfig({ testTimeout: 120_000 });

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'renos-sync-messages-'));
  await writeFile(join(folder, 'en-fil'), 'ikke en mappe');
  await writeFile(join(folder, 'mapping.json'), '{"Navn":"efternavn"}');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const sqlState =
  (code: string, told: object = {}, said = 'invented') =>
  () => {
    throw databaseFailure(databaseError(Object.assign(new Error(said), told, { code })));
  };
/** A database that answers every statement with the same row. */
const answering = (row: Record<string, unknown>) => ({ orm: { execute: async () => [row] } }) as unknown as Database;
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
  code: 'policy-hold' as const,
  id: '3f9a1c',
  calendarId: 'primary',
  bookingId: 'b1',
  eventId: 'e1',
  title: null,
  time: null,
  fields: ['title'],
  reason: 'r',
  since: 's',
};
const never = new AbortController().signal;

/** A calendar as `findDoubt` sees it. */
const read = (canWrite: boolean) =>
  [
    {
      calendarId: 'primary',
      info: { canWrite, accessRole: 'reader' },
      full: true,
      events: new Map(),
      liveSeries: new Set(),
    },
  ] as unknown as Parameters<typeof findDoubt>[0];
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
      event: { event: null },
    })),
    absent: [],
    free: [],
  }) as unknown as Parameters<typeof findDoubt>[1];
const measure = { openLinks: new Map([['primary', 20]]), options: defaultSyncOptions };
const emptiedPairs = ['b1', 'b2', 'b3'].map((bookingId) => ({
  link: {
    calendarId: 'primary',
    bookingId,
    eventId: bookingId,
    recurringEventId: null,
    base: { event: { removed: false } },
    seen: null,
  },
  booking: { status: 'scheduled' },
  event: { content: { removed: true } },
}));
const removals = Array.from({ length: 12 }, (_, n) => ({
  pair: { calendarId: 'primary', eventId: `e${n}`, link: { bookingId: `b${n}` } },
  google: { kind: 'delete' },
  database: null,
})) as unknown as Parameters<typeof findMassRemoval>[0];

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

const analysisOptions = {
  country: 'DK',
  timeZone: 'Europe/Copenhagen',
  choice: {},
  dateOrder: null,
} as unknown as Parameters<typeof analyzeFile>[1];

/** Code → how it comes about, and what its message must say. */
const messages: readonly (readonly [code: string, provoke: () => unknown, says: RegExp])[] = [
  ['configuration', () => loadConfig({ PORT: 'x' }, folder), /PORT must be a whole number\. Example: PORT=3000/],
  ['env-file-unreadable', () => loadConfig({}, join(folder, 'en-fil')), /\.env file in this folder cannot be read/],
  ['usage', () => readDuration('max-age', 'snart'), /--max-age must be a number with a unit/],
  [
    'usage',
    () => readFlags(statsRequest, { since: 'i går', until: '2026-02-30' }, 'stats'),
    /\n {2}--since must be a day, .*\n {2}--until must be a day that exists/,
  ],
  [
    'usage',
    () => readFlags(statsRequest, { since: '2026-02-01', until: '2026-01-01' }, 'stats'),
    /--until must be a later day than --since/,
  ],
  [
    'usage',
    () => readExportFlags(undefined, { output: undefined, format: 'json', excel: true }),
    /--excel is for CSV, and the format is json/,
  ],
  [
    'usage',
    () =>
      readSyncFlags({ ...syncFlags, since: 'i går', until: '2026-02-31', 'max-deletes': 'få' }, loadConfig({}, folder)),
    /These flags are wrong:\n {2}--since .*\n {2}--until must be a day that exists.*\n {2}--max-deletes /,
  ],
  ['usage', () => readExportFlags('', { output: undefined }), /no name/],
  ['usage', () => readExportFlags('a.csv', { output: 'b.csv' }), /Two files to write are named/],
  ['usage', () => readExportFlags('kunder', { output: undefined }), /kunder would be the name of the file/],
  ['usage', () => syncCalendar({ syncDirection: 'op' as 'bidirectional' }), /syncDirection must be bidirectional/],
  ['usage', () => byCron('hver dag'), /--schedule must be a cron expression/],
  [
    'usage',
    () =>
      readImportFlags(
        { country: 'Danmark', timezone: 'Aarhus', map: ['Navn=name', 'Navn'] },
        'import',
        loadConfig({}, folder),
      ),
    /--map "Navn" must be HEADER=TARGET.*\n {2}--country must be .*\n {2}--timezone must be/,
  ],
  ['usage', () => undecided() && Promise.reject(undecided()), /no terminal to ask in/],
  ['usage', () => readChoice({ id: undefined, all: true, take: undefined, fields: ['titel'] }), /--field must be/],
  ['conflict-unknown', () => chooseConflicts([held], { id: 'zz', all: false }), /No held conflict has that id/],
  [
    'conflict-unknown',
    () => chooseConflicts([held, { ...held, id: '3f9b' }], { id: '3f9', all: false }),
    /2 held conflicts begin like that/,
  ],
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
    'run-unknown',
    () => showRun({ findRunsLike: async () => [{ id: 'aa1' }, { id: 'aa2' }] } as unknown as HistoryStore, 'aa', 1),
    /2 runs begin like that/,
  ],
  [
    'calendar-read-only',
    () => Promise.reject(findDoubt(read(false), { pairs: [], absent: [] }, measure)),
    /may only be read \(role reader\)/,
  ],
  [
    'calendar-empty',
    () => Promise.reject(findDoubt(read(true), linked(true), measure)),
    /suddenly empty, while 20 of its events/,
  ],
  ['bookings-gone', () => Promise.reject(findDoubt(read(true), linked(false), measure)), /The rows of all 20 bookings/],
  [
    'calendar-emptied',
    async () => {
      const store = { countLinkedEvents: async () => new Map([['primary', 3]]) };
      const pairs = emptiedPairs as unknown as Parameters<typeof findEmptied>[1];
      throw await findEmptied({ store, options: defaultSyncOptions }, pairs, []);
    },
    /All 3 events of the calendar primary/,
  ],
  ['too-many-removals', () => Promise.reject(findMassRemoval(removals, measure)), /12 of 20 linked pairs/],
  ['interrupted', () => Promise.reject(new InterruptedError('SIGINT')), /what was done is kept/],
  ['interrupted', () => Promise.reject(new InterruptedError('SIGINT', { goesOn: false })), /did not come to its end/],
  [
    'mapping-column-missing',
    () => mapHeaders(['Navn'], { choice: { Kunde: 'name' }, isLoose: false, cells: () => new CellTally() }),
    /no column "Kunde"\. It has: /,
  ],
  ['mapping-file', () => readMappingFile(join(folder, 'mapping.json')), /wrong targets for "Navn"/],
  [
    'no-header',
    () => analyzeFile(csvSource(bytesOf(Buffer.from('rød;2\nblå;3\n'))), analysisOptions),
    /No row with known column names/,
  ],
  [
    'table-transposed',
    () => analyzeFile(csvSource(bytesOf(Buffer.from('Navn;Åse\nTelefon;20304050\nAdresse;Åvej 1\n'))), analysisOptions),
    /each row is a field \(Navn, Telefon, Adresse\)/,
  ],
  [
    'no-name-column',
    () => analyzeFile(csvSource(bytesOf(Buffer.from('By;Telefontype\nAarhus;mobil\n'))), analysisOptions),
    /name/,
  ],
  ['file-unreadable', () => openBytes(join(folder, 'findes-ikke.csv')), /findes-ikke\.csv/],
  ['file-is-url', () => openBytes('https://example.dk/kunder.csv'), /address of a file/],
  ['file-empty', () => inspectBytes(bytesOf(Buffer.from('')), null), /is empty/],
  [
    'not-text',
    () => inspectBytes(bytesOf(Buffer.from('PK\u0003\u0004'.padEnd(64, '\0'))), null),
    /no customers can be read from it/,
  ],
  ['encoding-unknown', () => knownEncoding('klingon'), /encoding is not known/],
  ['delimiter-unknown', () => delimiterOf('??'), /one character/],
  [
    'json-incomplete',
    () => drain(cutObjects(chunksOf('[{"name":"Åse"'))),
    /ends in the middle of the value that begins on line 1/,
  ],
  [
    'json-several-lists',
    () => findList(chunksOf('{"nye":[{"name":"Åse"}],"gamle":[{"name":"Bo"}]}')),
    /may be in "nye", "gamle"/,
  ],
  [
    'json-in-columns',
    () => findList(chunksOf('{"name":{"0":"Åse","1":"Bo"},"email":{"0":"a@x.example","1":"b@x.example"}}')),
    /values of all customers, by number/,
  ],
  [
    'json-record-too-long',
    () => drain(cutObjects(chunksOf(`[{"name":"${'x'.repeat(9_000_000)}"}]`))),
    /longer than 8 MB/,
  ],
  ['rejects-unwritable', () => writeReject(join(folder, 'en-fil', 'kunder.csv')), /cannot be written/],
  ['file-unwritable', () => writeWhole(join(folder, 'en-fil'), texts(), false), /exists already/],
  [
    'file-unwritable',
    () => writeWhole(join(folder, 'findes-ikke', 'a.csv'), texts(), false),
    /in a folder that does not exist/,
  ],
  ['file-unwritable', () => writeWhole(folder, texts(), true), /is a folder/],
  [
    'google-credentials-missing',
    () =>
      openServices({
        config: loadConfig({}, folder),
        purpose: 'export',
        progress: silentProgress,
        signal: never,
      }).calendar(),
    /No credentials for Google Calendar are set/,
  ],
  ['not-json', () => jsonSource(bytesOf(Buffer.from('Navn;E-mail\n'))).inspect(), /does not begin like JSON/],
  [
    'google-credentials-malformed',
    () => checkOptions({ apiUrl: null, credentials: null }),
    /GOOGLE_CLIENT_EMAIL and GOOGLE_PRIVATE_KEY are missing/,
  ],
  ['google-listing-broken', () => Promise.reject(brokenListing('broke-off')), /cannot be trusted: it broke off twice/],
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
  ['google-failure', google('server-failure'), /error of its own/],
  ['google-unreachable', google('no-answer'), /does not answer/],
  ['google-unreachable', google('not-sent'), /cannot be reached/],
  ['google-unreadable', google('unreadable'), /not one of Google Calendar/],
  ['google-credentials-rejected', google('credentials-refused'), /rejects the service account/],
  ['google-credentials-rejected', google('token-rejected'), /rejects a fresh access token/],
  ['google-request-refused', google('invalid' as FailureMeaning), /refuses the request/],
  ['database-address', () => openServer('postgres://[host/db'), /cannot be read as an address/],
  ['database-denied', sqlState(SqlState.invalidPassword), /refused the user or password/],
  ['database-denied', sqlState('SASL_SIGNATURE_MISMATCH'), /could not prove/],
  ['database-unknown', sqlState(SqlState.invalidCatalogName), /does not exist on that server/],
  ['database-forbidden', sqlState(SqlState.insufficientPrivilege), /may not do this/],
  ['schema-missing', sqlState(SqlState.undefinedTable), /is not in the database/],
  ['schema-missing', unmigrated, /\d+ migration\(s\) of renos-sync are missing/],
  ['schema-newer', () => withDatabase(fromTheFuture), /migrated by a newer renos-sync/],
  ['database-read-only', sqlState(SqlState.readOnlyTransaction), /takes no writes/],
  ['database-too-old', () => requireSchema(answering({ known: true, version: 130_022 })), /PostgreSQL 13: .* 14/],
  [
    'database-refused',
    () => {
      throw databaseFailure(Object.assign(new Error('invented'), { code: '23514', constraint_name: 'no_sunday' }));
    },
    /, no_sunday, refused the write/,
  ],
  ['database-full', sqlState(SqlState.diskFull), /disk of the database is full/],
  ['database-files', sqlState('58P02'), /one of its own files/],
  ['database-unreachable', sqlState('ECONNREFUSED'), /cannot be reached \(ECONNREFUSED\)/],
  ['database-unreachable', sqlState('CONNECTION_SILENT'), /A connection to PostgreSQL went silent/],
  ['database-locked', sqlState(SqlState.lockNotAvailable), /lock on a needed table/],
  [
    'database-timeout',
    sqlState(SqlState.queryCanceled, {}, 'canceling statement due to statement timeout'),
    /because of statement_timeout/,
  ],
  [
    'database-busy',
    sqlState(SqlState.protocolViolation, {}, 'query_wait_timeout'),
    /The pooler before PostgreSQL had no connection free/,
  ],
  ['database-address', sqlState('42704', { isSetting: true }), /does not take the settings in DATABASE_URL/],
  ['database-address', () => openServer('postgres://host/db?sslmode=sometimes'), /parameter sslmode of DATABASE_URL/],
  ['database-encoding', sqlState(SqlState.untranslatableCharacter), /cannot hold a letter/],
  ['database-tls', sqlState('TLS_REFUSED'), /takes no TLS/],
  ['database-tls', sqlState('SELF_SIGNED_CERT_IN_CHAIN'), /is not trusted \(SELF_SIGNED/],
  ['database-busy', sqlState(SqlState.objectNotInPrerequisiteState), /busy or going down \(SQLSTATE 55000\)/],
  ['database-busy', sqlState(SqlState.deadlockDetected), /busy or going down \(SQLSTATE 40P01\)/],
  ['embedded-database', openDamaged, /could not be opened/],
  [
    'folder-in-use',
    () => lockTwice('database'),
    /Another renos-sync \(first, process \d+\) is using the embedded database/,
  ],
  ['folder-in-use', () => lockTwice('sandbox'), /\(first, process \d+\) is serving the sandbox calendar in/],
  ['busy', () => withDatabase(leaseTwice), /Another sync is running/],
  ['lease-lost', () => withDatabase(leaseTaken), /took over the sync while this one stood still/],
];

/** Flags of which each test says what is wrong. */
const syncFlags = {
  calendar: undefined,
  'renamed-from': undefined,
  restored: undefined,
  direction: 'bidirectional',
  'on-conflict': 'newest',
  'dry-run': false,
  force: false,
  since: undefined,
  until: undefined,
  'max-events': undefined,
  'max-deletes': undefined,
  'retry-failed': false,
  include: undefined,
  'with-attendees': false,
  'send-updates': 'none',
} as const;

/**
 * Made where a whole program, server or calendar is needed: code → the test that provokes it, and a word of that test.
 * A code that is made in several places names its file too.
 */
const elsewhere: Readonly<Record<string, readonly [test: string, word: string]>> = {
  'plan-not-replaced': ['cli/plans', "'plan-not-replaced'"],
  'core/plans/apply-sync-plan.ts plan-moved-on': ['core/plans/apply-sync', 'plan-moved-on'],
  'core/plans/apply-import-plan.ts plan-moved-on': ['core/plans/apply-import', 'plan-moved-on'],
  'app/run-apply.ts plan-moved-on': ['server/plans', 'plan-moved-on'],
  'plan-of-another-calendar': ['core/plans/apply-sync', 'plan-of-another-calendar'],
  'plan-of-another-database': ['cli/plans', 'plan-of-another-database'],
  'plan-unreadable': ['cli/plans', 'plan-unreadable'],
  'plan-version': ['core/plans/apply-sync', 'plan-version'],
  'plan-file-unnamed': ['server/plans', 'plan-file-unnamed'],
  'plan-file-changed': ['cli/plans', 'plan-file-changed'],
  'cli/flags/plan-flags.ts usage': ['cli/plans', "codes('sync --dry-run --redact')).toEqual([2, 'usage'])"],
  'app/run-plan.ts usage': ['cli/plans', "--renamed-from old --save-plan a.json')).toEqual([2, 'usage'])"],
  'cli/commands/history.ts usage': ['cli/plans', "codes('history --day i-går')).toEqual([2, 'usage'])"],
  'app/open/open-sandbox.ts usage': ['cli/plans', "codes('sandbox --memory --account nobody')).toEqual([2, 'usage'])"],
  'redact-same-file': ['cli/redact', 'redact-same-file'],
  'nothing-to-move': ['core/calendar/move-calendar', 'nothing-to-move'],
  'database-restored': ['core/calendar/restored', 'database-restored'],
  'calendar-replaced': ['core/calendar/another-calendar', 'calendar-replaced'],
  'database-copied': ['core/calendar/keeper', 'database-copied'],
  'calendar-kept-elsewhere': ['core/calendar/keeper', 'calendar-kept-elsewhere'],
  'calendar-known-by-another-name': ['core/calendar/several-calendars', 'calendar-known-by-another-name'],
  'unique-index-missing': ['cli/unique-indexes', 'unique-index-missing'],
  'disk-full': ['files/file-failure', "'disk-full'"],
  'file-unusable': ['files/file-failure', "'file-unusable'"],
  'file-failed': ['files/file-failure', "'file-failed'"],
  'too-many-files': ['files/file-failure', "'too-many-files'"],
  'too-little-memory': ['files/file-failure', "'too-little-memory'"],
  'sandbox-damaged': ['cli/writing-places', 'the error has its number and a remedy'],
  'noted-events-missing': ['core/calendar/several-calendars', 'noted-events-missing'],
  'events-missing': ['core/calendar/guards', "expectRefusal('events-missing')"],
  'calendar-hides-details': ['core/calendar/hidden-details', 'calendar-hides-details'],
  'archive-damaged': ['files/workbook/workbook', 'archive-damaged'],
  'archive-entry': ['files/workbook/workbook', 'archive-entry'],
  'archive-too-large': ['files/workbook/large-workbooks', 'archive-too-large'],
  'sheet-unknown': ['files/workbook/workbook', 'sheet-unknown'],
  'workbook-locked': ['files/workbook/workbook', 'workbook-locked'],
  'workbook-too-large': ['files/workbook/large-workbooks', 'workbook-too-large'],
  'files/workbook/workbook-source.ts file-empty': ['files/workbook/workbook', 'file-empty'],
  'calendar-not-renamed': ['core/calendar/several-calendars', 'calendar-not-renamed'],
  'db/client/connections.ts database-busy': ['db/client/connections', 'database-busy'],
  'db/client/open-client.ts database-unreachable': ['db/client/connections', 'target_session_attrs=standby'],
  'tables-elsewhere': ['cli/rights', 'makes no second ones'],
  'app/explain-failure.ts database-forbidden': ['cli/rights', 'database-forbidden'],
  'database-undone': ['db/client/connections', 'database-undone'],
  'item-unknown': ['cli/show', 'item-unknown'],
  'event-ids-used-up': ['cli/messages', "All ids that this booking's event may have are in use."],
  'page-elsewhere': ['cli/html', 'page-elsewhere'],
  'confirmation-missing': ['cli/messages', 'there is no terminal to ask in'],
  'confirmation-idle': ['cli/import', 'confirmation-idle'],
  'not-confirmed': ['cli/messages', 'Not confirmed: nothing was imported'],
  'cli/unknown-command.ts usage': ['cli/messages', 'There is no command synk.'],
  'cli/usage-error.ts usage': ['cli/usage-error', 'keeps the parser’s text'],
  'token-missing': ['server/refusals', 'token-missing'],
  'core/undo/plan-undo.ts too-many-removals': ['core/undo/undo-import', "code: 'too-many-removals'"],
  'sync-first': ['core/undo/unconfirmed-writes', "code: 'sync-first'"],
  'nothing-to-undo': ['cli/undo', "code: 'nothing-to-undo'"],
  'run-missing': ['cli/undo', "code: 'run-missing'"],
  'app/open/open-sandbox.ts cannot-listen': ['cli/messages', 'The sandbox cannot listen on port'],
  'server/start-server.ts cannot-listen': ['cli/messages', 'renos-sync cannot listen on'],
  'database-not-embedded': ['cli/database', 'database-not-embedded'],
  'core/calendar/load/doubt-reading.ts bookings-gone': ['core/calendar/killed-creates', "code: 'bookings-gone'"],
  'app/open/open-database.ts cannot-listen': ['cli/database', 'cannot-listen'],
  'booking-not-ours': ['server/pages', 'are changed in RenOS'],
  'server/runs/import-work.ts busy': ['cli/messages', 'Another sync is running'],
};

/** Ends the waiting of a tick inside a server, which counts the tick as skipped: no one reads this sentence. */
const unread: ReadonlySet<string> = new Set(['server/schedule/scheduled-sync.ts']);

async function drain(parts: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of parts);
}

async function* texts(): AsyncIterable<string> {
  yield 'x';
}

async function openDamaged(): Promise<unknown> {
  await mkdir(join(folder, 'damaged', 'database'), { recursive: true });
  await writeFile(join(folder, 'damaged', 'database', 'PG_VERSION'), 'nonsense');
  return openEmbedded(join(folder, 'damaged'), { release: async () => {} });
}

async function writeReject(path: string): Promise<unknown> {
  const writer = rejectsBeside(path) as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>;
  for (const name of ['open', 'write', 'add'])
    if (name in writer) await writer[name]?.({ kind: 'csv', headers: ['Navn'], cells: ['x'], reasons: ['y'] }, 'y');
  return writer.close?.();
}

async function unmigrated(): Promise<void> {
  const empty = await freshDatabase('template0');
  const database = openServer(empty.url);
  try {
    await requireSchema(database);
  } finally {
    await database.close();
    await empty.drop();
  }
}

async function fromTheFuture(database: Parameters<typeof requireSchema>[0]): Promise<void> {
  await database.orm.execute(sql`insert into renos_sync.migrations (hash, created_at) values ('fremtid', 1)`);
  try {
    await requireSchema(database);
  } finally {
    // The database is used again by other tests.
    await database.orm.execute(sql`delete from renos_sync.migrations where hash = 'fremtid'`);
  }
}

async function lockTwice(name: string): Promise<void> {
  const first = await lockFolder(folder, { name, purpose: 'first', wait: () => false });
  try {
    await lockFolder(folder, { name, purpose: 'second', wait: () => false });
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
  const { renewLease } = await import('../../src/db/sync/leases.js');
  await renewLease(database.orm, { name: 'sync', fence: 7 });
}

/** Where in the source errors were made: file:line. */
const provoked = new Set<string>();

function siteOf({ stack = '' }: Error): string {
  const frames = stack.split('\n').flatMap((line) => /\/src\/([\w/-]+\.ts):(\d+):\d+\)?$/.exec(line) ?? []);
  const at = frames.findIndex((part) => part.endsWith('.ts') && !part.includes(':') && part !== 'core/errors.ts');
  return `${frames[at]}:${frames[at + 1]}`;
}

test.each(messages)('%s says what is wrong and what to do', async (code, provoke, says) => {
  const thrown = await (async () => provoke())().then(
    () => null,
    (error: unknown) => error,
  );
  expect(thrown).toBeInstanceOf(RenosSyncError);
  const error = thrown as RenosSyncError;
  provoked.add(siteOf(error));
  expect(error.code).toBe(code);
  expect(error.message).toMatch(says);
  expect(error.message).not.toMatch(/undefined|null|\[object/);
  expect(error.actions.length).toBeGreaterThan(0);
  const text = renderFailure(error);
  expect(text).toMatch(/^Error: /);
  expect(text).toMatch(/\nWhat to do(, one of)?:\n {2}\S/);
  if (error.sentence !== null) {
    const inDanish = failureIn('da', error);
    expect(englishWordsIn([inDanish.message, ...inDanish.actions].join('\n'))).toEqual([]);
  }
});

/** What the test files of that name say, in whichever tier they are. */
async function textOfTest(path: string): Promise<string> {
  const test = fileURLToPath(new URL(`../${path}`, import.meta.url));
  const names = (await readdir(dirname(test))).filter(
    (name) => name.startsWith(`${basename(test)}.`) && name.endsWith('.test.ts'),
  );
  return (await Promise.all(names.map((name) => readFile(join(dirname(test), name), 'utf8')))).join('\n');
}

describe('no error is left out', async () => {
  const source = fileURLToPath(new URL('../../src/', import.meta.url));
  const files = (await readdir(source, { recursive: true })).filter((name) => name.endsWith('.ts'));
  const classes = [
    ...(await readFile(join(source, 'core/errors.ts'), 'utf8')).matchAll(/export class (\w+) extends RenosSyncError/g),
  ].map((found) => found[1] ?? '');
  const sites: { file: string; line: number; code: string; text: string }[] = [];
  for (const file of files) {
    const text = await readFile(join(source, file), 'utf8');
    for (const found of text.matchAll(
      new RegExp(`new (${classes.join('|')})\\(\\s*(?:saying\\(\\s*)?'([a-z-]+)`, 'g'),
    )) {
      const line = text.slice(0, found.index).split('\n').length;
      sites.push({ file, line, code: found[2] ?? '', text: callAt(text, found.index) });
    }
  }

  test('each place that makes an error is provoked above, or by the test that is named', async () => {
    expect(classes.length).toBeGreaterThan(8);
    expect(sites.length).toBeGreaterThan(55);
    const missing: string[] = [];
    for (const { file, line, code } of sites) {
      if (provoked.has(`${file}:${line}`) || unread.has(file)) continue;
      const [where, word] = elsewhere[`${file} ${code}`] ?? elsewhere[code] ?? [];
      const text = where === undefined ? '' : await textOfTest(where);
      if (word === undefined || !text.includes(word)) missing.push(`${file}:${line} ${code}`);
    }
    expect(missing).toEqual([]);
  });

  test('each gives an action', () => {
    expect(
      sites.filter(({ text }) => !/\bactions\b|saying\(/.test(text)).map(({ file, code }) => `${file}: ${code}`),
    ).toEqual([]);
  });
});

describe('what only a whole program can say', () => {
  const env = { RENOS_DATA_DIR: '' };
  beforeAll(async () => {
    env.RENOS_DATA_DIR = await freshFolder();
    await writeFile(join(folder, 'kunder.csv'), 'Navn,Booking start\nÅse,2026-03-01 09:00\n');
  });
  const inviting = ['import-csv', 'kunder.csv', '--create-bookings', '--send-confirmations'];

  test('mails to customers need a yes: without a terminal, or after a no, they are refused', async () => {
    const unasked = await runCli(inviting, env, { cwd: folder });
    expect(unasked).toMatchObject({ exitCode: 2, stdout: '' });
    expect(unasked.stderr).toContain('--send-confirmations mails customers, and there is no terminal to ask in.');
    expect(unasked.stderr).toContain('Add --yes');
    const terminal = fileURLToPath(new URL('../helpers/pretend-terminal.mjs', import.meta.url));
    const asked = { ...env, NODE_OPTIONS: `--import=${terminal}`, TERM: 'dumb' };
    const denied = await runCli(inviting, asked, { cwd: folder, input: 'nej\n' });
    expect(denied).toMatchObject({ exitCode: 2, stdout: '' });
    expect(denied.stderr).toContain('Google will mail an invitation');
    expect(denied.stderr).toContain('Not confirmed: nothing was imported and no mail is sent.');
    expect(denied.stderr).toContain('Import without --send-confirmations');
  });

  test('a port that is taken', async () => {
    const database = await freshDatabase();
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    try {
      const { port } = taken.address() as AddressInfo;
      const outcome = await runCli(['serve', '--port', String(port), '--log-level', 'silent'], {
        DATABASE_URL: database.url,
      });
      expect(outcome.exitCode).toBe(2);
      expect(outcome.stderr).toContain(`renos-sync cannot listen on 127.0.0.1, port ${port}: the port is taken.`);
      expect(outcome.stderr).toContain('renos-sync serve --port 0');
      const sandbox = await runCli(['sandbox', '--memory', '--port', String(port)], env);
      expect(sandbox.exitCode).toBe(2);
      expect(sandbox.stderr).toContain(`The sandbox cannot listen on port ${port}: it is taken.`);
      expect(sandbox.stderr).toContain('renos-sync sandbox --port 0');
    } finally {
      taken.close();
      await database.drop();
    }
  });

  test('a booking whose event may have no id any more', async () => {
    const strange = { status: 'confirmed', bookingId: 'en-anden', etag: 'e' };
    const port = { insert: async () => ({ kind: 'id-taken' }), get: async () => strange } as unknown as CalendarPort;
    const plan = {
      pair: { calendarId: 'primary', booking: { id: 'b1' } },
      google: { kind: 'create', draft: {} },
    } as unknown as PairPlan;
    const { failure } = await writeEvent(plan, {
      port,
      rulesFor: () => ({}) as SyncRules,
      planAgain: () => plan,
      how: { notify: 'none' },
      findElsewhere: () => Promise.resolve(null),
      isUnstored: () => Promise.resolve(false),
      isLinked: () => Promise.resolve(false),
    });
    expect(failure).toEqual({ code: 'event-ids-used-up', passing: false });
    expect(english.failed({ code: 'event-ids-used-up' })).toBe(
      "All ids that this booking's event may have are in use.",
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

  test('a command that is not known: what is like it is named', async () => {
    const misspelt = await runCli(['synk', '--json']);
    expect(misspelt).toMatchObject({ exitCode: 2, stderr: '' });
    expect(misspelt.json()).toMatchObject({
      error: { code: 'usage', message: 'There is no command synk.', actions: ['renos-sync sync', 'renos-sync --help'] },
    });
    const withFile = await runCli(['importer', 'kunder.csv', '--json']);
    expect(withFile.json()).toMatchObject({
      error: { message: 'There is no command importer.', actions: ['renos-sync import', 'renos-sync --help'] },
    });
    const old = await runCli(['google-to-db']);
    expect(old).toMatchObject({ exitCode: 2, stdout: '' });
    expect(old.stderr).toContain('  renos-sync sync --direction google-to-db\n');
  });

  test('a flag that may be repeated takes one word, and leaves the file that follows it alone', async () => {
    const outcome = await runCli(['validate', '--map', 'Navn=name', 'findes-ikke.csv', '--json']);
    expect(outcome.json()).toMatchObject({ error: { message: 'The file findes-ikke.csv does not exist.' } });
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
