import type { Failures } from '../core/codes/failures.js';
import type { Finding, ImportAndSyncResult, ImportResult } from '../core/results/import-result.js';
import type { ApplyResult, PlanItem } from '../core/results/plan-result.js';
import type { SyncStatus } from '../core/results/status-result.js';
import type { SyncResult } from '../core/results/sync-result.js';
import type { UndoResult } from '../core/results/undo-result.js';
import { type Teller, tellFailure } from './failures.js';
import { placeFinding, tellFinding, tellFindings, tellRefusal } from './findings.js';
import { messagesIn } from './messages.js';
import { type Explanation, textOf, voiceOf } from './voice.js';

/** An error inside a result: its English text, and its sentence as data. */
interface Stated {
  readonly message: string;
  readonly actions?: readonly string[];
  readonly sentence: { readonly id: string; readonly params: object } | undefined;
}

/** An error inside a result; in English if an earlier version stored it. */
export function tellStated({ message, actions = [], sentence }: Stated, teller: Teller): Explanation {
  if (sentence === undefined) return { message, actions };
  return tellFailure({ id: sentence.id as keyof Failures, params: sentence.params }, teller);
}

/** The result of a sync, with its reasons in a language. */
export function tellSync(result: SyncResult, { language }: Teller): SyncResult {
  const { causes } = messagesIn(language);
  return {
    ...result,
    changes: result.changes.map((change) => ({ ...change, reason: causes.change(change) })),
    conflicts: result.conflicts.map((conflict) => ({ ...conflict, reason: causes.conflict(conflict) })),
    errors: result.errors.map((error) => ({ ...error, message: causes.failure({ ...error, reason: error.message }) })),
    notes: result.notes.map((note) => ({ ...note, message: causes.note(note) })),
  };
}

/** What an import did, with its findings in the words of a language. */
export function tellImport<Result extends ImportResult>(result: Result, teller: Teller): Result {
  const findings = result.findings.map((one) => ({ ...one, ...tellFinding(one, teller) }));
  const placed = (severity: Finding['severity']) =>
    findings.filter((one) => one.severity === severity).map((one) => placeFinding(one, teller.language));
  return {
    ...result,
    errors: placed('error'),
    warnings: placed('warning'),
    findings,
    findingGroups: result.findingGroups.map((one) => ({ ...one, ...tellFindings(one, teller) })),
    refusal: result.refusal === null ? null : tellRefusal(result.refusal, teller),
  };
}

/** The same with the sync that followed it. */
export function tellImportAndSync(result: ImportAndSyncResult, teller: Teller): ImportAndSyncResult {
  return { ...tellImport(result, teller), sync: result.sync === null ? null : tellSync(result.sync, teller) };
}

/** What applying a plan did, with its reasons in the words of a language. */
export function tellApplied(result: ApplyResult, teller: Teller): ApplyResult {
  return {
    ...result,
    sync: result.sync === null ? null : tellSync(result.sync, teller),
    import: result.import === null ? null : tellImport(result.import as ImportResult, teller),
  };
}

/** What is planned for a pair, with its reason in the words of a language. */
export function tellPairItem(item: PlanItem<'sync'>, { language }: Teller): PlanItem<'sync'> {
  return { ...item, reason: messagesIn(language).causes.change(item) };
}

/** What an undo did, with what failed in the words of a language. */
export function tellUndone(result: UndoResult, { language }: Teller): UndoResult {
  const { causes } = messagesIn(language);
  return { ...result, errors: result.errors.map((error) => ({ ...error, message: causes.undone(error) })) };
}

type RecordedRun = Pick<NonNullable<SyncStatus['lastRun']>, 'error' | 'errorSentence'>;

function tellReach(reached: SyncStatus['google'], teller: Teller): SyncStatus['google'] {
  const { problem, help, sentence } = reached;
  if (problem === null) return reached;
  const { message, actions } = tellStated({ message: problem, actions: help, sentence }, teller);
  return { ...reached, problem: message, help: actions.map(textOf) };
}

/** A run, with its error in a language. */
export function tellRun<Run extends RecordedRun>(run: Run, teller: Teller): Run {
  const { error, errorSentence: sentence } = run;
  return error === null ? run : { ...run, error: tellStated({ message: error, sentence }, teller).message };
}

/** A status, with reasons and help in a language. */
export function tellStatus(status: SyncStatus, teller: Teller): SyncStatus {
  const { causes } = messagesIn(teller.language);
  const say = voiceOf(teller.as, teller.language);
  const { refusal, refusalSentence: sentence } = status;
  return {
    ...status,
    refusal: refusal === null ? null : tellStated({ message: refusal, sentence }, teller).message,
    lastRun: status.lastRun && tellRun(status.lastRun, teller),
    calendars: status.calendars.map((one) => ({ ...one, lastRun: one.lastRun && tellRun(one.lastRun, teller) })),
    held: status.held.map((one) => ({
      ...one,
      reason: causes.conflict(one),
      help: say.here(`renos-sync conflicts resolve ${one.id}`),
    })),
    failed: status.failed.map((one) => ({ ...one, reason: causes.failure(one), help: textOf(causes.help(one, say)) })),
    notes: status.notes.map((note) => ({ ...note, message: causes.note(note) })),
    database: tellReach(status.database, teller),
    google: tellReach(status.google, teller),
  };
}
