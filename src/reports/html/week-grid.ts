import { moment, type Page, plainPage, wordsOn } from '../page.js';
import type { Tone } from './components.js';
import { type Html, html, type Part } from './markup.js';

/** Something with a time that a calendar shows. */
export interface CalendarItem {
  /** `start/end`, instants in UTC, or dates of whole days with an exclusive end. */
  readonly time: string;
  readonly title: string | null;
  readonly tone: Tone;
  readonly sign: string;
  /** The meaning of the tone and the sign, in a word. */
  readonly word: string;
  /** Shown after the title. */
  readonly more?: Part;
  /** The attribute of a link to its details. */
  readonly href?: Html | null;
}

interface Placed extends CalendarItem {
  readonly day: string;
  /** Minutes after midnight on Danish clocks; null: it takes the whole day, or continues after it. */
  readonly from: number | null;
  readonly to: number;
  readonly clock: string;
}

/** The name of a day, and other texts about it. */
export interface DayFace {
  readonly date: string;
  readonly head: Html;
  readonly isToday?: boolean;
  /** How many items of the day are not shown, and how to say that. */
  readonly rest?: number;
  readonly more?: (rest: number) => Part;
}

const mostWeeks = 6;
const lanes = 3;
const mostOfDay = 24;
const quarters = 96;
const times = <Item>(length: number, make: (at: number) => Item) => Array.from({ length }, (_, at) => make(at));

/** Rows and columns by their number: the policy allows no style attributes. */
export const gridStyles = [
  ...times(quarters, (at) => `.from${at}{grid-row-start:${at + 3}}.to${at + 1}{grid-row-end:${at + 4}}`),
  ...times(24, (at) => `.h${at + 1}{grid-template-rows:auto auto repeat(${(at + 1) * 4},.875rem)}`),
  ...times(7, (at) => `.calendar>div:nth-of-type(${at + 1}){grid-column:${at + 2}}`),
  ...times(lanes, (of) =>
    times(of + 1, (at) => `.n${at}of${of + 1}{grid-column:${1 + (at * 6) / (of + 1)}/span ${6 / (of + 1)}}`).join(''),
  ),
].join('\n');

/** Weeks with items, the earliest first, each as a calendar; on a narrow screen each day is a list. */
export function weekGrids(items: readonly CalendarItem[], page: Page): Part {
  const { pages, site } = wordsOn(page);
  const weeks = [...new Set(items.flatMap(placesOf).map(({ day }) => mondayOf(day)))].sort();
  const shown = weeks.slice(0, mostWeeks).map((monday) => {
    const faces = daysFrom(monday, 7).map((date) => ({ date, head: html`<h4>${site.dayName(date)}</h4>` }));
    const name = site.weekOf(weekNumber(monday), site.dayName(monday), site.dayName(plusDays(monday, 6)));
    return html`<h3>${name}</h3>${weekGrid(items, faces, page)}`;
  });
  const rest = weeks.length - shown.length;
  return [shown, rest > 0 && html`<p class="dim">${pages.moreWeeks(rest)}</p>`];
}

/** One week, or some of its days, as a calendar; items outside the days are left out. */
export function weekGrid(items: readonly CalendarItem[], days: readonly DayFace[], page: Page): Html {
  const byDay = new Map(days.map(({ date }) => [date, [] as Placed[]]));
  for (const one of items.flatMap(placesOf)) byDay.get(one.day)?.push(one);
  const timed = [...byDay.values()].flat().filter(({ from }) => from !== null);
  const first = Math.min(8, ...timed.map(({ from }) => Math.floor((from ?? 0) / 60)));
  const last = Math.max(16, ...timed.map(({ to }) => Math.ceil(to / 60)));
  const hours = times(last - first, (at) => {
    const row = html`hour from${at * 4}`;
    return html`<span class="${row}" aria-hidden="true">${String(first + at).padStart(2, '0')}</span>`;
  });
  const columns = days.map((face) => dayColumn(byDay.get(face.date) ?? [], face, { first, page }));
  return html`<div class="calendar h${last - first}">${hours}${columns}</div>`;
}

