import type { UnreachableStatus } from '../../core/calendar/status/unreachable-status.js';
import type { CalendarStatus, Reachability, SyncStatus } from '../../core/results/status-result.js';
import { tellStated } from '../../messages/results.js';
import { textOf, voiceOf } from '../../messages/voice.js';
import { fieldName } from '../history-report.js';
import { duration, moment, number, type Page, wordsOn } from '../page.js';
import { lastSyncInWords, reachInWords, verdictOf, waitingInWords } from '../status-report.js';
import { badge, command, facts, notice, said, section, type Tone, table } from './components.js';
import { type Frame, idOf, list, renderFile } from './frame.js';
import { html, type Part } from './markup.js';

const most = 500;
const colours = { green: 'good', yellow: 'warn', red: 'bad' } as const;

/** Whether all is well: the verdict first, then what waits, what is wrong, and what to do. */
export function statusPage(status: SyncStatus | UnreachableStatus, frame: Frame): string {
  const { page } = frame;
  const { pages, status: words } = wordsOn(page);
  const reached = [
    [words.database, reach(status.database, page)],
    [words.google, reach(status.google, page)],
  ] as const;
  if (!('calendars' in status))
    return renderFile(
      pages.titles.status,
      [notice('bad', html`<p>${words.databaseUnusable}</p>`), section(pages.overview, facts(reached))],
      frame,
    );
  const { colour, text } = verdictOf(status, page);
  const tone: Tone = colours[colour];
  const body = [
    notice(tone, html`<p><strong>${text}</strong></p>`),
    status.refusal !== null &&
      notice('bad', [
        html`<p>${words.wouldRefuse} ${tellStated({ message: status.refusal, sentence: status.refusalSentence }, { language: page.language, as: 'typed' }).message}</p>`,
        command('renos-sync sync --dry-run'),
      ]),
    section(
      pages.overview,
      facts([
        [words.lastSync, lastSyncInWords(status, page)],
        ...(status.nextSync === null ? [] : [[words.nextSync, moment(page, status.nextSync)] as const]),
        [words.bookings, number(page, status.totalBookings)],
        [words.waiting, waitingInWords(status, page)],
        ...reached,
      ]),
    ),
    calendars(status.calendars, page),
    held(status, page),
    failed(status, page),
    known(status, page),
  ];
  return renderFile(pages.titles.status, body, frame);
}

function reach(reached: Reachability, page: Page): Part {
  const { reachable, problem: message, help, sentence } = reached;
  const { actions } = tellStated(
    { message: message ?? '', actions: help, sentence },
    { language: page.language, as: 'typed' },
  );
  return [badge(reachable ? 'good' : 'bad', reachInWords(reached, page)), actions.map((one) => command(textOf(one)))];
}

function calendars(all: readonly CalendarStatus[], page: Page): Part {
  const { items, pages, status: words } = wordsOn(page);
  const statuses: Readonly<Record<string, string>> = items.runStatuses;
  const right = (text: string) => ({ text, align: 'right' as const });
  const total = (counts: Readonly<Record<string, number>>) => Object.values(counts).reduce((sum, one) => sum + one, 0);
  return section(
    pages.calendars,
    table(
      [
        { text: words.calendar },
        right(words.events),
        right(words.linked),
        right(words.waitingHead),
        { text: words.token },
        { text: words.lastRunHead },
        { text: words.outcome },
      ],
      all.map(({ calendarId, events, linkedEvents, waiting, tokenAgeSeconds, lastRun }) => [
        said(calendarId, page),
        number(page, events),
        number(page, linkedEvents),
        waiting === null ? '?' : number(page, total(waiting.google) + total(waiting.database)),
        tokenAgeSeconds === null ? words.noToken : words.old(duration(page, Math.max(1, tokenAgeSeconds) * 1_000)),
        lastRun === null ? words.never : moment(page, lastRun.startedAt),
        lastRun === null
          ? null
          : badge(
              lastRun.status === 'succeeded' ? 'good' : lastRun.status === 'running' ? 'info' : 'warn',
              statuses[lastRun.status] ?? lastRun.status,
            ),
      ]),
    ),
  );
}

function held({ held: all }: SyncStatus, page: Page): Part {
  if (all.length === 0) return null;
  const { causes, items, status: words } = wordsOn(page);
  const show = ({ bookingId, fields, code, reason, help, since }: SyncStatus['held'][number]) =>
    html`<li><p><strong>${items.bookingNamed(bookingId)}</strong>: ${fields.map((field) => fieldName(page, field)).join(', ')} <span class="dim">(<bdi>${causes.conflict({ code, reason })}</bdi>, ${moment(page, since)})</span></p>${command(help)}</li>`;
  return section(words.held(all.length), list({ items: all, most, show, all: 'renos-sync conflicts', page }));
}

function failed({ failed: all }: SyncStatus, page: Page): Part {
  if (all.length === 0) return null;
  const { causes, status: words } = wordsOn(page);
  const show = (failure: SyncStatus['failed'][number]) =>
    html`<li><p>${badge('bad', failure.code)} ${idOf(failure.bookingId ?? failure.eventId, page)}: <bdi>${causes.failure(failure)}</bdi></p><p>${textOf(causes.help(failure, voiceOf('typed', page.language)))}</p></li>`;
  return section(words.failed(all.length), list({ items: all, most, show, all: 'renos-sync status --json', page }));
}

function known({ notes, elsewhere }: SyncStatus, page: Page): Part {
  if (notes.length + elsewhere.length === 0) return null;
  const { causes, status: words, sync } = wordsOn(page);
  const show = (note: SyncStatus['notes'][number]) =>
    html`<li><p><code>${note.bookingId}</code>: <bdi>${causes.note(note)}</bdi></p></li>`;
  return section(words.notes(notes.length + elsewhere.length), [
    elsewhere.slice(0, 100).map(({ bookings, calendarId }) => html`<p>${sync.elsewhere(bookings, calendarId)}</p>`),
    notes.length > 0 && list({ items: notes, most, show, all: 'renos-sync status --json', page }),
  ]);
}
