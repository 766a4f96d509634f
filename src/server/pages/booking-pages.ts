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
import { goTo, type PageRoute, type Shown, type Visit } from './visit.js';

const [mostOfDay, mostInList, mostCustomers] = [24, 250, 50];

/** The week, a pair's history, and customers. */
export function bookingPages(engine: Engine): readonly PageRoute[] {
  const { services, reads, settings } = engine;
  return [
    { path: '/', show: (visit) => showWeek(visit, engine) },
    {
      path: '/items/:id',
      show: async ({ c, site }) => {
        const sync = { ...defaultSyncOptions, ...settings.usual.sync };
        const { result, stopped } = await readStory(services, sync, c.req.param('id') ?? '');
        const problem = stopped === null ? null : failureIn(site.language, stopped, 'shown');
        const name = result.booking?.says.title ?? result.event?.says.title ?? result.bookingId ?? '';
        const editable = await editableOf(engine, result.bookingId);
        return [wordsOn(site).site.itemTitle(name.slice(0, 80)), storyBody(result, problem, editable, site)];
      },
    },
    { path: '/bookings', take: (visit, { fields }) => takeEdit(visit, fields, engine) },
    {
      path: '/customers',
      show: async ({ c, site }) => {
        const search = (c.req.query('q') ?? '').trim().slice(0, 200);
        const from = wholeNumber(c.req.query('from'));
        const found = await firstOf(reads.customers.list({ ...everyCustomer, search }), from, mostCustomers + 1);
        const next = found.length > mostCustomers ? from + mostCustomers : null;
        const body = customersBody(search, found.slice(0, mostCustomers), next, site);
        return [wordsOn(site).site.places.customers, body];
      },
    },
    {
      path: '/customers/:id',
      show: async ({ c, site }) => {
        const id = c.req.param('id') ?? '';
        const [customer] = await firstOf(reads.customers.list({ ...everyCustomer, ids: [id] }), 0, 1);
        if (customer === undefined) throw new Refusal(404, saying('customer-unknown', {}));
        const all = { ids: null, tags: null, statuses: null, since: null, until: null, customerId: id };
        const bookings = await firstOf(reads.bookings.list(all), 0, mostInList);
        return [customer.name.slice(0, 80), customerBody(customer, bookings, site)];
      },
    },
  ];
}

async function editableOf({ services }: Engine, id: string | null): Promise<Editable | null> {
  const found = id === null ? null : await findEditable(services, id);
  return found && { ...found, start: localTime(found.start), end: localTime(found.end), title: found.service ?? '' };
}

/** Writes the form's values, if the booking has not changed since the form was shown. */
async function takeEdit(visit: Visit, fields: URLSearchParams, { services }: Engine): Promise<Response> {
  const [id, what] = [fields.get('id') ?? '', fields.get('do')];
  const edit = what === 'move' ? await movedEdit(services, id, fields) : readEdit(fields);
  const change = edit?.change ?? null;
  if (change !== null && change.end <= change.start) throw new Refusal(400, saying('times-wrong', {}));
  const isWritten = edit !== null && (await changeBooking(services, { id, ...edit }));
  if (!isWritten) throw new Refusal(409, saying('booking-changed', {}));
  const isMove = what === 'move' && change !== null;
  return goTo(visit, isMove ? `/?day=${dateOf(change.start)}` : `/items/${encodeURIComponent(id)}`);
}

type Edit = Omit<BookingEdit, 'id'>;

/** The values of a booking's form; invalid times end before they begin. */
function readEdit(fields: URLSearchParams): Edit {
  const [version, service] = [fields.get('version') ?? '', (fields.get('title') ?? '').trim()];
  if (fields.get('do') === 'cancel') return { version, change: null };
  const time = (name: string) => instantOfLocal(fields.get(name) ?? '') ?? new Date(0);
  return { version, change: { start: time('start'), end: time('end'), service } };
}

/** A booking that was dragged by some days and minutes, on Copenhagen's clock; null: it has moved since the page was shown. */
async function movedEdit(services: Services, id: string, fields: URLSearchParams): Promise<Edit | null> {
  const found = await findEditable(services, id);
  if (found?.start.toISOString() !== fields.get('shown')) return null;
  const by = (name: string) => (/^-?\d{1,4}$/.test(fields.get(name) ?? '') ? Number(fields.get(name)) : 0);
  const wall = Date.parse(`${localTime(found.start)}Z`) + by('days') * 86_400_000 + by('minutes') * 60_000;
  const start = instantOfLocal(new Date(wall).toISOString().slice(0, 16)) ?? found.start;
  const end = new Date(start.getTime() + found.end.getTime() - found.start.getTime());
  return { version: found.version, change: { start, end, service: found.service } };
}

async function showWeek({ c, site }: Visit, { services }: Engine): Promise<Shown> {
  const { day: asked = '', only, again } = c.req.query();
  const day = isDay(asked) ? asked : null;
  const monday = mondayOf(day, services.clock());
  const isOne = day !== null && only === 'day';
  const dates = isOne ? [day] : [0, 1, 2, 3, 4, 5, 6].map((days) => daysAfter(monday, days));
  const [most, from] = isOne ? [mostInList, wholeNumber(c.req.query('from'))] : [mostOfDay, 0];
  const isAsked = c.req.header('x-again') !== undefined || again !== undefined;
  const { problem, ...read } = await readWeek(services, { dates, most, from, again: isAsked });
  const week = {
    ...{ ...read, from, today: dateOf(services.clock()) },
    around: isOne ? null : ([daysAfter(monday, -7), daysAfter(monday, 7)] as const),
    problem: problem === null ? null : failureIn(site.language, problem, 'shown'),
    isEditable: services.config.database.kind === 'embedded',
  };
  const { dayName, weekOf } = wordsOn(site).site;
  const title = isOne ? dayName(day) : weekOf(weekNumber(monday), dayName(monday), dayName(daysAfter(monday, 6)));
  return [title, weekBody(week, site)];
}

/** The first items of paged results, starting at an offset. */
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
