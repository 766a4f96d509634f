import { GuardRefusal, saying } from '../../errors.js';
import type { SyncOptions } from '../../options/sync-options.js';
import { removalLimit } from '../../removal-limit.js';
import { seriesRoot } from '../model/event-id.js';
import type { PairPlan } from '../model/sync-plan.js';

interface Measure {
  /** calendar id → number of open links */
  readonly openLinks: ReadonlyMap<string, number>;
  readonly options: SyncOptions;
}

/** Why (exit 3) plans are refused that would together remove too many pairs on one side, linked or not. */
export function findMassRemoval(plans: readonly PairPlan[], { openLinks, options }: Measure): GuardRefusal | null {
  for (const calendarId of options.calendarIds) {
    const links = openLinks.get(calendarId) ?? 0;
    const mine = plans.filter(({ pair }) => pair.calendarId === calendarId);
    const events = mine.filter(({ google }) => google?.kind === 'delete');
    const bookings = mine.filter(({ database }) => database?.kind === 'cancel');
    // Pairs without a link are not counted in the links, but removing all of them is 100 % too.
    const limit = removalLimit(Math.max(links, events.length, bookings.length), options);
    const isTooMany = (removed: readonly PairPlan[]) => removed.length > limit || isAll(removed, links, options);
    if (isTooMany(events)) return tooMany('too-many-removals/events', events.map(idOf), links);
    if (isTooMany(bookings)) return tooMany('too-many-removals/bookings', bookings.map(idOf), links);
  }
  return null;
}

/**
 * Whether everything that is linked is removed, however few. A series counts as one removal, and one or two may be
 * intended.
 */
function isAll(removed: readonly PairPlan[], links: number, { maxDeletes }: SyncOptions): boolean {
  if (maxDeletes !== null || links < 3 || removed.length < links) return false;
  const linked = removed.flatMap(({ pair: { link } }) => link ?? []);
  const series = new Set(linked.map(({ recurringEventId, eventId }) => seriesRoot(recurringEventId ?? eventId)));
  return linked.length >= links && series.size >= 3;
}

function idOf({ pair }: PairPlan): string {
  return pair.link?.bookingId ?? pair.eventId ?? '';
}

type RemovalSentence = 'too-many-removals/events' | 'too-many-removals/bookings';

function tooMany(sentence: RemovalSentence, items: readonly string[], links: number): GuardRefusal {
  return new GuardRefusal(saying(sentence, { removed: items.length, links }), { items });
}
