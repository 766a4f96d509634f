import type { SyncOptions } from '../../options/sync-options.js';
import { guestsOf } from '../model/content.js';
import type { Pair } from '../model/sync-plan.js';
import type { SyncRules } from '../model/sync-rules.js';
import type { LoadContext, Reading } from './load-calendar.js';

/** booking id → fields that wait for a person's decision */
type HeldFields = ReadonlyMap<string, ReadonlySet<string>>;

/** calendar id → the rules of its pairs */
export async function calendarRules(reading: Reading, pairs: readonly Pair[]): Promise<(id: string) => SyncRules> {
  const { options, store, calendar, newId, calendars } = reading;
  const listed = calendars.flatMap(({ events }) => [...events.values()].flatMap(guestsOf));
  const remembered = pairs.flatMap(({ event }) => event?.content.customer?.split(',') ?? []);
  const mails = new Set([...listed, ...remembered]);
  const customersByEmail = mails.size === 0 ? new Map() : await store.findCustomersByEmail([...mails]);
  const rules = new Map(
    calendars.map(({ calendarId, info }) => [
      calendarId,
      {
        titleTemplate: options.titleTemplate,
        timeZone: info.timeZone,
        direction: options.direction,
        policy: options.policy ?? 'newest',
        held: new Set<string>(),
        now: reading.now,
        skewMs: calendar.traffic().skewMs ?? 0,
        withAttendees: options.withAttendees,
        customersByEmail,
        askedMails: mails,
        newId,
      } satisfies SyncRules,
    ]),
  );
  return (calendarId) => {
    const found = rules.get(calendarId);
    if (found === undefined) throw new Error(`no calendar ${calendarId} was loaded`);
    return found;
  };
}

interface Said {
  /** The calendar's. */
  readonly rules: SyncRules;
  readonly held: HeldFields;
  readonly options: SyncOptions;
}

/** A calendar's rules, with a person's decisions about this booking. */
export function pairRules(pair: Pair, { rules, held: allHeld, options: { decisions, invite } }: Said): SyncRules {
  const bookingId = pair.link?.bookingId ?? pair.booking?.id ?? '';
  const chosen = decisions.get(bookingId);
  const choices = typeof chosen === 'object' ? chosen : {};
  const policy = (typeof chosen === 'string' ? chosen : choices.removed) ?? rules.policy;
  const held = (chosen === undefined ? allHeld.get(bookingId) : undefined) ?? rules.held;
  return { ...rules, policy, choices, held, withAttendees: rules.withAttendees || invite.has(bookingId) };
}

/** Held fields stay held, unless this run has a policy of its own. */
export async function findHeldFields({ store, options }: LoadContext, pairs: readonly Pair[]): Promise<HeldFields> {
  if (options.policy !== null) return new Map();
  const open = pairs.filter(({ link, booking, eventId }) =>
    link === null ? booking !== null && eventId !== null : link.seen !== null,
  );
  const keys = open.map(({ link, booking }) => [link?.heldAs ?? link?.bookingId ?? booking?.id ?? '', link] as const);
  if (keys.length === 0) return new Map();
  const held = await store.findHeld(keys.map(([id]) => id));
  return new Map(
    keys.flatMap(([id, link]) => {
      const fields = held.get(id)?.fields;
      return fields === undefined ? [] : [[link?.bookingId ?? id, new Set(Object.keys(fields))] as const];
    }),
  );
}
