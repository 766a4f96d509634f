import { Hono } from 'hono';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { linkedTable } from '../../src/core/calendar/model/truth-table.js';
import type { Complaint } from '../../src/core/codes/complaints.js';
import type { Failures } from '../../src/core/codes/failures.js';
import { conflictCodes, type FailureCode } from '../../src/core/codes/reasons.js';
import { strictly } from '../../src/core/customers/import/import-result.js';
import { FindingTally, refusalOf } from '../../src/core/customers/model/finding.js';
import { RenosSyncError, saying } from '../../src/core/errors.js';
import { fileOptions, importRequest } from '../../src/core/options/import-request.js';
import { requestOf } from '../../src/core/options/option.js';
import { applyRequest, undoRequest } from '../../src/core/options/other-requests.js';
import type { Finding, ImportAndSyncResult } from '../../src/core/results/import-result.js';
import type { SyncStatus } from '../../src/core/results/status-result.js';
import type { SyncResult } from '../../src/core/results/sync-result.js';
import type { UndoResult } from '../../src/core/results/undo-result.js';
import { complaints } from '../../src/messages/en/complaints.js';
import { failures } from '../../src/messages/en/failures/failures.js';
import { requestFailures } from '../../src/messages/en/failures/request.js';
import { conflictReasons, failureReasons, noteMessages } from '../../src/messages/en/sync-reasons.js';
import { tellStatus, tellSync, tellUndone } from '../../src/messages/results.js';
import { answer, answerFailure } from '../../src/server/http/answer.js';
import type { ApiContext, ApiEnv } from '../../src/server/http/api-env.js';
import { tellerOf } from '../../src/server/http/language.js';
import { Refusal } from '../../src/server/http/refusal.js';
import { answerImport, answerValidation } from '../../src/server/routes/import-answers.js';
import { directedSyncBody, syncBody } from '../../src/server/schemas/sync-body.js';
import { failureSamples } from '../helpers/failure-samples.js';
import { findingIds, sampleFinding } from '../helpers/finding-samples.js';
import { flagsIn, proseIn, sentencesOf, withoutProse } from '../helpers/prose.js';
import { englishWordsIn, sharedWords } from '../helpers/words.js';

type Language = 'en' | 'da';
type Give = (c: ApiContext) => Response;

/** What a request in that language is answered by the server's own code. */
async function ask(give: Give, language: Language): Promise<Record<string, unknown>> {
  const app = new Hono<ApiEnv>();
  app.get('/', give);
  const bindings = { incoming: { headers: {} }, outgoing: {} } as unknown as ApiEnv['Bindings'];
  const answered = await app.request('/', { headers: { 'accept-language': language } }, bindings);
  return { status: answered.status, ...((await answered.json()) as object) };
}

/** What Google says, the name of a field, and a month in an example that is Danish in both languages. */
const inBoth = new Set(['backendError', 'csvData', 'marts']);

/** Asks in both languages: no flag in either, no English in Danish, and the same codes. */
async function expectBoth(give: Give, known: ReadonlySet<string> | null = null): Promise<void> {
  const [english, danish] = [await ask(give, 'en'), await ask(give, 'da')];
  const [ours, theirs] = [proseIn(english), proseIn(danish)];
  for (const text of [...ours, ...theirs]) {
    expect(text).not.toMatch(/\b(undefined|null|NaN)\b|\[object/);
    expect(flagsIn(text), text).toEqual([]);
    expectTaken(text);
  }
  expect(withoutProse(danish)).toEqual(withoutProse(english));
  expect(theirs).toHaveLength(ours.length);
  for (const [at, text] of theirs.entries()) {
    expect(englishWordsIn(sentencesOf(text)), text).toEqual([]);
    if (known === null) continue;
    const shared = sharedWords(sentencesOf(ours[at] ?? ''), sentencesOf(text));
    expect(
      shared.filter((word) => !known.has(word)),
      text,
    ).toEqual([]);
  }
}

const plain = requestOf({});
/** What each path that a remedy names takes as its body. */
const bodies: readonly (readonly [RegExp, v.GenericSchema])[] = [
  [/^\/api\/calendar-sync\/sync$/, syncBody],
  [/^\/api\/calendar-sync\/sync-(google-to-db|db-to-google)$/, directedSyncBody],
  [/^\/api\/plans$/, syncBody],
  [/^\/api\/plans\/ID\/apply$/, requestOf(applyRequest)],
  [/^\/api\/runs\/\w+\/undo$/, requestOf(undoRequest)],
  [/^\/api\/calendar-sync\/status$/, plain],
];
const optionNames = new Set([...Object.keys(importRequest), ...Object.keys(fileOptions), 'mapping', 'strict']);

/** A request that a remedy names is one that the server takes, and so is an option. */
function expectTaken(text: string): void {
  for (const [, path = '', body = '{}'] of text.matchAll(/(?:GET|POST) (\/\S+)(?: (\{[^}]*\}))?/g)) {
    const schema = bodies.find(([known]) => known.test(path))?.[1];
    if (schema === undefined) throw new Error(`${text} names a path that is not there`);
    expect(v.safeParse(schema, JSON.parse(body)).issues, text).toBeUndefined();
  }
  for (const [, name = ''] of text.matchAll(/options\.(\w+)/g)) expect(optionNames).toContain(name);
}

