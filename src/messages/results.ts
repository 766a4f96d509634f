import type { Failures } from '../core/codes/failures.js';
import type { SyncStatus } from '../core/results/status-result.js';
import type { SyncResult } from '../core/results/sync-result.js';
import { type Teller, tellFailure } from './failures.js';
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

function tellReach(reached: SyncStatus['google'], teller: Teller): SyncStatus['google'] {
  const { problem, help, sentence } = reached;
  if (problem === null) return reached;
  const { message, actions } = tellStated({ message: problem, actions: help, sentence }, teller);
  return { ...reached, problem: message, help: actions.map(textOf) };
}

/** A status, with reasons and help in a language. */
export function tellStatus(status: SyncStatus, teller: Teller): SyncStatus {
  const { causes } = messagesIn(teller.language);
  const say = voiceOf(teller.as, teller.language);
  const { refusal, refusalSentence: sentence } = status;
  return {
    ...status,
    refusal: refusal === null ? null : tellStated({ message: refusal, sentence }, teller).message,
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
