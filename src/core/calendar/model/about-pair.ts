import { bookingTimeText } from './content.js';
import type { Pair } from './sync-plan.js';

/** Title and time of an item, by which a person recognizes it. */
export interface About {
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
