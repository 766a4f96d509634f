/**
 * How well a first sync finds which event belongs to which booking: 500 days with one to six teams an hour, with the
 * titles, gaps and typing errors of real calendars. Prints wrong pairs and the share of the true pairs that is found.
 * `npm run bench:pairing`; RENOS_SEED picks another set.
 */

import { matchPairs } from '../src/core/calendar/match/match-pairs.js';
import type { Booking } from '../src/core/calendar/model/booking.js';
import type { CalendarEvent } from '../src/core/calendar/model/event.js';
import type { SyncRules } from '../src/core/calendar/model/sync-rules.js';
import { defaultTitleTemplate } from '../src/core/calendar/model/title.js';
import { madeUpCustomer, randomNumbers } from './made-up-customers.js';

const days = 500;
const customers = 400;
const seed = Number(process.env.RENOS_SEED ?? 20_261_129);
const random = randomNumbers(seed);
const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
const chance = (share: number) => random() < share;

const services = [
  'Vinduer',
  'Fast rengøring',
  'Flytterengøring',
  'Hovedrengøring',
  'Vinduer indvendig',
  'Erhverv',
  'Gulvvask',
];
const hours = [7, 8, 9, 10, 12, 13, 15];
const words = ['Nøgle', 'Kode', 'Hund i huset', 'Ring først', 'Stige med', 'Parkering i gården', 'Alarm'];

interface Visit {
  readonly id: string;
  readonly service: string;
  readonly customer: { readonly id: string; readonly name: string; readonly email: string };
  readonly address: string;
  readonly notes: string;
  readonly start: Date;
  readonly end: Date;
}

function typo(text: string): string {
  const at = 1 + Math.floor(random() * Math.max(1, text.length - 2));
  if (/[\d\s]/.test(text.slice(at, at + 2))) return text;
  return pick([
    () => text.slice(0, at) + text.slice(at + 1),
    () => text.slice(0, at) + pick([...'aeinrst']) + text.slice(at),
    () => text.slice(0, at) + text.charAt(at + 1) + text.charAt(at) + text.slice(at + 2),
  ])();
}

function visitsOf(day: number): Visit[] {
  const visits: Visit[] = [];
  for (const hour of hours.filter(() => chance(0.5))) {
    const teams = 1 + Math.floor(random() * 6);
    for (let team = 0; team < teams; team += 1) {
      const number = Math.floor(random() * customers);
      const { name, email, street, town } = madeUpCustomer(number);
      const start = new Date(Date.UTC(2026, 0, 1 + day, hour));
      const minutes = pick([60, 90, 120, 120, 180]);
      visits.push({
        id: `visit-${day}-${hour}-${team}`,
        service: pick(services),
        customer: { id: `k${number}`, name, email },
        address: `${street}, ${town}`,
        notes: `${pick(words)} ${1000 + Math.floor(random() * 9000)}`,
        start,
        end: new Date(start.getTime() + minutes * 60_000),
      });
    }
  }
  return visits;
}

function bookingOf({ id, service, customer, address, notes, start, end }: Visit): Booking {
  const isKnown = chance(0.96);
  return {
    id,
    customerId: isKnown ? customer.id : null,
    customerName: isKnown ? customer.name : null,
    customerEmail: isKnown && chance(0.8) ? customer.email : null,
    serviceType: chance(0.95) ? service : null,
    address: chance(0.9) ? address : null,
    start,
    end,
    hasUsableTime: true,
    status: 'scheduled',
    notes: chance(0.7) ? notes : null,
    notedEventId: null,
    updatedAt: start,
    fingerprint: id,
  };
}

function titleOf({ service, customer, address }: Visit): string {
  const surname = customer.name.split(' ').at(-1) ?? '';
  const first = customer.name.split(' ')[0] ?? '';
  const street = address.split(',')[0] ?? '';
  const title = pick([
    () => service,
    () => service,
    () => `${service} - ${customer.name}`,
    () => `${service} - ${customer.name}`,
    () => `${service} ${surname}`,
    () => `${customer.name}: ${service.toLowerCase()}`,
    () => `${service} hos ${first}`,
    () => `${service}, ${street}`,
    () => customer.name,
  ])();
  return chance(0.12) ? typo(title) : title;
}

