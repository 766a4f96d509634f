import { changeBooking, findEditable } from '../../app/edit-booking.js';
import { failureIn } from '../../app/explain-failure.js';
import { readStory } from '../../app/read.js';
import { readWeek } from '../../app/read-week.js';
import { dateOf, daysAfter, instantOfLocal, localTime, mondayOf } from '../../core/calendar/status/week.js';
import { saying } from '../../core/errors.js';
import { everyCustomer } from '../../core/export/customer-repository.js';
import { defaultSyncOptions } from '../../core/options/sync-options.js';
import { customerBody, customersBody } from '../../reports/html/site/customers-page.js';
import { type Editable, storyBody } from '../../reports/html/site/story-page.js';
import { weekBody } from '../../reports/html/site/week-page.js';
import { moment, wordsOn } from '../../reports/page.js';
import type { Engine } from '../engine.js';
import { Refusal } from '../http/refusal.js';
import { goTo, type PageRoute, showPage, type Visit } from './visit.js';

const [mostOfDay, mostInList, mostCustomers] = [40, 250, 50];

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
          storyBody(visit.site, result, problem, await editableOf(engine, result.bookingId)),
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
  const [id, version] = [fields.get('id') ?? '', fields.get('version') ?? ''];
  const [start, end] = [instantOfLocal(fields.get('start') ?? ''), instantOfLocal(fields.get('end') ?? '')];
  const cancels = fields.get('do') === 'cancel';
  if (!cancels && (start === null || end === null || end <= start)) throw new Refusal(400, saying('times-wrong', {}));
  const change =
    cancels || start === null || end === null ? null : { start, end, service: (fields.get('title') ?? '').trim() };
  const isWritten = await changeBooking(services, { id, version, change });
  if (!isWritten) throw new Refusal(409, saying('booking-changed', {}));
  return goTo(visit, `/items/${encodeURIComponent(id)}`);
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
  const title = wordsOn(site.page).site.weekOf(moment(site.page, `${monday}T12:00:00Z`).slice(0, 10));
  return showPage(visit, title, weekBody(site, { days, today, around, from, problem: told, isLooking }));
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