/** One day; the calendar begins at an hour. */
function dayColumn(placed: readonly Placed[], face: DayFace, { first, page }: { first: number; page: Page }): Html {
  const { date, head, isToday = false, rest = 0, more = wordsOn(page).pages.moreOfDay } = face;
  const timed = placed.filter(({ from }) => from !== null).sort((one, other) => (one.from ?? 0) - (other.from ?? 0));
  const slots = laned(timed.slice(0, mostOfDay)).map(({ item, lane, of }) => {
    const start = quarterOf(item.from ?? 0) - first * 4;
    const end = Math.min(quarterOf(endOf(item) + 14) - first * 4, quarters);
    return slot(item, html` from${start} to${end} n${lane}of${of}`);
  });
  const strip = placed.filter(({ from }) => from === null).slice(0, 6);
  const left = placed.length - slots.length - strip.length + rest;
  const above = [strip.map((item) => slot(item, null)), left > 0 && html`<li>${more(left)}</li>`];
  const state = [placed.length + rest === 0 && html` empty`, isToday && html` today`];
  return html`<div class="column${state}" data-day="${date}">${head}${strip.length + left > 0 && html`<ul class="strip">${above}</ul>`}${slots.length > 0 && html`<ul class="slots">${slots}</ul>`}</div>`;
}

const quarterOf = (minutes: number) => Math.floor(minutes / 15);
/** Half an hour is the shortest height that can be read. */
const endOf = ({ from, to }: Placed) => Math.max(to, (from ?? 0) + 30);

/** Each item with its lane among overlapping ones; items without a free lane are left out. */
function laned(timed: readonly Placed[]) {
  const found: { readonly item: Placed; readonly lane: number; of: number }[] = [];
  let ends: number[] = [];
  let beside: typeof found = [];
  for (const item of timed) {
    const start = item.from ?? 0;
    if (ends.every((end) => end <= start)) [ends, beside] = [[], []];
    const free = ends.findIndex((end) => end <= start);
    const lane = free < 0 ? ends.length : free;
    if (lane >= lanes) continue;
    ends[lane] = endOf(item);
    const one = { item, lane, of: 1 };
    beside.push(one);
    found.push(one);
    for (const other of beside) other.of = ends.length;
  }
  return found;
}

function slot({ clock, title, tone, sign, word, more, href }: Placed, place: Html | null): Html {
  const text = title === null || title.length <= 80 ? title : `${title.slice(0, 79)}…`;
  const inside = html`<span class="sign" aria-hidden="true">${sign}</span> <span class="hidden">${word}: </span>${clock !== '' && html`<span class="clock">${clock.slice(0, 5)}<span class="until">${clock.slice(5)}</span></span> `}<bdi>${text}</bdi>${more}`;
  return html`<li class="slot ${tone}${place}">${href == null ? html`<div>${inside}</div>` : html`<a ${href}>${inside}</a>`}</li>`;
}

/** The days on which an item is shown: one, unless it continues over midnight. */
function placesOf(item: CalendarItem): readonly Placed[] {
  const [start = '', end = ''] = item.time.split('/');
  const isDay = /^\d{4}-\d\d-\d\d$/.test(start);
  const [begins, ends] = isDay ? [start, end] : [moment(plainPage, start), moment(plainPage, end)];
  const [day, lastDay, clock] = [begins.slice(0, 10), ends.slice(0, 10), `${begins.slice(11)}–${ends.slice(11)}`];
  if (!isDay && !(/^\d{4}-\d\d-\d\d \d\d:\d\d$/.test(begins) && /^\d/.test(ends))) return [];
  if (!isDay && day === lastDay) return [{ ...item, day, clock, from: minutes(begins), to: minutes(ends) }];
  const days = lastDay > day ? daysBetween(day, lastDay) + (isDay || ends.endsWith('00:00') ? 0 : 1) : 1;
  return daysFrom(day, days).map((one) => ({ ...item, day: one, clock: isDay ? '' : clock, from: null, to: 0 }));
}

const minutes = (text: string) => Number(text.slice(11, 13)) * 60 + Number(text.slice(14, 16));
const length = 86_400_000;
const plusDays = (day: string, days: number) => new Date(Date.parse(day) + days * length).toISOString().slice(0, 10);
const daysBetween = (first: string, end: string) => (Date.parse(end) - Date.parse(first)) / length;
const daysFrom = (first: string, count: number) =>
  times(Math.max(0, Math.min(count, 14)), (days) => plusDays(first, days));
const mondayOf = (day: string) => plusDays(day, -((new Date(day).getUTCDay() + 6) % 7));

/** ISO 8601: the week of a year's first Thursday is its first. */
function weekNumber(monday: string): number {
  const thursday = plusDays(monday, 3);
  return Math.floor(daysBetween(`${thursday.slice(0, 4)}-01-01`, thursday) / 7) + 1;
}
