import type { NextStep, PairStory, SideStory } from '../../../core/results/story-result.js';
import { tellStated } from '../../../messages/results.js';
import { type Explanation, voiceOf } from '../../../messages/voice.js';
import { fieldName } from '../../history-report.js';
import { moment, wordsOn } from '../../page.js';
import { facts, notice, section, table } from '../components.js';
import { changedFields, fieldValue } from '../fields.js';
import { html, type Part } from '../markup.js';
import { actionsPart, failureNotice, field, form, idOf, link, listed, runLink, tellerOf, type View } from '../view.js';
import { changePart } from './runs-page.js';

/**
 * The fields of a booking that can be changed if the database is our own: times on Copenhagen's clock, and the row's
 * version.
 */
export type Editable = Readonly<Record<'start' | 'end' | 'title' | 'version', string>>;

/** The whole history of one pair, as in `show`. */
export function storyBody(story: PairStory, problem: Explanation | null, editable: Editable | null, view: View): Part {
  const { causes, site: here, status: words } = wordsOn(view);
  const { bookingId, held, failed, notes, changes, next } = story;
  const names = (all: readonly string[]) => all.map((name) => fieldName(view, name)).join(', ');
  const showChange = (change: PairStory['changes'][number]) => [
    html`<p class="dim">${moment(view, change.at)} ${runLink(change.runId)}</p>`,
    changePart(change, view),
  ];
  return [
    problem !== null && failureNotice(problem, view),
    held.map((one) =>
      notice('warn', html`<p>${words.heldFields(names(one.fields))} ${link('/conflicts', here.places.conflicts)}</p>`),
    ),
    failed.map((failure) =>
      notice('bad', [
        html`<p>${words.failedFor(causes.failure(failure), failure.code)}</p>`,
        actionsPart([causes.help(failure, voiceOf('shown', view.language))], view),
      ]),
    ),
    notes.map((note) => notice('info', html`<p>${words.note(causes.note(note))}</p>`)),
    section(here.bothSides, bothSides(story, view)),
    section(here.nextRun, next === null ? html`<p>${words.nextUnknown}</p>` : nextStep(next, view)),
    editable !== null && bookingId !== null && section(here.editBooking, editForms(bookingId, editable, view)),
    changes.length === 0
      ? section(here.past, html`<p>${words.unchanged}</p>`)
      : listed(here.past, { items: changes.toReversed(), show: showChange, all: null }, view),
  ];
}

function bothSides({ bookingId, eventId, calendarId, booking, event, agreed }: PairStory, view: View): Part {
  const { status: words } = wordsOn(view);
  const all = [booking?.says, event?.says, agreed?.booking];
  const agreedAt = agreed === null ? words.neverAgreed : moment(view, agreed.at);
  const stateOf = (side: SideStory | null) =>
    side === null
      ? words.missing
      : `${side.removed ? words.gone : words.there}${side.remembered ? ` ${words.asLastRead}` : ''}`;
  const rows = (['time', 'title', 'location', 'description', 'customer'] as const)
    .filter((field) => all.some((says) => (says?.[field] ?? null) !== null))
    .map((field) => [fieldName(view, field), ...all.map((says) => says && fieldValue(field, says[field], view))]);
  return [
    table(
      [words.field, words.bookingSays, words.eventSays, words.lastAgreed],
      [['', stateOf(booking), stateOf(event), agreed !== null && agreedAt], ...rows],
    ),
    facts([
      [words.booking, idOf(bookingId, view)],
      [words.event, idOf(eventId, view)],
      [words.calendar, idOf(calendarId, view)],
      [words.agreed, agreedAt],
    ]),
  ];
}

function editForms(id: string, { start, end, title, version }: Editable, view: View): Part {
  const { site: here } = wordsOn(view);
  const about = html`<input type="hidden" name="id" value="${id}"><input type="hidden" name="version" value="${version}">`;
  const fields = [
    field('title', here.service, html`value="${title}"`),
    field('start', here.start, html`type="datetime-local" value="${start}"`),
    field('end', here.end, html`type="datetime-local" value="${end}"`),
  ];
  const change = html`<div class="bar">${fields}</div><button name="do" value="change">${here.save}</button>`;
  const cancel = html`<button class="danger" name="do" value="cancel">${here.cancelBooking}</button>`;
  return [
    html`<p class="dim">${here.editMeans}</p>`,
    [change, cancel].map((part) => form(view, '/bookings', [about, part])),
  ];
}

function nextStep({ action, state, google, database, holds, refusal: message, ...next }: NextStep, view: View): Part {
  const { causes, items, status: words } = wordsOn(view);
  const names = holds.map((field) => fieldName(view, field)).join(', ');
  const isWork = google !== null || database !== null;
  const plain = isWork ? words.nextWrites : words.nextDoesNothing;
  const holding = isWork ? words.nextHoldsAndWrites(names) : words.nextHolds(names);
  const actions: Readonly<Record<string, string>> = items.actions;
  const write = (side: 'google' | 'database', what: NextStep['google']) =>
    what !== null &&
    html`<li><p>${items[side]}: ${actions[what.action] ?? what.action}</p>${changedFields(what.fields, view)}</li>`;
  const refusal = message !== null && tellStated({ message, sentence: next.refusalSentence }, tellerOf(view)).message;
  return [
    html`<p><strong>${holds.length === 0 ? plain : holding}</strong> ${causes.next({ action, ...next })}.</p>`,
    html`<p class="dim">${words.rule(state === null ? action : `${action} (${state})`)}</p>`,
    isWork && html`<ul class="plain">${write('google', google)}${write('database', database)}</ul>`,
    refusal !== false && notice('warn', html`<p>${words.wholeRunRefuses(refusal)}</p>`),
  ];
}
