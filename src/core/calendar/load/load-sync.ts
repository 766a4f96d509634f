import type { GuardRefusal } from '../../errors.js';
import { eachInTurn } from '../../give-way.js';
import { once } from '../../once.js';
import type { SyncOptions } from '../../options/sync-options.js';
import type { SyncResult } from '../../results/sync-result.js';
import type { CalendarEvent } from '../model/event.js';
import { type Keeping, keptEpochs, refuseCopy } from '../model/keeper.js';
import type { Pair, SkipReason } from '../model/sync-plan.js';
import type { SyncRules } from '../model/sync-rules.js';
import type { CalendarProgress, EventKey, KnownFailure, PairQuery } from '../model/sync-store.js';
import { midnightAfter } from '../model/zoned-day.js';
import { findDoubt, refuseUnstoredGone } from './doubt-reading.js';
import { withOrigins } from './event-origins.js';
import { confirmAbsent, findEventSides } from './find-event-sides.js';
import { followMoves } from './follow-moves.js';
import { askOtherCalendars, leaveKnownElsewhere } from './known-elsewhere.js';
import type { LoadContext } from './load-calendar.js';
import { asKept, type LoadedCalendar, loadCalendar } from './load-calendar.js';
import { followRows, placeNamed } from './named-events.js';
import { calendarRules, findHeldFields, pairRules } from './pair-rules.js';
import { pairUnlinked, skipReason } from './pair-unlinked.js';
import { findEmptied } from './refuse-emptied.js';
import { inDoubt } from './renewed-customers.js';
import { findRestored, pairsOfLostRows, settleRestored } from './restored.js';
import { readOutdated, withSentWrite } from './sent-writes.js';
import { unclearCode } from './unclear-pairs.js';
import { findUnstored } from './unstored-links.js';

/** The input of a plan: the changes of both sides, matched as pairs. */
export interface SyncState {
  readonly calendars: readonly LoadedCalendar[];
  readonly keeping: Keeping;
  readonly elsewhere: SyncResult['elsewhere'];
  /** calendar id → the epoch in which this database owns it */
  readonly epochs: ReadonlyMap<string, number>;
  readonly pairs: readonly Pair[];
  readonly skipped: Readonly<Partial<Record<SkipReason, number>>>;
  /** calendar id → number of pairs of which at least one side still exists. */
  readonly openLinks: ReadonlyMap<string, number>;
  /** Every linked event of a calendar is gone: refused unless a person confirms it. */
  readonly emptied: GuardRefusal | null;
  readonly failures: readonly KnownFailure[];
  /** Failures whose events are gone, or are skipped now. */
  readonly over: readonly KnownFailure[];
  /** Ids of links whose bookings were edited under a wrong clock. */
  readonly misdated: ReadonlySet<string>;
  /** When the run began, by our clock. */
  readonly now: Date;
  /** What a pair is decided by, a person's own decision included. */
  readonly rulesFor: (pair: Pair) => SyncRules;
}

/**
 * Reads the changes of both sides and matches them as pairs. Writes nothing; throws GuardRefusal if the reading itself
 * is doubtful.
 */
export async function loadSync(context: LoadContext): Promise<SyncState> {
  const { store, options } = context;
  const findFailures = once(() => store.findFailures(options.calendarIds));
  const { progress, keeping, elsewhere } = await store.readMemory(options.calendarIds);
  refuseCopy(keeping);
  const calendars = await loadCalendars(context, progress, findFailures);
  const reading = { ...context, calendars, findFailures };
  const epochs = keptEpochs(keeping, calendars.map(asKept));
  const stored = await store.findPairs(pairQuery(calendars, context.also ?? []));
  const unstored = await findUnstored(reading, stored);
  const named = await followRows(reading, { stored, unstored: unstored.linked });
  const { linked } = named;
  const restored = await findRestored(reading, { linked, epochs, keeping });
  // A run without changes skips queries that it does not need: without a linked pair, nothing can be removed.
  const openLinks =
    linked.length + unstored.withoutRow.size === 0 ? new Map() : await store.countOpenLinks(options.calendarIds);
  const isWanted = (event: CalendarEvent) => skipReason(event, calendars, options) === null;
  const listed = placeNamed(await findEventSides(calendars, linked), named);
  const pairs = await readOutdated(context.calendar, listed.pairs);
  const sides = followMoves({ ...listed, pairs }, calendars);
  const asked = await confirmAbsent(context.calendar, sides, (read) =>
    findDoubt(calendars, read, { openLinks, options }),
  );
  const found = await askOtherCalendars(reading, [...sides.pairs, ...asked]);
  const known = await eachInTurn(found, withSentWrite);
  const emptied = await findEmptied(context, known, calendars);
  const unlinkedEvents = await leaveKnownElsewhere(reading, { free: sides.free, isWanted });
  const lost = options.restored === null ? [] : await pairsOfLostRows(context, unlinkedEvents.free, restored);
  const lostEvents = new Set(lost.map(({ event }) => event.event));
  const free = unlinkedEvents.free.filter((event) => !lostEvents.has(event));
  const rulesOf = await calendarRules(reading, known);
  const unlinked = await pairUnlinked(reading, {
    free,
    parted: named.parted,
    taken: new Set(known.flatMap(({ booking }) => booking?.id ?? [])),
    rulesOf,
    unstored,
  });
  refuseUnstoredGone([...known, ...unlinked.pairs], { openLinks, options });
  const { restored: keep } = options;
  const judged =
    keep === null
      ? known
      : await eachInTurn(known, (pair) => settleRestored(pair, restored, { keep, rules: rulesOf(pair.calendarId) }));
  const all = [...judged, ...lost, ...(await withOrigins(context, unlinked.pairs, known))];
  const held = new Map([...(await findHeldFields(context, all)), ...inDoubt(judged, keep)]);
  const { linkedElsewhere } = unlinkedEvents;
  const hadFailures = calendars.some(({ progress }) => progress.hasFailures);
  const failures = all.length > 0 || hadFailures ? await findFailures() : [];
  const over = failuresOver(failures, calendars, all);
  return {
    calendars,
    keeping,
    elsewhere,
    // Unknown runs have written events: the next epoch marks these as older.
    epochs: restored.ahead.size === 0 ? epochs : new Map([...epochs].map(([id, epoch]) => [id, epoch + 1])),
    pairs: all,
    skipped: linkedElsewhere === 0 ? unlinked.skipped : { ...unlinked.skipped, 'linked-elsewhere': linkedElsewhere },
    openLinks,
    emptied,
    failures: failures.filter((failure) => !over.has(failure)),
    over: [...over],
    misdated: restored.misdated,
    now: context.now,
    rulesFor: (pair) => pairRules(pair, { rules: rulesOf(pair.calendarId), held, options }),
  };
}

