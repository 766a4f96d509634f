import { type BookingEdit, changeBooking, findEditable } from '../../app/edit-booking.js';
import { failureIn } from '../../app/explain-failure.js';
import { readStory } from '../../app/read.js';
import { readWeek } from '../../app/read-week.js';
import type { Services } from '../../app/services.js';
import { dateOf, daysAfter, instantOfLocal, localTime, mondayOf, weekNumber } from '../../core/calendar/status/week.js';
import { saying } from '../../core/errors.js';
import { everyCustomer } from '../../core/export/customer-repository.js';
import { defaultSyncOptions } from '../../core/options/sync-options.js';
import { customerBody, customersBody } from '../../reports/html/site/customers-page.js';
import { type Editable, storyBody } from '../../reports/html/site/story-page.js';
import { weekBody } from '../../reports/html/site/week-page.js';
import { wordsOn } from '../../reports/page.js';
import type { Engine } from '../engine.js';
import { Refusal } from '../http/refusal.js';
import { goTo, type PageRoute, showPage, type Visit } from './visit.js';

const [mostOfDay, mostInList, mostCustomers] = [24, 250, 50];

/** The week, a pair's whole story, and customers. */
export function bookingPages(engine: Engine): readonly PageRoute[] {
  const { services, reads, settings } = engine;
  return [
    { path: '/', show: (visit) => showWeek(visit, engine) },
    {
      path: '/items/:id',
      show: async (visit) => {
        const sync = { ...defaultSyncOptions, ...settings.usual.sync };
        const { result, stopped } = await readStory(services, sync, visit.c.req.param('id') ?? '');
        const { page } = visit.site;
        const problem = stopped === null ? null : failureIn(page.language, stopped);
        const name = result.booking?.says.title ?? result.event?.says.title ?? result.bookingId ?? '';
        return showPage(
          visit,
          wordsOn(page).site.itemTitle(name.slice(0, 80)),
          storyBody(visit.site, result, { problem, editable: await editableOf(engine, result.bookingId) }),
        );
      },
    },
    { path: '/bookings', take: (visit, { fields }) => takeEdit(visit, fields, engine) },
    {
      path: '/customers',
      show: async (visit) => {
        const search = (visit.c.req.query('q') ?? '').trim().slice(0, 200);
        const from = wholeNumber(visit.c.req.query('from'));
        const found = await firstOf(reads.customers.list({ ...everyCustomer, search }), from, mostCustomers + 1);
        const shown = { search, from, customers: found.slice(0, mostCustomers), hasMore: found.length > mostCustomers };
        return showPage(visit, wordsOn(visit.site.page).site.places.customers, customersBody(visit.site, shown));
      },
    },
    {
      path: '/customers/:id',
      show: async (visit) => {
        const id = visit.c.req.param('id') ?? '';
        const [customer] = await firstOf(reads.customers.list({ ...everyCustomer, ids: [id] }), 0, 1);
        if (customer === undefined) throw new Refusal(404, saying('customer-unknown', {}));
        const all = { ids: null, tags: null, statuses: null, since: null, until: null, customerId: id };
        const bookings = await firstOf(reads.bookings.list(all), 0, mostInList);
        return showPage(visit, customer.name.slice(0, 80), customerBody(visit.site, customer, bookings));
      },
    },
  ];
}

async function editableOf({ services }: Engine, id: string | null): Promise<Editable | null> {
  const found = id === null ? null : await findEditable(services, id);
  if (found === null) return null;
  const { start, end, service, version } = found;
  return { start: localTime(start), end: localTime(end), title: service ?? '', version };
}

