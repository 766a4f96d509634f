import { inEnglish } from '../../english.js';
import type { SyncResult } from '../../results/sync-result.js';
import { canonicalJson } from './canonical-json.js';
import { type Base, bookingTimeText, type Content, namesOf } from './content.js';
import type { Pair, PairPlan } from './sync-plan.js';

type Note = SyncResult['notes'][number];
type Ids = Pick<Note, 'calendarId' | 'bookingId' | 'eventId'>;

/** A note if the account or the customer has declined a linked event. */
export function notesOf(ids: Ids, declined: Content['declined'], customerEmail: string | null): Note[] {
  const names = declined?.split(',') ?? [];
  const customer = customerEmail?.trim().toLowerCase() ?? '';
  const codes: Note['code'][] = [];
  if (names.includes('self')) codes.push('declined');
  if (customer !== '' && names.includes(customer)) codes.push('declined-by-customer');
  return codes.map((code) => noteOf(code, ids));
}

function noteOf(code: Note['code'], { calendarId, bookingId, eventId }: Ids): Note {
  return { code, message: inEnglish().note(code), calendarId, bookingId, eventId };
}

/** Notes about a pair that this run is the first to see; they are stored for the next one. `misdated` are ids of links. */
export function newNotes({ pair: { link, booking, event } }: PairPlan, misdated: ReadonlySet<string>): Note[] {
  if (link === null || booking === null || event === null) return [];
  const clock = misdated.has(link.id) ? [noteOf('clock-wrong', link)] : [];
  if (event.content.removed) return clock;
  const before = notesOf(link, link.base.event.declined, booking.customerEmail).map(({ code }) => code);
  const declined = notesOf(link, event.content.declined, booking.customerEmail);
  return [...clock, ...declined.filter(({ code }) => !before.includes(code))];
}

/** The base to store for a pair that agrees, if it has more than the agreed values; null if nothing is new. */
export function remembered({ link, booking, event }: Pair): Base | null {
  if (link === null || booking === null || event === null) return null;
  const { named: _, status: __, takenOver: ___, ...says } = link.base.booking;
  const { guest: ____, declined: _____, markedAs: ______, hidden: _______, ...eventSays } = link.base.event;
  const { guest, declined, markedAs, hidden } = event.content;
  const base = {
    booking: { ...says, named: namesOf(booking), status: booking.status },
    event: {
      ...eventSays,
      ...(guest === undefined ? {} : { guest }),
      ...(declined === undefined ? {} : { declined }),
      ...(markedAs === undefined ? {} : { markedAs }),
      // Until Google shows it again: what a person writes meanwhile is not seen either.
      ...(hidden === undefined ? {} : { hidden }),
    },
  };
  return canonicalJson(base) === canonicalJson(link.base) ? null : base;
}

/** Title and time of an item, by which a person recognizes it. */
interface About {
  readonly title: string | null;
  readonly time: string | null;
}

/** As the event has them, or as both last agreed, or as the booking has them. */
export function aboutPair(pair: Pick<Pair, 'event' | 'link' | 'booking'> | undefined): About {
  const { event = null, link = null, booking = null } = pair ?? {};
  const sides = [event?.content, link?.base.event, link?.base.booking];
  const say = (field: 'time' | 'title') => sides.map((side) => side?.[field] ?? null).find((text) => text !== null);
  return {
    title: say('title') ?? booking?.serviceType ?? null,
    time: say('time') ?? (booking?.hasUsableTime === true ? bookingTimeText(booking) : null),
  };
}