function eventOf(visit: Visit): CalendarEvent {
  const { id, customer, address, notes, start, end } = visit;
  const location = chance(0.25) ? address.split(',')[0] : address;
  const guest: CalendarEvent['attendees'][number] = {
    email: customer.email.toLowerCase(),
    displayName: null,
    self: false,
    organizer: false,
    resource: false,
    responseStatus: 'needsAction',
    asReceived: {},
  };
  return {
    calendarId: 'primary',
    id: `event-${id}`,
    etag: '"1"',
    status: 'confirmed',
    eventType: 'default',
    title: titleOf(visit),
    location: chance(0.8) ? (chance(0.1) ? typo(location ?? '') : (location ?? null)) : null,
    description: chance(0.6) ? (chance(0.1) ? typo(notes) : notes) : null,
    start: { kind: 'timed', at: start, timeZone: null },
    end: { kind: 'timed', at: chance(0.05) ? new Date(end.getTime() + 30 * 60_000) : end, timeZone: null },
    updated: start,
    htmlLink: null,
    visibility: 'default',
    attendees: chance(0.1) ? [guest] : [],
    hidesGuests: false,
    hidesDetails: false,
    recurrence: null,
    recurringEventId: null,
    originalStart: null,
    bookingId: null,
    mark: null,
    guest: null,
    keeper: null,
  };
}

const visits = Array.from({ length: days }, (_, day) => visitsOf(day)).flat();
const bookings: Booking[] = [];
const events: CalendarEvent[] = [];
let pairs = 0;
for (const visit of visits) {
  const sides = random();
  if (sides < 0.95) bookings.push(bookingOf(visit));
  if (sides > 0.05) events.push(eventOf(visit));
  if (sides > 0.05 && sides < 0.95) pairs += 1;
}
const shuffled = <T>(items: readonly T[]) => items.map((item) => ({ item, at: random() })).sort((a, b) => a.at - b.at);
const rules: SyncRules = {
  titleTemplate: defaultTitleTemplate,
  timeZone: 'Europe/Copenhagen',
  direction: 'bidirectional',
  policy: 'newest',
  now: new Date(),
  skewMs: 0,
  withAttendees: false,
  customersByEmail: new Map(visits.map(({ customer }) => [customer.email.toLowerCase(), customer])),
  askedMails: new Set(),
  held: new Set(),
  newId: () => '',
};
const startedAt = performance.now();
const { matches, unclear } = await matchPairs(
  shuffled(bookings).map(({ item }) => item),
  shuffled(events).map(({ item }) => item),
  () => rules,
);
const milliseconds = performance.now() - startedAt;
const wrong = matches.filter(({ booking, event }) => event.id !== `event-${booking.id}`);
const found = matches.length - wrong.length;
const share = ((100 * found) / pairs).toFixed(2);
process.stdout.write(`seed ${seed}: ${bookings.length} bookings, ${events.length} events on ${days} days, ${pairs} true pairs
wrong pairs       ${wrong.length}, at most 0
true pairs found  ${share} % (${found}), at least 95 %
left alone        ${[...unclear].length} bookings and events that nothing tells apart
time              ${Math.round(milliseconds)} ms\n`);
if (process.env.RENOS_SHOW !== undefined) {
  for (const { booking, event } of wrong) process.stdout.write(`${JSON.stringify([booking, event])}\n`);
  const matched = new Set(matches.map(({ booking }) => booking));
  const missed = bookings.filter((booking) => !matched.has(booking));
  for (const booking of missed.slice(0, 40)) {
    const event = events.find(({ id }) => id === `event-${booking.id}`);
    if (event !== undefined)
      process.stdout.write(
        `${JSON.stringify([unclear.has(booking), booking.serviceType, booking.customerName, booking.address, booking.notes, '::', event.title, event.location, event.description])}\n`,
      );
  }
}
if (wrong.length > 0 || found / pairs < 0.95) process.exitCode = 1;
