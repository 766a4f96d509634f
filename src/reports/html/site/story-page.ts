import type { NextStep, PairStory, Says, SideStory } from '../../../core/results/story-result.js';
import { tellStated } from '../../../messages/results.js';
import { type Told, textOf, voiceOf } from '../../../messages/voice.js';
import { fieldName } from '../../history-report.js';
import { moment, type Page, wordsOn } from '../../page.js';
import { facts, notice, said, section, table } from '../components.js';
import { type Html, html } from '../markup.js';
import { changeBlock, fieldLines, fieldValue } from './runs-page.js';
import { failureBody, form, link, runLink, type Site } from './site.js';

const fields = ['time', 'title', 'location', 'description', 'customer'] as const;

/** What may be changed of a booking here: where the database is our own. */
export interface Editable {
  /** `YYYY-MM-DDTHH:MM`, on Copenhagen's clock. */
  readonly start: string;
  readonly end: string;
  readonly title: string;
  /** Of the row as it was shown. */
  readonly version: string;
}

/** The whole story of one pair, as `show` tells it. */
export function storyBody(site: Site, story: PairStory, problem: Told | null, editable: Editable | null): Html {
  const { page } = site;
  const { causes, site: here, status: words } = wordsOn(page);
  const { bookingId, eventId, calendarId, agreed, booking, event, next, held, failed, notes, changes } = story;
  const head = facts([
    [words.booking, said(bookingId ?? words.none, page)],
    [words.event, said(eventId ?? words.none, page)],
    [words.calendar, said(calendarId, page)],
    [words.agreed, agreed === null ? words.neverAgreed : moment(page, agreed.at)],
  ]);
  const heads = [words.field, words.bookingSays, words.eventSays, words.lastAgreed].map((text) => ({ text }));
  const value = (says: Says | undefined, field: keyof Says) => fieldValue(field, says?.[field], page);
  const rows = [
    ['', stateOf(booking, page), stateOf(event, page), agreed === null ? '' : moment(page, agreed.at)],
    ...fields
      .filter((field) => [booking?.says, event?.says, agreed?.booking].some((says) => (says?.[field] ?? null) !== null))
      .map((field) => [
        fieldName(page, field),
        value(booking?.says, field),
        value(event?.says, field),
        value(agreed?.booking, field),
      ]),
  ];
  const findings = [
    ...held.map(({ fields: names }) =>
      notice(
        'warn',
        html`<p>${words.heldFields(names.map((name) => fieldName(page, name)).join(', '))} ${link('/conflicts', here.places.conflicts)}</p>`,
      ),
    ),
    ...failed.map((failure) =>
      notice(
        'bad',
        html`<p>${words.failedFor(causes.failure(failure), failure.code)}</p><p>${textOf(causes.help(failure, voiceOf('typed', page.language)))}</p>`,
      ),
    ),
    ...notes.map((note) => notice('info', html`<p>${words.note(causes.note(note))}</p>`)),
  ];
  const past = changes
    .slice(-200)
    .reverse()
    .map(
      (change) =>
        html`<li>${moment(page, change.at)} ${runLink(change.runId)}<ul>${changeBlock(change, page)}</ul></li>`,
    );
  const edit =
    editable !== null && bookingId !== null && section(here.editBooking, editForms(site, bookingId, editable));
  return html`${problem !== null && notice('warn', failureBody(problem))}${findings}<section>${head}${table(heads, rows)}</section>${section(here.nextRun, next === null ? html`<p>${words.nextUnknown}</p>` : nextStep(next, page))}${edit}${section(here.past, past.length === 0 ? html`<p>${words.unchanged}</p>` : html`<ul>${past}</ul>`)}`;
}

function editForms(site: Site, id: string, { start, end, title, version }: Editable): Html {
  const { site: here } = wordsOn(site.page);
  const hidden = html`<input type="hidden" name="id" value="${id}"><input type="hidden" name="version" value="${version}">`;
  const field = (name: string, label: string, type: string, value: string) =>
    html`<p><label for="${name}">${label}</label><br><input id="${name}" name="${name}" type="${type}" value="${value}" required></p>`;
  const change = html`${hidden}${field('title', here.service, 'text', title)}${field('start', here.start, 'datetime-local', start)}${field('end', here.end, 'datetime-local', end)}<button name="do" value="change">${here.save}</button>`;
  const cancel = html`${hidden}<button class="danger" name="do" value="cancel">${here.cancelBooking}</button>`;
  return html`<p>${here.editMeans}</p>${form(site, '/bookings', change)} ${form(site, '/bookings', cancel)}`;
}

function stateOf(side: SideStory | null, page: Page): string {
  const { status: words } = wordsOn(page);
  if (side === null) return words.missing;
  return `${side.removed ? words.gone : words.there}${side.remembered ? ` ${words.asLastRead}` : ''}`;
}

function nextStep(next: NextStep, page: Page): Html {
  const { causes, items, status: words } = wordsOn(page);
  const { action, state, google, database, holds, refusal, refusalSentence } = next;
  const names = holds.map((field) => fieldName(page, field)).join(', ');
  const isWork = google !== null || database !== null;
  const plain = isWork ? words.nextWrites : words.nextDoesNothing;
  const holding = isWork ? words.nextHoldsAndWrites(names) : words.nextHolds(names);
  const actions: Readonly<Record<string, string>> = items.actions;
  const write = (side: 'google' | 'database', what: NextStep['google']) =>
    what !== null &&
    html`<li>${items[side]}: ${actions[what.action] ?? what.action}${fieldLines(what.fields, page)}</li>`;
  return html`<p><strong>${holds.length === 0 ? plain : holding}</strong> ${causes.next(next)}.</p><p class="dim">${words.rule(state === null ? action : `${action} (${state})`)}</p><ul>${write('google', google)}${write('database', database)}</ul>${refusal !== null && notice('warn', html`<p>${words.wholeRunRefuses(tellStated({ message: refusal, sentence: refusalSentence }, { language: page.language, as: 'typed' }).message)}</p>`)}`;
}
