import type { Day, ItemState, WeekItem } from '../../../core/calendar/status/week.js';
import type { Told } from '../../../messages/voice.js';
import { period, wordsOn } from '../../page.js';
import { badge, notice, section, type Tone } from '../components.js';
import { type Html, html, type Part } from '../markup.js';
import { failureBody, form, itemLink, link, type Site } from './site.js';

interface Week {
  readonly days: readonly Day[];
  /** Today, in Copenhagen. */
  readonly today: string;
  /** The Mondays before and after; null on the page of one day. */
  readonly around: readonly [before: string, after: string] | null;
  /** Bookings of the one day that were shown on the pages before. */
  readonly from: number;
  /** What waits is not found out yet. */
  readonly isLooking: boolean;
  readonly problem: Told | null;
}

const tones: Readonly<Record<ItemState, Tone>> = {
  'in-step': 'good',
  waiting: 'info',
  failed: 'bad',
  held: 'warn',
  unknown: 'quiet',
};
const signs: Readonly<Record<ItemState, string>> = {
  'in-step': '✓',
  waiting: '↻',
  failed: '✕',
  held: '⚖',
  unknown: '?',
};
const lanes = 6;

/** A week, or one day, as a calendar: a list for those who cannot see it, or have a narrow screen. */
export function weekBody(site: Site, week: Week): Html {
  const { page } = site;
  const { site: words } = wordsOn(page);
  const { days, problem, around } = week;
  const states = ['in-step', 'waiting', 'failed', 'held', 'unknown'] as const;
  const legend = states.map((state) => badge(tones[state], words.states[state], signs[state]));
  const ways =
    around !== null &&
    html`${link(`/?day=${around[0]}`, words.weekBefore)} ${link('/', words.thisWeek)} ${link(`/?day=${around[1]}`, words.weekAfter)}`;
  const one = days[0];
  const back = around === null && one !== undefined && link(`/?day=${one.date}`, words.wholeWeek);
  const sync = form(site, '/sync', html`<button>${words.syncNow}</button>`);
  const frame = frameOf(days);
  const looking =
    week.isLooking &&
    html`<p data-again="1000" role="status">${words.looking} ${link(`/?day=${days[0]?.date ?? ''}${around === null ? `&only=day&from=${week.from}` : ''}&again=1`, words.lookAgain)}</p>`;
  return html`${looking}${problem !== null && notice('warn', html`<p>${words.statesUnknown}</p>${failureBody(problem)}`)}<div class="bar">${ways}${back}${sync}</div><p class="legend">${legend}</p>${around === null && one !== undefined ? dayList(site, one, week.from) : html`<div class="week">${days.map((day) => dayColumn(site, day, frame, day.date === week.today))}</div>`}`;
}

/** The hours that anything lies in, as quarters from midnight. */
function frameOf(days: readonly Day[]): number {
  const starts = days.flatMap(({ items }) => items.map(({ start }) => quarterOf(site24(start))));
  return Math.floor(Math.min(8 * 4, ...starts) / 4) * 4;
}

const clock = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Copenhagen', hour: '2-digit', minute: '2-digit' });
const site24 = (instant: Date) => clock.format(instant);
const quarterOf = (time: string) => Number(time.slice(0, 2)) * 4 + Math.floor(Number(time.slice(3)) / 15);

function dayColumn(site: Site, { date, items, rest }: Day, frame: number, isToday: boolean): Html {
  const { site: words } = wordsOn(site.page);
  const ends: number[] = [];
  const placed: Part[] = [];
  let left = rest;
  for (const item of [...items].sort((one, other) => one.start.getTime() - other.start.getTime())) {
    const start = quarterOf(site24(item.start)) - frame;
    const length = Math.max(2, Math.ceil((item.end.getTime() - item.start.getTime()) / 900_000));
    const lane = Array.from({ length: lanes }, (_, at) => at).find((at) => (ends[at] ?? 0) <= start);
    if (lane === undefined) left += 1;
    else {
      ends[lane] = start + length;
      const span = Math.min(length, 96 - frame - start);
      placed.push(
        html`<li class="${tones[item.state]} t${start} s${Math.max(1, span)} l${lane}">${itemText(site, item)}</li>`,
      );
    }
  }
  const more = left > 0 && html`<p>${link(`/?day=${date}&only=day`, words.moreOfDay(left))}</p>`;
  return html`<div class="day${isToday && html` today`}"><h2>${link(`/?day=${date}&only=day`, words.dayName(date))}</h2>${placed.length > 0 && html`<ol class="hours">${placed}</ol>`}${more}</div>`;
}

function itemText(site: Site, item: WeekItem): Html {
  const { site: words } = wordsOn(site.page);
  const { id, start, end, title, customer, state } = item;
  const name = [title ?? words.untitled, customer].filter((part) => part !== null).join(' – ');
  const sign = html`<span aria-hidden="true">${signs[state]}</span><span class="hidden"> ${words.states[state]}: </span>`;
  const text = html`${sign} ${site24(start)}–${site24(end)} <bdi>${short(name)}</bdi>${waitingText(site, item)}`;
  return itemLink(id, text);
}

/** What the next sync would do, in a word, and where to. */
function waitingText(site: Site, { waiting }: WeekItem): Html[] {
  const { items } = wordsOn(site.page);
  return waiting.map(({ side, action, fields }) => {
    const to = fields.time?.[1] ?? null;
    const when = to !== null && action !== 'create' && ` → ${period(site.page, to)}`;
    return html` <small>(${items[side]}: ${items.actions[action]}${when})</small>`;
  });
}

const short = (text: string) => (text.length > 120 ? `${text.slice(0, 120)}…` : text);

function dayList(site: Site, day: Day, from: number): Html {
  const { site: words } = wordsOn(site.page);
  const lines = day.items.map(
    (item) =>
      html`<li>${badge(tones[item.state], words.states[item.state], signs[item.state])} ${itemText(site, item)}</li>`,
  );
  const next =
    day.rest > 0 &&
    html`<p>${link(`/?day=${day.date}&only=day&from=${from + day.items.length}`, words.moreOfDay(day.rest))}</p>`;
  return section(
    words.dayName(day.date),
    html`${lines.length === 0 ? html`<p>${words.emptyDay}</p>` : html`<ol>${lines}</ol>`}${next}`,
  );
}
