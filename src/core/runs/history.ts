import { ConfigurationError, saying } from '../errors.js';
import type { FindStore, ItemName } from '../find/find.js';
import type { JournalEntry, RunKind, RunRecord } from '../ports.js';
import type { HistoryResult, RunResult, UndoStory } from '../results/story-result.js';

/** A run, as the list shows it. */
export interface RunLine extends RunRecord {
  /** null while it is running, or if it was killed. */
  readonly durationMs: number | null;
  /** How many entries its journal has. */
  readonly changes: number;
}

/** One entry of a run's journal. */
interface JournalLine extends JournalEntry {
  readonly runId: string;
  /** 1 is the run's first. */
  readonly seq: number;
  readonly at: Date;
}

interface RunQuery {
  readonly kind: RunKind | null;
  /** Runs that changed one of these customers, their bookings or the events of these; null: no condition. */
  readonly customerIds?: readonly string[] | null;
  /** Runs that began within [from, until). */
  readonly day?: readonly [from: Date, until: Date] | null;
  /** null = all. */
  readonly limit: number | null;
}

/** A booking, and its event if they are linked. */
interface PairIds {
  readonly bookingId: string;
  readonly calendarId: string | null;
  readonly eventId: string | null;
}

/** The stored runs and their changes. */
export interface HistoryStore {
  /** The newest first. */
  findRuns(query: RunQuery): Promise<readonly RunLine[]>;
  /** Runs whose id begins with this text; if one has exactly this id, only that one. */
  findRunsLike(beginning: string): Promise<readonly RunLine[]>;
  /** A run's changes in order; `limit` null = all. */
  findChangesOfRun(runId: string, limit: number | null): Promise<readonly JournalLine[]>;
  /** Bookings whose id, or whose event's id, begins with this text; if some have exactly this id, only those. */
  findPairsLike(beginning: string): Promise<readonly PairIds[]>;
  /** The changes of all runs to these bookings, events or customers, the oldest first. */
  findChangesOfItems(itemIds: readonly string[]): Promise<readonly JournalLine[]>;
}

/** The last runs, the newest first. */
export async function listRuns(store: HistoryStore, query: RunQuery): Promise<HistoryResult> {
  return { success: true, runs: (await store.findRuns(query)).map(runStory) };
}

/** Additional data of a run. */
interface AroundRun {
  readonly undoOf?: (run: RunLine) => Promise<UndoStory | null>;
  readonly find?: Pick<FindStore, 'nameItems'>;
}

/** One run with its changes; its id may be shortened. Throws ConfigurationError (exit 2) unless exactly one matches. */
export async function showRun(
  store: HistoryStore,
  id: string,
  limit: number | null,
  { undoOf, find }: AroundRun = {},
): Promise<RunResult> {
  const run = await findOneRun(store, id);
  const changes = await store.findChangesOfRun(run.id, limit);
  const ids = [...new Set(changes.map(({ itemId }) => itemId))];
  const names = find === undefined || ids.length === 0 ? new Map<string, ItemName>() : await find.nameItems(ids);
  const named = changes.map((change) => ({ ...changeStory(change), ...nameOf(change, names.get(change.itemId)) }));
  return { success: true, run: runStory(run), changes: named, undo: (await undoOf?.(run)) ?? null };
}

/** Title and time of an item: the present ones, or if the item is gone, those in the change. */
function nameOf({ fields }: JournalLine, now: ItemName | undefined): Partial<ItemName> {
  if (now !== undefined) return now;
  const said = (...names: string[]) =>
    names.flatMap((name) => fields[name] ?? []).find((value) => typeof value === 'string');
  const [title, time] = [said('title', 'name'), said('time')] as (string | undefined)[];
  return { ...(title === undefined ? {} : { title }), ...(time === undefined ? {} : { time }) };
}

/**
 * The one run with this id, or with an id that begins with it. Throws ConfigurationError (exit 2) unless there is
 * exactly one.
 */
export async function findOneRun(store: Pick<HistoryStore, 'findRunsLike'>, id: string): Promise<RunLine> {
  const found = await store.findRunsLike(id);
  const [run] = found;
  if (run === undefined || found.length > 1) throw notOneRun(found);
  return run;
}

export function changeStory({ seq: _, at, ...entry }: JournalLine): RunResult['changes'][number] {
  return { ...entry, at: at.toISOString() };
}

function runStory({ startedAt, finishedAt, ...run }: RunLine): RunResult['run'] {
  return { ...run, startedAt: startedAt.toISOString(), finishedAt: finishedAt?.toISOString() ?? null };
}

function notOneRun(found: readonly RunLine[]): ConfigurationError {
  if (found.length === 0) return new ConfigurationError(saying('run-unknown/none', {}));
  const ids = found.slice(0, 3).map(({ id }) => id);
  return new ConfigurationError(saying('run-unknown/several', { count: found.length, ids }));
}