/** Writes what the form says, if the booking is still the one that it showed. */
async function takeEdit(visit: Visit, fields: URLSearchParams, { services }: Engine): Promise<Response> {
  const [id, what] = [fields.get('id') ?? '', fields.get('do')];
  const edit = what === 'move' ? await movedEdit(services, id, fields) : readEdit(fields);
  if (edit?.change !== null && edit !== null && edit.change.end <= edit.change.start)
    throw new Refusal(400, saying('times-wrong', {}));
  const isWritten = edit !== null && (await changeBooking(services, { id, ...edit }));
  if (!isWritten) throw new Refusal(409, saying('booking-changed', {}));
  const day = what === 'move' && edit.change !== null ? dateOf(edit.change.start) : null;
  return goTo(visit, day === null ? `/items/${encodeURIComponent(id)}` : `/?day=${day}`);
}

type Edit = Omit<BookingEdit, 'id'>;

/** What the form of a booking says; times that are none end before they begin. */
function readEdit(fields: URLSearchParams): Edit {
  const [version, service] = [fields.get('version') ?? '', (fields.get('title') ?? '').trim()];
  if (fields.get('do') === 'cancel') return { version, change: null };
  const time = (name: string) => instantOfLocal(fields.get(name) ?? '') ?? new Date(0);
  return { version, change: { start: time('start'), end: time('end'), service } };
}

/** A booking that was dragged so many days and minutes, on Copenhagen's clock; null: it is not where it was shown. */
async function movedEdit(services: Services, id: string, fields: URLSearchParams): Promise<Edit | null> {
  const found = await findEditable(services, id);
  if (found?.start.toISOString() !== fields.get('shown')) return null;
  const by = (name: string) => (/^-?\d{1,4}$/.test(fields.get(name) ?? '') ? Number(fields.get(name)) : 0);
  const wall = Date.parse(`${localTime(found.start)}Z`) + by('days') * 86_400_000 + by('minutes') * 60_000;
  const start = instantOfLocal(new Date(wall).toISOString().slice(0, 16)) ?? found.start;
  const end = new Date(start.getTime() + found.end.getTime() - found.start.getTime());
  return { version: found.version, change: { start, end, service: found.service } };
}

async function showWeek(visit: Visit, { services }: Engine): Promise<Response> {
  const { c, site } = visit;
  const asked = c.req.query('day') ?? null;
  const day = asked !== null && isDay(asked) ? asked : null;
  const today = dateOf(services.clock());
  const isOne = day !== null && c.req.query('only') === 'day';
  const monday = mondayOf(day, services.clock());
  const dates = isOne ? [day] : [0, 1, 2, 3, 4, 5, 6].map((days) => daysAfter(monday, days));
  const from = isOne ? wholeNumber(c.req.query('from')) : 0;
  const again = c.req.header('x-again') !== undefined || c.req.query('again') !== undefined;
  const { days, problem, isLooking } = await readWeek(services, {
    dates,
    most: isOne ? mostInList : mostOfDay,
    from,
    again,
  });
  const around = isOne ? null : ([daysAfter(monday, -7), daysAfter(monday, 7)] as const);
  const told = problem === null ? null : failureIn(site.page.language, problem);
  const { dayName, weekOf } = wordsOn(site.page).site;
  const title = isOne ? dayName(day) : weekOf(weekNumber(monday), dayName(monday), dayName(daysAfter(monday, 6)));
  const isEditable = services.config.database.kind === 'embedded';
  return showPage(visit, title, weekBody(site, { days, today, around, from, problem: told, isLooking, isEditable }));
}

/** Some of what comes in pages, from a place on. */
async function firstOf<Item>(pages: AsyncIterable<readonly Item[]>, from: number, most: number): Promise<Item[]> {
  const found: Item[] = [];
  let passed = 0;
  for await (const page of pages) {
    found.push(...page.slice(Math.max(0, from - passed), Math.max(0, from - passed) + most - found.length));
    passed += page.length;
    if (found.length >= most) break;
  }
  return found;
}

const wholeNumber = (text: string | undefined) => (/^\d{1,7}$/.test(text ?? '') ? Number(text) : 0);
const isDay = (text: string) =>
  /^[12]\d{3}-\d\d-\d\d$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.slice(0, 10) === text;