class Thrown extends RenosSyncError {
  readonly exitCode = 2;
}

/** What no request meets, and why. */
const unmet: Readonly<Record<string, readonly (keyof Failures)[]>> = {
  'words that are typed': idsOf(/^(usage|page-elsewhere|confirmation-|not-confirmed)/),
  'the program ends before it answers': idsOf(
    /^(configuration|env-file-unreadable|cannot-listen|sandbox-damaged|folder-in-use|token-missing\/(host|setting)|google-credentials-m|database-address|database-too-old)/,
  ),
  'an item is named by the beginning of its id on the command line alone': idsOf(
    /^(run-unknown\/|item-unknown|conflict-un)/,
  ),
  'only a command does it': idsOf(
    /^(nothing-to-move|nothing-to-undo|run-missing|redact-same-file|database-not-embedded|plan-not-replaced)/,
  ),
  'a request brings its file, and names no path': idsOf(
    /^(file-unwritable|rejects-unwritable|mapping-file|file-is-url)/,
  ),
  'the server says internal/server': ['internal'],
};

const reasonOf = new Map(Object.entries(unmet).flatMap(([reason, ids]) => ids.map((id) => [id, reason] as const)));
const ids = Object.keys(failures) as (keyof Failures)[];

function idsOf(pattern: RegExp): readonly (keyof Failures)[] {
  return (Object.keys(failures) as (keyof Failures)[]).filter((id) => pattern.test(id));
}

describe('every failure, as a request is answered with it', () => {
  test.each(ids.filter((id) => !reasonOf.has(id)))('%s', async (id) => {
    const said = { id, params: failureSamples[id] };
    await expectBoth(
      (c) => answerFailure(c, Object.hasOwn(requestFailures, id) ? new Refusal(400, said) : new Thrown(said)),
      inBoth,
    );
  });

  test('what no request meets is named with its reason, and once', () => {
    expect(Object.values(unmet).flat()).toHaveLength(reasonOf.size);
    for (const found of Object.values(unmet)) expect(found).not.toEqual([]);
  });

  test('an error of ours says no more than that', async () => {
    await expectBoth((c) => answerFailure(c, new Error('invented')));
  });
});

test.each(Object.keys(complaints) as Complaint['id'][])('a field of a request that is wrong: %s', async (id) => {
  const problems = [{ path: 'options.batchSize', id, limit: id === 'other-missing' ? 'csvData' : ['1', '2'] }];
  await expectBoth((c) => answerFailure(c, new Refusal(400, saying('invalid-input', { count: 1, problems }))), inBoth);
});

function imported(findings: readonly Finding[], more: Partial<ImportAndSyncResult> = {}): ImportAndSyncResult {
  const tally = new FindingTally();
  for (const finding of findings) tally.add(finding);
  const counts = { customersProcessed: 1, customersCreated: 1, customersUpdated: 0, customersRejected: 0 };
  const texts = { errors: [], warnings: [] };
  const result = { success: true, dryRun: false, ...counts, ...texts, refusal: null, sync: null };
  return { ...result, findings: tally.list(), findingGroups: tally.groups(), ...more } as ImportAndSyncResult;
}

