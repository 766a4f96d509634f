import type { CalendarPort, WriteOptions } from '../model/calendar-port.js';
import type { CalendarEvent } from '../model/event.js';
import type { Link } from '../model/link.js';
import type { EventSide, Pair, PairPlan } from '../model/sync-plan.js';
import type { SyncRules } from '../model/sync-rules.js';
import type { EventKey } from '../model/sync-store.js';

/** Everything that a write to Google needs. */
export interface EventWriter {
  readonly port: CalendarPort;
  readonly rulesFor: (pair: Pair) => SyncRules;
  /** Plans a pair again if its event has changed since it was planned. */
  readonly planAgain: (pair: Pair, rules: SyncRules) => PairPlan;
  readonly how: WriteOptions;
  /** Searches the other synced calendars for an event that is gone from its own, if no booking has it. */
  readonly findElsewhere: (key: EventKey) => Promise<CalendarEvent | null>;
  /** Whether one of our runs created an event and ended before it stored the link. */
  readonly isUnstored: (event: CalendarEvent) => Promise<boolean>;
  /** Whether an event is linked with a booking. */
  readonly isLinked: (event: CalendarEvent) => Promise<boolean>;
}

/** The outcome of one attempt at a write. */
export type Step =
  | { readonly kind: 'done'; readonly event: CalendarEvent | null }
  | { readonly kind: 'unknown'; readonly stopped?: unknown }
  /**
   * The event is a series now, and a booking belongs to one occurrence: we must not write to the whole series. Or the
   * occurrence is gone because its series changed, and only a listing shows where it went.
   */
  | { readonly kind: 'series' }
  | Moved;

/** The event has changed since the plan was made: plan again. */
interface Moved {
  readonly kind: 'moved';
  readonly eventId: string;
  readonly side: EventSide;
  /** The calendar to which it was moved. */
  readonly calendarId?: string;
  /** For an event that was created earlier: the link that was never stored. */
  readonly link?: Link | null;
}

type Read = { readonly there: CalendarEvent | null } | { readonly kind: 'unknown'; readonly stopped: unknown };

/** The state of an event after a write. If it cannot be read, the result of a write without a reply stays unknown. */
export async function readBack(
  port: CalendarPort,
  { calendarId, eventId }: Pair,
  isUnconfirmed: boolean,
): Promise<Read> {
  try {
    return { there: eventId === null ? null : await port.get(calendarId, eventId) };
  } catch (error) {
    if (isUnconfirmed) return { kind: 'unknown', stopped: error };
    throw error;
  }
}
