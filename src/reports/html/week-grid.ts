import { moment, type Page, plainPage, wordsOn } from '../page.js';
import type { Tone } from './components.js';
import { type Html, html } from './markup.js';

/** Something with a time that a calendar shows. */
export interface CalendarItem {
  /** `start/end`, instants in UTC, or dates of whole days with an exclusive end. */
  readonly time: string;
  readonly title: string | null;
  readonly tone: Tone;
  readonly sign: string;
  /** What the tone and the sign say, in a word. */
  readonly word: string;
  /** The place on the page that tells more. */
  readonly anchor?: string;
}

interface Placed extends CalendarItem {
  readonly day: string;
  /** Minutes after midnight on Danish clocks; null: it takes the whole day, or goes on behind it. */
  readonly from: number | null;
  readonly to: number;
  readonly clock: string;
}

const lanes = 3;
const mostOfDay = 24;
const quarters = 96;

/** Rows and columns by their number: nothing has a style of its own, as the policy allows none. */
export const gridStyles = [
  ...Array.from(
    { length: quarters },
    (_, at) => `.from${at}{grid-row-start:${at + 3}}.to${at + 1}{grid-row-end:${at + 4}}`,
  ),
  ...Array.from(
    { length: 24 },
    (_, at) => `.h${at + 1}{grid-template-rows:auto auto repeat(${(at + 1) * 4},minmax(.75rem,auto))}`,
  ),
  ...Array.from({ length: 7 }, (_, at) => `.calendar>div:nth-of-type(${at + 1}){grid-column:${at + 2}}`),
  ...Array.from(
    { length: lanes },
    (_, at) => `.of${at + 1}{grid-template-columns:repeat(${at + 1},minmax(0,1fr))}.n${at}{grid-column:${at + 1}}`,
  ),
].join('\n');

/** Weeks with something in them, the earliest first, each as a calendar; on a narrow screen each day is a list. */
export function weekGrids(items: readonly CalendarItem[], page: Page, most: number): readonly Html[] {
  const weeks = grouped(items.flatMap(placesOf), ({ day }) => mondayOf(day));
  const order = [...weeks].sort(([one], [other]) => (one < other ? -1 : 1));
  const shown = order.slice(0, most).map(([monday, placed]) => weekGrid(monday, placed, page));
  const rest = order.length - shown.length;
  return rest > 0 ? [...shown, html`<p class="dim">${wordsOn(page).pages.moreWeeks(rest)}</p>`] : shown;
}

function grouped(all: readonly Placed[], keyOf: (placed: Placed) => string): ReadonlyMap<string, readonly Placed[]> {
  const groups = new Map<string, Placed[]>();
  for (const one of all) {
    const group = groups.get(keyOf(one));
    if (group === undefined) groups.set(keyOf(one), [one]);
    else group.push(one);
  }
  return groups;
}

function weekGrid(monday: string, placed: readonly Placed[], page: Page): Html {
  const timed = placed.filter(({ from }) => from !== null);
  const first = Math.min(8, ...timed.map(({ from }) => Math.floor((from ?? 0) / 60)));
  const last = Math.max(16, ...timed.map(({ to }) => Math.ceil(to / 60)));
  const hours = Array.from({ length: last - first }, (_, at) => {
    const row = html`hour from${at * 4}`;
    return html`<span class="${row}" aria-hidden="true">${String(first + at).padStart(2, '0')}</span>`;
  });
  const byDay = grouped(placed, ({ day }) => day);
  const days = Array.from({ length: 7 }, (_, at) => plusDays(monday, at)).map((day) =>
    dayColumn(day, { placed: byDay.get(day) ?? [], first, page }),
  );
  const { week } = wordsOn(page).pages;
  return html`<h3>${week(weekNumber(monday), dayText(page, monday), dayText(page, plusDays(monday, 6)))}</h3>
<div class="calendar h${last - first}">${hours}${days}</div>`;
}

interface Column {
  readonly placed: readonly Placed[];
  /** The hour at which the calendar begins. */
  readonly first: number;
  readonly page: Page;
}

