import type { UnreachableStatus } from '../../core/calendar/status/unreachable-status.js';
import type { DoctorResult } from '../../core/results/setup-result.js';
import type { CalendarStatus, Reachability, SyncStatus } from '../../core/results/status-result.js';
import { tellCheck } from '../../messages/checks.js';
import { tellStated, tellStatus } from '../../messages/results.js';
import { voiceOf } from '../../messages/voice.js';
import { fieldName } from '../history-report.js';
import { duration, moment, named, number, type Page, wordsOn } from '../page.js';
import { lastSyncInWords, reachInWords, verdictOf, waitingInWords } from '../status-report.js';
import { actionPart, badge, command, facts, notice, right, said, section, table } from './components.js';
import { html, type Part } from './markup.js';
import { itemLink, link, list, type View } from './view.js';

const most = 500;
const colours = { green: 'good', yellow: 'warn', red: 'bad' } as const;
const checkTones = { ok: 'good', warn: 'warn', fail: 'bad', skipped: 'quiet' } as const;

/** Whether all is well: the verdict first, then what waits, what is wrong, and what to do. */
export function statusBody(given: SyncStatus | UnreachableStatus, view: View): Part {
  const { page } = view;
  const teller = { language: page.language, as: 'typed' } as const;
  const status = 'calendars' in given ? tellStatus(given, teller) : given;
  const { pages, status: words } = wordsOn(page);
  const reached = [
    [words.database, reach(status.database, page)],
    [words.google, reach(status.google, page)],
  ] as const;
  if (!('calendars' in status))
    return [notice('bad', html`<p>${words.databaseUnusable}</p>`), section(pages.overview, facts(reached))];
  const { colour, text } = verdictOf(status, page);
  return [
    notice(colours[colour], html`<p><strong>${text}</strong></p>`),
    status.refusal !== null &&
      notice('bad', [html`<p>${words.wouldRefuse} ${status.refusal}</p>`, command('renos-sync sync --dry-run')]),
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
    held(status, view),
    failed(status, view),
    known(status, view),
    calendars(status.calendars, page),
  ];
}

/** What `doctor` says: each check by its state, and what to do. */
export function checksPart({ checks, success }: DoctorResult, page: Page): Part {
  const { programs, site } = wordsOn(page);
  const count = (state: 'warn' | 'fail') => checks.filter((check) => check.state === state).length;
  const sum = success ? programs.allIsWell(count('warn')) : programs.checksFailed(count('fail'), checks.length);
  const lines = checks.map((check) => {
    const { name, message, actions } = tellCheck(check, { language: page.language, as: 'typed' });
    return html`<li><p>${badge(checkTones[check.state], name)} <bdi>${message}</bdi></p>${actions.map(actionPart)}</li>`;
  });
  return section(site.checks, [html`<p>${sum}</p>`, html`<ul class="plain tight">${lines}</ul>`]);
}

function reach(reached: Reachability, page: Page): Part {
  const { reachable, problem, help: actions, sentence } = reached;
  const teller = { language: page.language, as: 'typed' } as const;
  const told = tellStated({ message: problem ?? '', actions, sentence }, teller);
  return [badge(reachable ? 'good' : 'bad', reachInWords(reached, page)), told.actions.map(actionPart)];
}

function calendars(all: readonly CalendarStatus[], page: Page): Part {
  const { items, pages, status: words } = wordsOn(page);
  const statuses: Readonly<Record<string, string>> = items.runStatuses;
  const total = (counts: Readonly<Record<string, number>>) => Object.values(counts).reduce((sum, one) => sum + one, 0);
  return section(
    pages.calendars,
    table(
      [
        words.calendar,
        right(words.events),
        right(words.linked),
        right(words.waitingHead),
        words.token,
        words.lastRunHead,
        words.outcome,
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

function held({ held: all }: SyncStatus, view: View): Part {
  if (all.length === 0) return null;
  const { page, formToken } = view;
  const { causes, site, status: words } = wordsOn(page);
  const show = (conflict: SyncStatus['held'][number]) => {
    const { bookingId, fields, help, since } = conflict;
    const names = fields.map((field) => fieldName(page, field)).join(', ');
    return html`<li><p><strong>${itemLink(view, bookingId, html`<bdi>${named(page, conflict)}</bdi>`)}</strong>: ${names} <span class="dim">(<bdi>${causes.conflict(conflict)}</bdi>, ${moment(page, since)})</span></p>${formToken === null && command(help)}</li>`;
  };
  return section(words.held(all.length), [
    list({ items: all, most, show, all: 'renos-sync conflicts', page }),
    formToken !== null && html`<p>${link('/conflicts', site.places.conflicts)}</p>`,
  ]);
}

function failed({ failed: all }: SyncStatus, view: View): Part {
  if (all.length === 0) return null;
  const { page } = view;
  const { causes, status: words } = wordsOn(page);
  const show = (failure: SyncStatus['failed'][number]) =>
    html`<li><p>${badge('bad', failure.code)} ${itemLink(view, failure.bookingId ?? failure.eventId)}: <bdi>${causes.failure(failure)}</bdi></p>${actionPart(causes.help(failure, voiceOf('typed', page.language)))}</li>`;
  return section(words.failed(all.length), list({ items: all, most, show, all: 'renos-sync status --json', page }));
}

function known({ notes, elsewhere }: SyncStatus, view: View): Part {
  if (notes.length + elsewhere.length === 0) return null;
  const { page } = view;
  const { causes, status: words, sync } = wordsOn(page);
  const show = (note: SyncStatus['notes'][number]) =>
    html`<li><p>${itemLink(view, note.bookingId)}: <bdi>${causes.note(note)}</bdi></p></li>`;
  return section(words.notes(notes.length + elsewhere.length), [
    elsewhere.slice(0, 100).map(({ bookings, calendarId }) => html`<p>${sync.elsewhere(bookings, calendarId)}</p>`),
    notes.length > 0 && list({ items: notes, most, show, all: 'renos-sync status --json', page }),
  ]);
}
