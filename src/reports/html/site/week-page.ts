import type { Day, ItemState, WeekItem } from '../../../core/calendar/status/week.js';
import type { Told } from '../../../messages/voice.js';
import { period, wordsOn } from '../../page.js';
import { badge, failureNotice, notice, type Tone } from '../components.js';
import { type Html, html, type Part } from '../markup.js';
import { form, itemLink, link } from '../view.js';
import { type CalendarItem, weekGrid } from '../week-grid.js';
import type { Site } from './site.js';

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
  /** The database is our own: a booking may be dragged. */
  readonly isEditable: boolean;
  readonly problem: Told | null;
}

const looks: Readonly<Record<ItemState, readonly [tone: Tone, sign: string]>> = {
  'in-step': ['good', '✓'],
  waiting: ['info', '↻'],
  failed: ['bad', '✕'],
  held: ['warn', '⚖'],
  unknown: ['quiet', '?'],
};

/** A week, or one day, as a calendar: a list for those who cannot see it, or have a narrow screen. */
export function weekBody(site: Site, week: Week): Part {
  const { site: words } = wordsOn(site.page);
  const { days, problem, around, from, isLooking } = week;
  const first = days[0]?.date ?? '';
  const again = `/?day=${first}${around === null ? `&only=day&from=${from}` : ''}&again=1`;
  const states = (Object.keys(looks) as ItemState[]).map((state) =>
    badge(looks[state][0], words.states[state], looks[state][1]),
  );
  const ways =
    around === null
      ? link(`/?day=${first}`, words.wholeWeek)
      : [
          link(`/?day=${around[0]}`, words.weekBefore, html` class="button quiet"`),
          link('/', words.thisWeek, html` class="button quiet"`),
          link(`/?day=${around[1]}`, words.weekAfter, html` class="button quiet"`),
        ];
  return [
    isLooking &&
      html`<p class="looking" data-again="1000" role="status">${words.looking} ${link(again, words.lookAgain)}</p>`,
    problem !== null && [notice('warn', html`<p>${words.statesUnknown}</p>`), failureNotice(problem, site.page)],
    html`<div class="bar">${ways}${form(site, '/sync', html`<button>${words.syncNow}</button>`, html` class="end"`)}</div><p class="legend">${states}</p>`,
    around === null ? days.map((day) => dayList(site, day, from)) : calendar(site, week),
  ];
}

function calendar(site: Site, { days, today, isEditable }: Week): Part {
  const { site: words } = wordsOn(site.page);
  const items = days.flatMap((day) => day.items.map((item) => asCalendarItem(site, item, isEditable)));
  const faces = days.map(({ date, rest }) => {
    const address = `/?day=${date}&only=day`;
    const head = html`<h2>${link(address, words.dayName(date))}</h2>`;
    return [
      date,
      { head, rest, more: (left: number) => link(address, words.moreOfDay(left)), isToday: date === today },
    ] as const;
  });
  const isEmpty = days.every(({ items: all, rest }) => all.length + rest === 0);
  const move = ['id', 'shown', 'days', 'minutes'].map((name) => html`<input type="hidden" name="${name}">`);
  return [
    isEmpty && notice('quiet', html`<p>${words.emptyWeek}</p>`),
    isEditable && [
      html`<p class="dim wide-only">${words.dragMeans}</p>`,
      form(site, '/bookings', html`<input type="hidden" name="do" value="move">${move}`, html` id="move" hidden`),
    ],
    weekGrid(items, new Map(faces), site.page),
  ];
}

function asCalendarItem(site: Site, item: WeekItem, isEditable: boolean): CalendarItem {
  const { id, start, end, state, isEvent } = item;
  const [tone, sign] = looks[state];
  const mayMove = isEditable && !isEvent && !item.isCancelled;
  return {
    time: `${start.toISOString()}/${end.toISOString()}`,
    title: nameOf(site, item),
    word: wordsOn(site.page).site.states[state],
    more: waitingText(site, item),
    href: html`href="/items/${id}"${mayMove && html` data-id="${id}" data-start="${start.toISOString()}"`}`,
    ...{ tone, sign },
  };
}

function nameOf({ page }: Site, { title, customer }: WeekItem): string {
  return [title ?? wordsOn(page).site.untitled, customer].filter((part) => part !== null).join(' – ');
}

/** What the next sync would do, in a word, and where to. */
function waitingText({ page }: Site, { waiting }: WeekItem): Html[] {
  const { items } = wordsOn(page);
  return waiting.map(({ side, action, fields }) => {
    const to = fields.time?.[1] ?? null;
    const when = to !== null && action !== 'create' && ` → ${period(page, to)}`;
    return html` <small>(${items[side]}: ${items.actions[action]}${when})</small>`;
  });
}

function dayList(site: Site, { date, items, rest }: Day, from: number): Html {
  const { page } = site;
  const { site: words } = wordsOn(page);
  const lines = items.map((item) => {
    const [tone, sign] = looks[item.state];
    const name = itemLink(site, item.id, html`<bdi>${nameOf(site, item).slice(0, 200)}</bdi>`);
    const when = period(page, `${item.start.toISOString()}/${item.end.toISOString()}`);
    return html`<li>${badge(tone, words.states[item.state], sign)} ${when} ${name}${waitingText(site, item)}</li>`;
  });
  const more = rest > 0 && link(`/?day=${date}&only=day&from=${from + items.length}`, words.moreOfDay(rest));
  const list = lines.length === 0 ? html`<p>${words.emptyDay}</p>` : html`<ol class="plain">${lines}</ol>`;
  return html`<section>${[list, more !== false && html`<p>${more}</p>`]}</section>`;
}