function dayColumn(day: string, { placed, first, page }: Column): Html {
  const { weekdays, moreOfDay } = wordsOn(page).pages;
  const name = weekdays[weekdayOf(day)] ?? '';
  const whole = placed.filter(({ from }) => from === null);
  const timed = placed.filter(({ from }) => from !== null).sort((one, other) => (one.from ?? 0) - (other.from ?? 0));
  const ends: number[] = [];
  const slots: Html[] = [];
  for (const item of timed.slice(0, mostOfDay)) {
    const from = item.from ?? 0;
    const to = Math.max(item.to, from + 30);
    const free = ends.findIndex((end) => end <= from);
    const lane = free < 0 ? ends.length : free;
    if (lane >= lanes) continue;
    ends[lane] = to;
    const start = Math.floor((from - first * 60) / 15);
    const end = Math.min(Math.max(start + 2, Math.ceil((to - first * 60) / 15)), quarters);
    slots.push(slot(item, html` from${start} to${end} n${lane}`));
  }
  const strip = whole.slice(0, 6).map((item) => slot(item, null));
  const rest = placed.length - slots.length - strip.length;
  const more = rest > 0 && html`<li class="more dim">${moreOfDay(rest)}</li>`;
  const empty = placed.length === 0 && html` empty`;
  return html`<div class="column of${Math.max(1, ends.length)}${empty}"><h4>${name} <span>${dayText(page, day)}</span></h4><ul class="strip">${strip}${more}</ul>${slots.length > 0 && html`<ul class="slots">${slots}</ul>`}</div>`;
}

function slot({ clock, title, tone, sign, word, anchor }: Placed, place: Html | null): Html {
  const text = title === null || title.length <= 80 ? title : `${title.slice(0, 79)}…`;
  const inside = html`<span class="sign" aria-hidden="true">${sign}</span> <span class="hidden">${word}</span> ${clock} <bdi>${text}</bdi>`;
  return html`<li class="slot ${tone}${place}">${anchor === undefined ? inside : html`<a href="#${anchor}">${inside}</a>`}</li>`;
}

const danish: Page = { ...plainPage, language: 'en' };

/** The days that an item is shown on: one, unless it goes on over midnight. */
function placesOf(item: CalendarItem): readonly Placed[] {
  const [start = '', end = ''] = item.time.split('/');
  if (start.includes('T')) {
    const [from, until] = [moment(danish, start), moment(danish, end)];
    const [day, lastDay] = [from.slice(0, 10), until.slice(0, 10)];
    if (!/^\d{4}-\d\d-\d\d \d\d:\d\d$/.test(from) || !/^\d/.test(until)) return [];
    const clock = `${from.slice(11)}–${until.slice(11)}`;
    if (day === lastDay) return [{ ...item, day, clock, from: minutes(from), to: minutes(until) }];
    return daysFrom(day, until.endsWith('00:00') ? lastDay : plusDays(lastDay, 1), { ...item, clock });
  }
  if (!/^\d{4}-\d\d-\d\d$/.test(start)) return [];
  return daysFrom(start, end > start ? end : plusDays(start, 1), { ...item, clock: '' });
}

function daysFrom(first: string, end: string, item: CalendarItem & { readonly clock: string }): readonly Placed[] {
  const days: Placed[] = [];
  for (let day = first; day < end && days.length < 14; day = plusDays(day, 1))
    days.push({ ...item, day, from: null, to: 0 });
  return days;
}

function minutes(text: string): number {
  return Number(text.slice(11, 13)) * 60 + Number(text.slice(14, 16));
}

function plusDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** 0 is Monday. */
function weekdayOf(day: string): number {
  return (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
}

function mondayOf(day: string): string {
  return plusDays(day, -weekdayOf(day));
}

/** ISO 8601: the week of a year's first Thursday is its first. */
function weekNumber(monday: string): number {
  const thursday = plusDays(monday, 3);
  return Math.floor((Date.parse(thursday) - Date.parse(`${thursday.slice(0, 4)}-01-01`)) / (7 * 86_400_000)) + 1;
}

function dayText(page: Page, day: string): string {
  return page.language === 'da' ? `${Number(day.slice(8))}.${Number(day.slice(5, 7))}.` : day.slice(5);
}
