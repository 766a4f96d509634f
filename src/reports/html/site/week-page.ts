import type { Day } from '../../../core/calendar/status/week.js';
import type { Explanation } from '../../../messages/voice.js';
import { period, wordsOn } from '../../page.js';
import { badge, notice, type Tone } from '../components.js';
import { html, type Part } from '../markup.js';
import { failureNotice, form, link, type View } from '../view.js';
import { type CalendarItem, weekGrid } from '../week-grid.js';

interface Week {
  readonly days: readonly Day[];
  /** Today, in Copenhagen. */
  readonly today: string;
  /** The Mondays before and after; null on the page of one day. */
  readonly around: readonly [before: string, after: string] | null;
  /** How many bookings of the one day were on the pages before. */
  readonly from: number;
  /** The planned changes are not known yet. */
  readonly isLooking: boolean;
  /** The database is our own: bookings can be dragged. */
  readonly isEditable: boolean;
  readonly problem: Explanation | null;
}

type WeekItem = Day['items'][number];

const looks: Readonly<Record<WeekItem['state'], readonly [tone: Tone, sign: string]>> = {
  'in-step': ['good', '✓'],
  waiting: ['info', '↻'],
  failed: ['bad', '✕'],
  held: ['warn', '⚖'],
  unknown: ['quiet', '?'],
};

/** A week, or one day, as a calendar; a list for screen readers and narrow screens. */
export function weekBody(week: Week, view: View): Part {
  const { site: words } = wordsOn(view);
  const { days, problem, around, from, isLooking } = week;
  const first = days[0]?.date ?? '';
  const again = `/?day=${first}${around === null ? `&only=day&from=${from}` : ''}&again=1`;
  const states = (Object.keys(looks) as WeekItem['state'][]).map((state) =>
    badge(looks[state][0], words.states[state], looks[state][1]),
  );
  const weeks = [
    [`/?day=${around?.[0]}`, words.weekBefore],
    ['/', words.thisWeek],
    [`/?day=${around?.[1]}`, words.weekAfter],
  ] as const;
  const ways = around === null ? ([[`/?day=${first}`, words.wholeWeek]] as const) : weeks;
  const links = ways.map(([path, name]) => link(path, name, html` class="button quiet"`));
  const sync = form(view, '/sync', html`<button>${words.syncNow}</button>`, html` class="end"`);
  return [
    isLooking &&
      html`<div data-again="1000" role="status">${notice('info', html`<p>${words.looking} ${link(again, words.lookAgain)}</p>`)}</div>`,
    problem !== null && [notice('warn', html`<p>${words.statesUnknown}</p>`), failureNotice(problem, view)],
    html`<div class="bar">${links}${sync}</div><p class="legend">${states}</p>`,
    around === null ? days.map((day) => dayList(day, from, view)) : calendar(week, view),
  ];
}

function calendar({ days, today, isEditable }: Week, view: View): Part {
  const { site: words } = wordsOn(view);
  const items = days.flatMap((day) => day.items.map((item) => asCalendarItem(item, isEditable, view)));
  const faces = days.map(({ date, rest }) => {
    const address = `/?day=${date}&only=day`;
    const head = html`<h2>${link(address, words.dayName(date))}</h2>`;
    return { date, head, rest, more: (left: number) => link(address, words.moreOfDay(left)), isToday: date === today };
  });
  const isEmpty = days.every(({ items: all, rest }) => all.length + rest === 0);
  const move = ['id', 'shown', 'days', 'minutes'].map((name) => html`<input type="hidden" name="${name}">`);
  const drag = [
    html`<p class="dim wide-only">${words.dragMeans}</p>`,
    form(view, '/bookings', html`<input type="hidden" name="do" value="move">${move}`, html` id="move" hidden`),
  ];
  return [
    isEmpty && notice('quiet', html`<p>${words.emptyWeek}</p>`),
    isEditable && drag,
    weekGrid(items, faces, view),
  ];
}

function asCalendarItem(item: WeekItem, isEditable: boolean, view: View): CalendarItem {
  const { id, start, end, state, isEvent, title, customer, waiting } = item;
  const { items, site: words } = wordsOn(view);
  const [tone, sign] = looks[state];
  const mayMove = isEditable && !isEvent && !item.isCancelled;
  // The changes of the next sync, in a word, and their side.
  const more = waiting.map(({ side, action, fields }) => {
    const to = fields.time?.[1] ?? null;
    const when = to !== null && action !== 'create' && ` → ${period(view, to)}`;
    return html` <small>(${items[side]}: ${items.actions[action]}${when})</small>`;
  });
  return {
    time: `${start.toISOString()}/${end.toISOString()}`,
    title: [title ?? words.untitled, customer].filter((part) => part !== null).join(' - '),
    word: words.states[state],
    href: html`href="/items/${id}"${mayMove && html` data-id="${id}" data-start="${start.toISOString()}"`}`,
    ...{ tone, sign, more },
  };
}

function dayList({ date, items, rest }: Day, from: number, view: View): Part {
  const { site: words } = wordsOn(view);
  const lines = items.map((item) => {
    const { tone, sign, word, time, title, more, href } = asCalendarItem(item, false, view);
    return html`<li>${badge(tone, word, sign)} ${period(view, time)} <a ${href}><bdi>${title?.slice(0, 200)}</bdi></a>${more}</li>`;
  });
  const next =
    rest > 0 && html`<p>${link(`/?day=${date}&only=day&from=${from + items.length}`, words.moreOfDay(rest))}</p>`;
  const list = lines.length === 0 ? html`<p>${words.emptyDay}</p>` : html`<ol class="plain">${lines}</ol>`;
  return html`<section>${list}${next}</section>`;
}
