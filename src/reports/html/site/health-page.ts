import type { UnreachableStatus } from '../../../core/calendar/status/unreachable-status.js';
import type { DoctorResult } from '../../../core/results/setup-result.js';
import type { Reachability, SyncStatus } from '../../../core/results/status-result.js';
import { tellCheck } from '../../../messages/checks.js';
import { tellStated } from '../../../messages/results.js';
import { textOf, voiceOf } from '../../../messages/voice.js';
import { fieldName } from '../../history-report.js';
import { duration, moment, number, type Page, wordsOn } from '../../page.js';
import { badge, command, facts, notice, said, section, type Tone, tiles } from '../components.js';
import { type Html, html } from '../markup.js';
import { itemLink, link, runLink, type Site } from './site.js';

const verdictTones: Readonly<Record<SyncStatus['verdict'], Tone>> = {
  'in-step': 'good',
  'changes-waiting': 'info',
  attention: 'warn',
  stale: 'bad',
  unreachable: 'bad',
};
const checkTones = { ok: 'good', warn: 'warn', fail: 'bad', skipped: 'quiet' } as const;
const most = 100;

/** What `status` and `doctor` say. */
export function healthBody(site: Site, status: SyncStatus | UnreachableStatus, doctor: DoctorResult): Html {
  const { page } = site;
  const { site: here, status: words } = wordsOn(page);
  const reached = section(
    here.services,
    facts([
      [words.database, reach(status.database, page)],
      [words.google, reach(status.google, page)],
    ]),
  );
  const whole =
    'calendars' in status ? statusParts(status, page) : notice('bad', html`<p>${words.databaseUnusable}</p>`);
  return html`${whole}${reached}${section(here.checks, checks(doctor, page))}`;
}

function reach({ reachable, milliseconds, as, problem, help, sentence }: Reachability, page: Page): Html {
  const { status: words } = wordsOn(page);
  if (reachable) return html`${words.reachable(duration(page, milliseconds), as)}`;
  const teller = { language: page.language, as: 'typed' } as const;
  const { message, actions } = tellStated({ message: problem ?? '', actions: help, sentence }, teller);
  return html`${words.unreachable(as, message)}${actions.map((action) => command(textOf(action)))}`;
}

function statusParts(status: SyncStatus, page: Page): Html {
  const { causes, status: words } = wordsOn(page);
  const {
    verdict,
    lastSync,
    nextSync,
    lastRun,
    totalBookings,
    totalEvents,
    held,
    failed,
    refusal,
    refusalSentence,
    notes,
  } = status;
  const name = verdict === 'changes-waiting' && lastSync === null ? 'not-synced' : verdict;
  const counts = tiles([
    { label: words.lastSync, value: lastSync === null ? words.never : moment(page, lastSync) },
    ...(nextSync === null ? [] : [{ label: words.nextSync, value: moment(page, nextSync) }]),
    { label: words.bookings, value: number(page, totalBookings) },
    { label: words.events, value: number(page, totalEvents) },
  ]);
  const run = lastRun !== null && html`<p>${words.lastRunHead}: ${runLink(lastRun.id)}</p>`;
  const heldList = held
    .slice(0, most)
    .map(
      ({ bookingId, fields }) =>
        html`<li>${itemLink(bookingId, said(bookingId, page))}: ${fields.map((field) => fieldName(page, field)).join(', ')}</li>`,
    );
  const failedList = failed.slice(0, most).map((failure) => {
    const id = failure.bookingId ?? failure.eventId ?? '';
    return html`<li>${itemLink(id, said(id, page))}: ${causes.failure(failure)} <span class="dim">${textOf(causes.help(failure, voiceOf('typed', page.language)))}</span></li>`;
  });
  const noteList = notes
    .slice(0, most)
    .map((note) => html`<li>${itemLink(note.bookingId, said(note.bookingId, page))}: ${causes.note(note)}</li>`);
  return html`${notice(verdictTones[verdict], html`<p>${words.verdicts[name]}</p>`)}${counts}${run}${refusal !== null && section(words.wouldRefuse, html`<p>${tellStated({ message: refusal, sentence: refusalSentence }, { language: page.language, as: 'typed' }).message}</p>`)}${held.length > 0 && section(words.held(held.length), html`<ul>${heldList}</ul><p>${link('/conflicts', wordsOn(page).site.places.conflicts)}</p>`)}${failed.length > 0 && section(words.failed(failed.length), html`<ul>${failedList}</ul>`)}${notes.length > 0 && section(words.notes(notes.length), html`<ul>${noteList}</ul>`)}`;
}

function checks({ checks: all, success }: DoctorResult, page: Page): Html {
  const { programs } = wordsOn(page);
  const count = (state: 'warn' | 'fail') => all.filter((check) => check.state === state).length;
  const sum = success ? programs.allIsWell(count('warn')) : programs.checksFailed(count('fail'), all.length);
  const lines = all.map((check) => {
    const { name, message, actions } = tellCheck(check, { language: page.language, as: 'typed' });
    const todo = actions.map((action) => command(textOf(action)));
    return html`<li>${badge(checkTones[check.state], name)} ${message}${todo}</li>`;
  });
  return html`<p>${sum}</p><ul>${lines}</ul>`;
}
