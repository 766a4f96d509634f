import { inEnglish } from '../../english.js';
import { eachInTurn } from '../../give-way.js';
import type { SyncChange, SyncConflict, SyncFailure, SyncResult } from '../../results/sync-result.js';
import type { SyncState } from '../load/load-sync.js';
import { conflictReason } from '../model/conflict.js';
import { undecided } from '../model/content.js';
import { newNotes } from '../model/pair-notes.js';
import type { Failure, PairPlan, SyncPlan } from '../model/sync-plan.js';
import type { KnownFailure } from '../model/sync-store.js';
import { isPulledAlone } from './half-done.js';
import type { EventResult } from './write-event.js';

interface ResultOf {
  readonly state: SyncState;
  readonly plan: SyncPlan;
  /** null on a dry run: the plan is the result. */
  readonly results: readonly EventResult[] | null;
  readonly movedBookings: ReadonlySet<string>;
  /** Bookings that the database refused. */
  readonly refused: readonly KnownFailure[];
  readonly requests: number;
  readonly at: Date;
}

/** Builds the result of a run; for a dry run, of the changes that it would make. */
export async function syncResult(of: ResultOf): Promise<SyncResult> {
  const { state, plan, results, movedBookings, refused, requests, at } = of;
  const done = results ?? plan.pairs.map((pair): EventResult => ({ plan: pair, event: null, failure: pair.failure }));
  const fine = done.filter(({ failure }) => failure === null);
  const halves = done.filter(({ plan: pair, failure }) => failure !== null && isPulledAlone(pair));
  const isRefused = refusalsOf(refused);
  const finished = [...fine, ...halves.map((half) => ({ ...half, plan: { ...half.plan, google: null } }))];
  const changes = (await eachInTurn(finished, ({ plan: pair, event }) => changesOf(pair, event?.id ?? null)))
    .flat()
    .filter(({ side, bookingId }) => side === 'google' || bookingId === null || !movedBookings.has(bookingId))
    .filter((change) => change.side === 'google' || !isRefused(change));
  const { google, database } = countsOf(changes);
  const planned = new Map<string | null, PairPlan>(
    refused.length === 0 ? [] : done.map(({ plan: pair }) => [idOf(pair), pair]),
  );
  const failed = await eachInTurn(done, ({ plan: pair, failure }) =>
    failure === null ? [] : [failureOf(pair, failure)],
  );
  const errors = [
    ...failed.flat(),
    ...refused.map((failure) => {
      const { code, calendarId, bookingId, eventId } = failure;
      const plan = planned.get(bookingId ?? eventId);
      const about = plan === undefined ? { time: null, title: null } : nameOf(plan);
      return { ...about, code, message: inEnglish().failed(failure), calendarId, bookingId, eventId };
    }),
  ];
  return {
    success: errors.length === 0,
    dryRun: results === null,
    eventsProcessed: state.pairs.length,
    eventsCreated: google.created + database.created,
    eventsUpdated: google.updated + database.updated,
    eventsDeleted: google.deleted + database.cancelled,
    errors,
    lastSyncTime: at.toISOString(),
    google,
    database,
    linked: fine.filter(({ plan: { action, base } }) => action === 'adopt' && base !== null).length,
    conflicts: (await eachInTurn(done, ({ plan: pair }) => conflictOf(pair))).flat(),
    skipped: plan.skipped,
    deferred: plan.deferred,
    requests,
    changes,
    elsewhere: state.elsewhere,
    notes: (await eachInTurn(fine, ({ plan: pair }) => newNotes(pair, state.misdated))).flat(),
  };
}

type OfPair = Pick<SyncChange, 'bookingId' | 'eventId' | 'calendarId'>;

/** Tells whether a failure concerns the booking of a change; a booking that was not created has only its event. */
function refusalsOf(refused: readonly KnownFailure[]): (change: OfPair) => boolean {
  const bookings = new Set(refused.map(({ bookingId }) => bookingId));
  const keyOf = ({ calendarId, eventId }: Pick<OfPair, 'calendarId' | 'eventId'>) => `${calendarId}\n${eventId}`;
  const events = new Set(refused.filter(({ bookingId }) => bookingId === null).map(keyOf));
  return (change) => (change.bookingId !== null && bookings.has(change.bookingId)) || events.has(keyOf(change));
}

/** Time and title of a pair: as both will agree, or as the event has them, or as both last agreed. */
function aboutOf({ pair, base }: PairPlan): Pick<SyncChange, 'time' | 'title'> {
  const sides = [base?.booking, pair.event?.content, pair.link?.base.booking];
  const say = (field: 'time' | 'title') =>
    sides.map((side) => side?.[field] ?? null).find((text) => text !== null && text !== undecided) ?? null;
  return { time: say('time'), title: say('title') };
}

/** A pair is shown with its booking's values, as in `conflicts` and `show`; without a booking, with those above. */
function nameOf(plan: PairPlan): Pick<SyncChange, 'time' | 'title'> {
  const { booking } = plan.pair;
  if (booking === null) return aboutOf(plan);
  const { start, end, hasUsableTime, serviceType, customerName } = booking;
  const title = [serviceType, customerName].filter((text) => text !== null && text !== '').join(' - ');
  const time = hasUsableTime ? `${start.toISOString()}/${end.toISOString()}` : null;
  return { time, title: title === '' ? null : title };
}

const idOf = ({ pair }: PairPlan) => pair.booking?.id ?? pair.link?.bookingId ?? pair.eventId;

function changesOf(plan: PairPlan, newEventId: string | null): SyncChange[] {
  const { pair, google, database, reason } = plan;
  const shared = {
    ...aboutOf(plan),
    calendarId: pair.calendarId,
    reason: inEnglish().planned(reason),
    rule: `${plan.action} (${plan.state})`,
    eventId: newEventId ?? pair.eventId,
  };
  const bookingId = pair.booking?.id ?? pair.link?.bookingId ?? null;
  return [
    ...(google === null
      ? []
      : [{ side: 'google' as const, action: google.kind, ...shared, bookingId, fields: google.fields }]),
    ...(database === null
      ? []
      : [
          {
            side: 'database' as const,
            action: database.kind,
            ...shared,
            bookingId: database.kind === 'create' ? database.booking.id : bookingId,
            fields: database.fields,
          },
        ]),
  ];
}

function failureOf(plan: PairPlan, failure: Failure): SyncFailure {
  const { pair } = plan;
  return {
    ...nameOf(plan),
    code: failure.code,
    message: inEnglish().failed(failure),
    calendarId: pair.calendarId,
    bookingId: pair.booking?.id ?? null,
    eventId: pair.eventId,
  };
}

function conflictOf(plan: PairPlan): SyncConflict[] {
  const { pair, conflict } = plan;
  if (conflict === null) return [];
  const { fields, decision, reason } = conflict;
  return [
    {
      ...nameOf(plan),
      bookingId: pair.booking?.id ?? pair.link?.bookingId ?? null,
      eventId: pair.eventId,
      fields: Object.keys(fields),
      decision,
      ...conflictReason(reason),
      values: fields,
    },
  ];
}

/** How many changes there are of each kind on each side. */
export function countsOf(changes: readonly SyncChange[]): Pick<SyncResult, 'google' | 'database'> {
  const count = (side: SyncChange['side'], ...actions: SyncChange['action'][]) =>
    changes.filter((change) => change.side === side && actions.includes(change.action)).length;
  return {
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
  };
}
