import { moveCalendar } from '../calendar/move-calendar.js';
import type { KeptItem, UndoResult } from '../results/undo-result.js';
import type { RunToUndo, UndoOptions, UndoOutcome, UndoPorts } from './undo-ports.js';

const none = { removed: 0, restored: 0, madeAgain: 0 };

/** Moves the events of a move back to the original calendar; an event that is in another calendar now stays there. */
export async function undoMove(
  ports: UndoPorts,
  run: RunToUndo & { readonly moved: NonNullable<RunToUndo['moved']> },
  { dryRun, wait }: Pick<UndoOptions, 'dryRun' | 'wait'>,
): Promise<UndoOutcome> {
  const { from, to } = run.moved;
  const ids = new Set<string>();
  for await (const page of ports.store.findPastChanges(run.id))
    for (const { kind, id } of page) if (kind === 'event') ids.add(id);
  const links = ids.size === 0 ? [] : await ports.store.findLinks([], [...ids]);
  const places = new Map(links.map(({ eventId, calendarId }) => [eventId, calendarId]));
  const there = new Set([...ids].filter((id) => places.get(id) === to));
  const kept = [...ids].flatMap((id) => keptItem(id, places.get(id) ?? null, run.moved));
  const outcome = (runId: string | null, moved: ReadonlySet<string>, errors: UndoResult['errors']): UndoOutcome => ({
    stopped: null,
    result: {
      success: kept.length + errors.length === 0,
      dryRun,
      runId,
      undone: { id: run.id, kind: run.kind },
      customers: none,
      bookings: none,
      events: { ...none, restored: moved.size },
      kept,
      errors,
      changes: [...moved].map((id) => ({
        side: 'google',
        kind: 'event',
        id,
        action: 'restore',
        fields: { calendar: [to, from] },
      })),
    },
  });
  if (dryRun || there.size === 0) return outcome(null, there, []);
  const syncing = await ports.syncing();
  let runId: string | null = null;
  const start = async (_: unknown, facts: Readonly<Record<string, unknown>>) => {
    runId = await ports.runs.start('undo', { ...facts, run: run.id, rootKind: run.rootKind });
    return runId;
  };
  const runs = { ...ports.runs, start };
  const moving = { ...syncing, runs, leases: ports.leases, progress: ports.progress, signal: ports.signal };
  const { failed } = await moveCalendar(moving, { from: to, to: from, dryRun: false, wait, only: there });
  const failures = new Set(failed.map(({ eventId }) => eventId));
  const errors = failed.map(({ eventId, reason }) => ({
    code: 'event-not-found',
    message: reason,
    kind: 'event' as const,
    id: eventId,
  }));
  return outcome(runId, new Set([...there].filter((id) => !failures.has(id))), errors);
}

/** An event that is already back needs nothing; one in a third calendar, or without a booking, is left. */
function keptItem(id: string, place: string | null, { from, to }: NonNullable<RunToUndo['moved']>): KeptItem[] {
  if (place === to || place === from) return [];
  const fields = { calendar: { before: from, written: to, now: place } };
  const reason = place === null ? 'not-linked' : 'changed-since';
  return [{ side: 'google', kind: 'event', id, reason, fields, usedBy: [] }];
}