describe.each(findingIds)('the finding %s', (id) => {
  test.each(['warning', 'error'] as const)('as an %s of an import', async (severity) => {
    const result = imported([sampleFinding(id, severity)]);
    await expectBoth((c) => answerImport(c, { result, stopped: null }));
    await expectBoth((c) => answerValidation(c, result, ['Åse', 'Bo', 'Ida']));
  });

  test('in a file that is to be without a doubt', async () => {
    await expectBoth((c) => answerValidation(c, strictly(imported([sampleFinding(id)])), null));
  });
});

test.each([
  refusalOf('no-customers', { rows: 3 }),
  refusalOf('most-rows-rejected', { rejected: 3, all: 4 }),
  refusalOf('many-renames', { renamed: 12, known: 20 }),
  refusalOf('many-renames/sorted', { moved: 12, known: 20, field: 'phone' }),
])('a file that is refused as a whole: $code', async (refusal) => {
  await expectBoth((c) => answerImport(c, { result: imported([], { refusal }), stopped: null }));
});

describe('every reason of a sync', () => {
  const ids = { calendarId: 'primary', bookingId: 'b1', eventId: 'e1' };
  const about = { title: null, time: null };
  const synced = (more: object) =>
    ({ success: true, changes: [], conflicts: [], errors: [], notes: [], ...more }) as unknown as SyncResult;
  const tellingSync = (more: object) => expectBoth((c) => answer(c, tellSync(synced(more), tellerOf(c)), ''));
  const tellingStatus = (more: object) => {
    const reached = { problem: null, help: [], sentence: undefined };
    const sides = { database: reached, google: reached, lastRun: null, calendars: [], refusal: null };
    const lists = { held: [], failed: [], notes: [] };
    const status = { ...sides, ...lists, ...more } as unknown as SyncStatus;
    return expectBoth((c) => answer(c, tellStatus(status, tellerOf(c)), ''));
  };

  test.each([...new Set(Object.values(linkedTable))])('the change %s', async (action) => {
    // In English the plan's own sentence: those are read in test/messages.
    await tellingSync({ changes: [{ ...ids, ...about, rule: `${action} (changed/changed)`, reason: 'x' }] });
  });

  test.each(conflictCodes)('the conflict %s', async (code) => {
    const conflict = { ...ids, ...about, id: '3f9a', code, reason: conflictReasons[code], fields: ['title'] };
    await tellingSync({ conflicts: [conflict] });
    await tellingStatus({ held: [conflict] });
  });

  test.each(Object.keys(failureReasons) as FailureCode[])('the failure %s, and what helps', async (code) => {
    await tellingSync({ errors: [{ ...ids, ...about, code, message: failureReasons[code] }] });
    const failed = { ...about, code, reason: failureReasons[code], help: 'renos-sync sync --retry-failed' };
    await tellingStatus({ failed: [{ ...failed, bookingId: 'b1', eventId: null }] });
    await tellingStatus({ failed: [{ ...failed, bookingId: null, eventId: 'e1' }] });
    const undone = { errors: [{ code, message: failureReasons[code], kind: 'booking', id: 'b1' }] };
    await expectBoth((c) => answer(c, tellUndone(undone as unknown as UndoResult, tellerOf(c)), ''));
  });

  test.each(Object.keys(noteMessages) as (keyof typeof noteMessages)[])('the note %s', async (code) => {
    const note = { ...ids, code, message: noteMessages[code] };
    await tellingSync({ notes: [note] });
    await tellingStatus({ notes: [note] });
  });

  test.each(['google-denied/role', 'database-busy/server'] as const)('what cannot be reached: %s', async (id) => {
    const { message, actions } = new Thrown({ id, params: failureSamples[id] });
    const sentence = { id, params: failureSamples[id] };
    await tellingStatus({ google: { problem: message, help: actions, sentence } });
    await tellingStatus({ refusal: message, refusalSentence: sentence });
  });
});
