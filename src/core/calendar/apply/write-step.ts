import type { CalendarPort, WriteOptions } from '../model/calendar-port.js';
import type { CalendarEvent } from '../model/event.js';
import type { Link } from '../model/link.js';
import type { EventSide, Pair, PairPlan } from '../model/sync-plan.js';
import type { SyncRules } from '../model/sync-rules.js';
import type { EventKey } from '../model/sync-store.js';

/** All that a write to Google needs. */
export interface EventWriter {
  readonly port: CalendarPort;
  readonly rulesFor: (pair: Pair) => SyncRules;
  /** Plans a pair again whose event is not what it was planned for. */
  readonly planAgain: (pair: Pair, rules: SyncRules) => PairPlan;
  readonly how: WriteOptions;
  /** Finds an event that has gone from its calendar in another one that is synced, where no booking has it. */
  readonly findElsewhere: (key: EventKey) => Promise<CalendarEvent | null>;
  /** Whether a run of ours made an event, and was ended before it stored the link. */
  readonly isUnstored: (event: CalendarEvent) => Promise<boolean>;
}

/** What became of one attempt at a write. */
export type Step =
  | { readonly kind: 'done'; readonly event: CalendarEvent | null }
  | { readonly kind: 'unknown'; readonly stopped?: unknown }
  /**
   * What bears the id is a series by now, of which a booking is one occurrence: all of it is none of ours to write. Or
   * the occurrence has gone with a change of its series, and only a listing tells where to.
   */
  | { readonly kind: 'series' }
  | Moved;

/** The event is not what the plan was made for: plan again. */
export interface Moved {
  readonly kind: 'moved';
  readonly eventId: string;
  readonly side: EventSide;
  /** Where it is in another calendar by now. */
  readonly calendarId?: string;
  /** Of an event that was made before: the link that was never stored. */
  readonly link?: Link | null;
}

type Read = { readonly there: CalendarEvent | null } | { readonly kind: 'unknown'; readonly stopped: unknown };

/** What became of an event. A write without a reply stays unheard of where that cannot be read either. */
export async function readBack(port: CalendarPort, { calendarId, eventId }: Pair, isUnheard: boolean): Promise<Read> {
  try {
    return { there: eventId === null ? null : await port.get(calendarId, eventId) };
  } catch (error) {
    if (isUnheard) return { kind: 'unknown', stopped: error };
    throw error;
  }
}
