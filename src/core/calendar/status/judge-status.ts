import { dataOf } from '../../errors.js';
import type { CalendarStatus, Reachability, RunOutcome, SyncStatus } from '../../results/status-result.js';
import type { Look } from './look-ahead.js';
import type { CalendarMemory, CalendarRun } from './status-result.js';

/** How Google answered. */
export function googleOf({ problem, milliseconds }: Look, as: string | null): Reachability {
  return {
    reachable: problem === null,
    milliseconds,
    as,
    problem: problem?.message ?? null,
    help: problem?.actions ?? [],
    ...(problem === null ? {} : { sentence: dataOf(problem) }),
  };
}

/** One calendar: its stored data, and the changes of the next run. */
export function calendarStatus(memory: CalendarMemory, { calendars, result }: Look, now: Date): CalendarStatus {
  const { calendarId, links, linkedEvents, tokenAt, lastRun, lastDone } = memory;
  const seen = calendars.find((calendar) => calendar.calendarId === calendarId);
  const mine = result?.changes.filter((change) => change.calendarId === calendarId) ?? [];
  const count = (side: string, ...actions: string[]) =>
    mine.filter((change) => change.side === side && actions.includes(change.action)).length;
  const counted = seen?.full === true ? [...seen.events.values()].filter(({ status }) => status !== 'cancelled') : null;
  return {
    calendarId,
    lastRun: lastRun === null ? null : runOf(lastRun),
    lastSync: lastDone?.toISOString() ?? null,
    linkedEvents: links,
    events: counted?.length ?? linkedEvents + count('database', 'create') - count('database', 'cancel'),
    eventsCounted: counted !== null,
    tokenAgeSeconds: tokenAt === null ? null : Math.round((now.getTime() - tokenAt.getTime()) / 1000),
    waiting:
      result === null
        ? null
        : {
            google: {
              created: count('google', 'create'),
              updated: count('google', 'update', 'revive'),
              deleted: count('google', 'delete'),
            },
            database: {
              created: count('database', 'create'),
              updated: count('database', 'update', 'revive'),
              cancelled: count('database', 'cancel'),
            },
          },
  };
}

/** When a scheduled run comes next. */
export function nextSync(last: Date, interval: number, now: Date): string {
  return new Date(Math.max(last.getTime() + interval, now.getTime())).toISOString();
}

interface Findings {
  readonly look: Look;
  readonly isStale: boolean;
  readonly needsAPerson: boolean;
  readonly toBeHeld: number;
}

/** The worst of all results. */
export function verdictOf({ look, isStale, needsAPerson, toBeHeld }: Findings): SyncStatus['verdict'] {
  if (look.problem !== null) return 'unreachable';
  if (isStale) return 'stale';
  if (needsAPerson) return 'attention';
  const isNothingLeft = look.result?.changes.length === 0 && look.result.elsewhere.length === 0;
  return isNothingLeft && toBeHeld === 0 ? 'in-step' : 'changes-waiting';
}

/** A run, as the report shows it. */
export function runOf({ id, status, startedAt, error }: CalendarRun): RunOutcome {
  return { id, status, startedAt: startedAt.toISOString(), error };
}