function failuresOver(
  failures: readonly KnownFailure[],
  calendars: readonly LoadedCalendar[],
  pairs: readonly Pair[],
): ReadonlySet<KnownFailure> {
  if (failures.length === 0) return new Set();
  const byId = new Map(calendars.map((calendar) => [calendar.calendarId, calendar]));
  const keyOf = (calendarId: string, eventId: string | null) => `${calendarId}\n${eventId}`;
  const byEvent = new Map(pairs.map((pair) => [keyOf(pair.calendarId, pair.eventId), pair]));
  const booked = new Set(pairs.map(({ booking }) => booking?.id));
  const isOver = ({ calendarId, eventId, bookingId, code }: KnownFailure): boolean => {
    const calendar = byId.get(calendarId);
    if (bookingId !== null) return code === unclearCode && !booked.has(bookingId);
    if (eventId === null || calendar === undefined) return false;
    const pair = byEvent.get(keyOf(calendarId, eventId));
    if (pair !== undefined) return pair.booking !== null;
    return calendar.full || calendar.events.has(eventId) || calendar.expandedSeries.has(eventId);
  };
  return new Set(failures.filter(isOver));
}

async function loadCalendars(
  { calendar, options, now }: LoadContext,
  progress: ReadonlyMap<string, CalendarProgress>,
  findFailures: () => Promise<readonly KnownFailure[]>,
): Promise<readonly LoadedCalendar[]> {
  // An event that failed before it had a booking is only recorded by its calendar.
  const bookingless = options.retryFailed ? (await findFailures()).filter(({ bookingId }) => bookingId === null) : [];
  const again = new Set(bookingless.map(({ calendarId }) => calendarId));
  const loaded: LoadedCalendar[] = [];
  for (const calendarId of options.calendarIds) {
    const windowFor = (timeZone: string) => windowOf(options, now, timeZone);
    loaded.push(
      await loadCalendar(calendar, calendarId, {
        progress: progress.get(calendarId) ?? null,
        force: options.force || again.has(calendarId),
        included: includedWords(options),
        windowFor,
      }),
    );
  }
  return loaded;
}

function includedWords({ include }: SyncOptions): readonly string[] {
  return (['declined', 'private'] as const).filter((word) => include[word]);
}

/** 30 days back and 365 ahead by default, from midnight to midnight, so that the window moves once a day. */
export function windowOf({ since, until }: SyncOptions, now: Date, timeZone: string): LoadedCalendar['window'] {
  return { from: since ?? midnightAfter(now, -30, timeZone), until: until ?? midnightAfter(now, 366, timeZone) };
}

function pairQuery(calendars: readonly LoadedCalendar[], also: readonly EventKey[]): PairQuery {
  const keys = (ids: (calendar: LoadedCalendar) => Iterable<string>) =>
    calendars
      .filter(({ full }) => !full)
      .flatMap((calendar) => [...ids(calendar)].map((eventId) => ({ calendarId: calendar.calendarId, eventId })));
  return {
    calendarIds: calendars.map(({ calendarId }) => calendarId),
    // A series may have been a single event until now.
    events: [
      ...also,
      ...keys(({ events, expandedSeries, cancelledSeries }) => [
        ...events.keys(),
        ...expandedSeries.keys(),
        ...cancelledSeries,
      ]),
    ],
    // Any event may have been a series until now.
    series: keys(({ expandedSeries, cancelledSeries, events }) => [
      ...expandedSeries.keys(),
      ...cancelledSeries,
      ...events.keys(),
    ]),
    all: calendars.some(({ full }) => full),
  };
}
