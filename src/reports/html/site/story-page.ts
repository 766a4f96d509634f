import type { NextStep, PairStory, Says, SideStory } from '../../../core/results/story-result.js';
import { tellStated } from '../../../messages/results.js';
import { type Told, voiceOf } from '../../../messages/voice.js';
import { fieldName } from '../../history-report.js';
import { moment, type Page, wordsOn } from '../../page.js';
import { actionPart, facts, failureNotice, notice, section, table } from '../components.js';
import { changedFields, fieldValue } from '../fields.js';
import { type Html, html, type Part } from '../markup.js';
import { form, idOf, link, runLink } from '../view.js';
import { changePart } from './runs-page.js';
import type { Site } from './site.js';

const fields = ['time', 'title', 'location', 'description', 'customer'] as const;
const mostChanges = 200;

/** What may be changed of a booking here: where the database is our own. */
export interface Editable {
  /** `YYYY-MM-DDTHH:MM`, on Copenhagen's clock. */
  readonly start: string;
  readonly end: string;
  readonly title: string;
  /** Of the row as it was shown. */
  readonly version: string;
}

interface StoryAround {
  readonly problem: Told | null;
  readonly editable: Editable | null;
}

/** The whole story of one pair, as `show` tells it. */
export function storyBody(site: Site, story: PairStory, { problem, editable }: StoryAround): Part {
  const { page } = site;
  const { causes, site: here, status: words } = wordsOn(page);
  const { bookingId, eventId, calendarId, agreed, booking, event, next, held, failed, notes, changes } = story;
  const names = (all: readonly string[]) => all.map((name) => fieldName(page, name)).join(', ');
  const ids = facts([
    [words.booking, idOf(bookingId, page)],
    [words.event, idOf(eventId, page)],
    [words.calendar, idOf(calendarId, page)],
    [words.agreed, agreed === null ? words.neverAgreed : moment(page, agreed.at)],
  ]);
  const past = changes
    .slice(-mostChanges)
    .reverse()
    .map(
      (change) =>
        html`<li><p class="dim">${moment(page, change.at)} ${runLink(change.runId)}</p>${changePart(change, site)}</li>`,
    );
  return [
    problem !== null && failureNotice(problem, page),
    held.map((one) =>
      notice('warn', html`<p>${words.heldFields(names(one.fields))} ${link('/conflicts', here.places.conflicts)}</p>`),
    ),
    failed.map((failure) =>
      notice('bad', [
        html`<p>${words.failedFor(causes.failure(failure), failure.code)}</p>`,
        actionPart(causes.help(failure, voiceOf('typed', page.language))),
      ]),
    ),
    notes.map((note) => notice('info', html`<p>${words.note(causes.note(note))}</p>`)),
    section(here.bothSides, [bothSides({ booking, event, agreed }, page), ids]),
    section(here.nextRun, next === null ? html`<p>${words.nextUnknown}</p>` : nextStep(next, page)),
    editable !== null && bookingId !== null && section(here.editBooking, editForms(site, bookingId, editable)),
    section(here.past, past.length === 0 ? html`<p>${words.unchanged}</p>` : html`<ul class="plain">${past}</ul>`),
  ];
}

function bothSides({ booking, event, agreed }: Pick<PairStory, 'booking' | 'event' | 'agreed'>, page: Page): Html {
  const { status: words } = wordsOn(page);
  const all = [booking?.says, event?.says, agreed?.booking];
  const value = (says: Says | undefined, field: keyof Says) =>
    says !== undefined && fieldValue(field, says[field], page);
  return table(
    [words.field, words.bookingSays, words.eventSays, words.lastAgreed],
    [
      ['', stateOf(booking, page), stateOf(event, page), agreed !== null && moment(page, agreed.at)],
      ...fields
        .filter((field) => all.some((says) => (says?.[field] ?? null) !== null))
        .map((field) => [fieldName(page, field), ...all.map((says) => value(says, field))]),
    ],
  );
}

function editForms(site: Site, id: string, { start, end, title, version }: Editable): Part {
  const { site: here } = wordsOn(site.page);
  const hidden = html`<input type="hidden" name="id" value="${id}"><input type="hidden" name="version" value="${version}">`;
  const field = (name: string, label: string, type: string, value: string) =>
    html`<p><label for="${name}">${label}</label><input id="${name}" name="${name}" type="${type}" value="${value}" required></p>`;
  const change = html`${hidden}<div class="bar">${field('title', here.service, 'text', title)}${field('start', here.start, 'datetime-local', start)}${field('end', here.end, 'datetime-local', end)}</div><button name="do" value="change">${here.save}</button>`;
  const cancel = html`${hidden}<button class="danger" name="do" value="cancel">${here.cancelBooking}</button>`;
  return [html`<p class="dim">${here.editMeans}</p>`, form(site, '/bookings', change), form(site, '/bookings', cancel)];
}

function stateOf(side: SideStory | null, page: Page): string {
  const { status: words } = wordsOn(page);
  if (side === null) return words.missing;
  return `${side.removed ? words.gone : words.there}${side.remembered ? ` ${words.asLastRead}` : ''}`;
}

function nextStep({ action, state, google, database, holds, refusal: message, ...next }: NextStep, page: Page): Part {
  const { causes, items, status: words } = wordsOn(page);
  const names = holds.map((field) => fieldName(page, field)).join(', ');
  const isWork = google !== null || database !== null;
  const plain = isWork ? words.nextWrites : words.nextDoesNothing;
  const holding = isWork ? words.nextHoldsAndWrites(names) : words.nextHolds(names);
  const actions: Readonly<Record<string, string>> = items.actions;
  const teller = { language: page.language, as: 'typed' } as const;
  const write = (side: 'google' | 'database', what: NextStep['google']) =>
    what !== null &&
    html`<li><p>${items[side]}: ${actions[what.action] ?? what.action}</p>${changedFields(what.fields, page)}</li>`;
  return [
    html`<p><strong>${holds.length === 0 ? plain : holding}</strong> ${causes.next({ action, ...next })}.</p>`,
    html`<p class="dim">${words.rule(state === null ? action : `${action} (${state})`)}</p>`,
    isWork && html`<ul class="plain">${write('google', google)}${write('database', database)}</ul>`,
    message !== null &&
      notice(
        'warn',
        html`<p>${words.wholeRunRefuses(tellStated({ message, sentence: next.refusalSentence }, teller).message)}</p>`,
      ),
  ];
}
