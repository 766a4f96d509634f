import * as v from 'valibot';
import { count, moment, type Result, text } from './parts.js';

/** A customer that matches the search. */
const customer = v.object({
  id: v.string(),
  name: v.string(),
  email: text,
  phone: text,
  address: text,
  bookings: v.pipe(count, v.description('How many it has.')),
});

/** A booking that matches, or whose customer matches. */
const booking = v.object({
  id: v.string(),
  start: v.nullable(moment),
  end: v.nullable(moment),
  status: text,
  serviceType: text,
  address: text,
  customerId: text,
  customerName: text,
  eventId: v.pipe(text, v.description('The event that it is linked with.')),
});

export const findResult = v.object({
  success: v.literal(true),
  customers: v.pipe(v.array(customer), v.description('By name, at most --limit of them.')),
  customersFound: count,
  bookings: v.pipe(v.array(booking), v.description('The latest first, at most --limit of them.')),
  bookingsFound: count,
});
/** Output of `find --json`. */
export type FindResult = Result<typeof findResult>;
