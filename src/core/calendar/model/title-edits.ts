import type { Booking } from './booking.js';
import { type Content, namesOf, undecided } from './content.js';
import { namesCustomer, readTitle, renderTitle, titleAgrees } from './title.js';

/**
 * Which part of its title a booking has changed since both sides agreed. The same service for the same customer is not
 * an edit, even if another template now renders it differently.
 */
export function titleEdit(before: Content, booking: Booking, template: string): 'service' | 'customer' | null {
  if (before.title === undecided) return 'service';
  const now = namesOf(booking);
  if (before.named !== undefined) {
    if (before.named.service !== now.service) return 'service';
    return before.named.customer === now.customer ? null : 'customer';
  }
  // Stored by an earlier version, which kept only the title.
  if (before.customer !== booking.customerId) return 'customer';
  return titleAgrees(template, before.title, booking) ? null : 'service';
}

interface Titles {
  readonly booking: Booking;
  /** The present title of the event. */
  readonly title: string | null;
  readonly base: { readonly booking: Content; readonly event: Content };
  readonly template: string;
}

/**
 * How the title of a linked pair is merged. `both` is a conflict; `rename` takes the service from the event, and gives
 * it the customer.
 */
export type TitleMerge = 'booking' | 'event' | 'both' | 'rename' | null;

export function mergeTitle(titles: Titles): TitleMerge {
  const { booking, title, base, template } = titles;
  const here = titleEdit(base.booking, booking, template);
  const there = title !== base.event.title;
  if (here === null) return there ? 'event' : null;
  const isSame = title?.trim() === renderTitle(template, booking);
  const service = readTitle(title, readingOf(booking, base, template));
  if (here === 'service') {
    if (isSame || titleAgrees(template, title, booking)) return null;
    if (there && service === namesOf(booking).service && base.booking.title !== undecided) return 'booking';
    return there ? 'both' : 'booking';
  }
  if (isSame) return null;
  const isNamed = showsCustomer(title, titles);
  if (!there || service === namesOf(booking).service) return isNamed ? 'booking' : null;
  return isNamed ? 'rename' : 'event';
}

/** Whether a title changes with the customer: we rendered it, or a person's title contains the name. */
function showsCustomer(title: string | null, { booking, base, template }: Titles): boolean {
  const before = base.booking.named;
  const isMade = title === base.booking.title && title === base.event.title;
  if (isMade || before === undefined) return isMade;
  // Without a customer, the title was the service alone, so the whole present title is the service.
  if (before.customer === null) return title !== base.event.title || title === before.service;
  return namesCustomer(title, { ...readingOf(booking, base, template), customers: [before.customer] });
}

/** How the title of a linked pair's event is read. */
export function readingOf(booking: Booking | null, base: Titles['base'] | null, template: string) {
  const before = base?.booking.named;
  const agreed = { title: base?.event.title ?? null, service: before?.service ?? booking?.serviceType ?? null };
  return {
    template,
    customers: [before?.customer ?? null, booking?.customerName ?? null],
    ...(base === null ? {} : { agreed }),
  };
}
