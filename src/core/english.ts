import type { Checks } from './codes/checks.js';
import type { Sentence } from './codes/failures.js';
import type { FindingId } from './codes/findings.js';
import type { ConflictCode, FailureValues, PlanReason } from './codes/reasons.js';
import type { Finding } from './results/import-result.js';
import type { LeftAlone } from './results/story-result.js';
import type { SyncResult } from './results/sync-result.js';

/** An item that cannot be synced. */
interface FailedItem {
  readonly code: string;
  readonly params?: FailureValues;
}

/** The same with the facts that a person needs to solve it. */
interface ItemToHelp extends FailedItem {
  readonly passing: boolean;
  readonly bookingId: string | null;
  readonly eventId: string | null;
}

/** Why a file is not imported as a whole, though the rest of it could be. */
export type RefusalId = 'no-customers' | 'most-rows-rejected' | 'many-renames' | 'many-renames/sorted';

interface ExplainedText {
  readonly message: string;
  /** Commands to run or settings to change, ready to paste, or a sentence. */
  readonly actions: readonly string[];
}

/** Turns codes into the English text of errors, logs, JSON and the library. */
export interface English {
  failure(sentence: Sentence): ExplainedText;
  /** `isStrict`: warnings count as errors. */
  finding(id: FindingId, params: object, isStrict: boolean): { readonly reason: string; readonly remedy: string };
  /** A finding in one line, with its place. */
  placed(finding: Pick<Finding, 'line' | 'record' | 'column' | 'reason'>): string;
  /** The remedy for a rejected row, by the rule that rejected it. */
  rejection(rule: string): { readonly code: string; readonly remedy: string };
  /** A finding that most rows of a column have. */
  ofWholeColumn(percent: number, reason: string, code: string): string;
  /** The option that imports the rest of a file anyway. */
  override(id: RefusalId): string;
  check<Id extends keyof Checks>(id: Id, params: Checks[Id]): ExplainedText;
  planned(reason: PlanReason): string;
  conflict(code: ConflictCode): string;
  failed(item: FailedItem): string;
  /** `isStoryShown`: the reader already sees the item's history. */
  help(item: ItemToHelp, isStoryShown: boolean): string;
  leftAlone(why: LeftAlone): string;
  note(code: SyncResult['notes'][number]['code']): string;
  notMoved(): string;
}

/** Until the messages are loaded, a code is its own text. */
let words: English = {
  failure: ({ id }) => ({ message: id, actions: [] }),
  finding: (id) => ({ reason: id, remedy: '' }),
  placed: ({ reason }) => reason,
  rejection: (code) => ({ code, remedy: '' }),
  ofWholeColumn: (_, reason) => reason,
  override: (id) => id,
  check: (id) => ({ message: id, actions: [] }),
  planned: ({ code }) => code,
  conflict: (code) => code,
  failed: ({ code }) => code,
  help: ({ code }) => code,
  leftAlone: (why) => why,
  note: (code) => code,
  notMoved: () => 'not-moved',
};

/** Gives core its English messages, at the start of the program (app/explain-failure.ts). */
export function speak(english: English): void {
  words = english;
}

/** The English messages of this process. */
export function inEnglish(): English {
  return words;
}
