import type { ConflictsResult, DecidedConflict, HeldConflictDetail } from '../../core/results/status-result.js';
import { fieldName } from '../history-report.js';
import { moment, named, wordsOn } from '../page.js';
import { badge, command, notice, section } from './components.js';
import { disputedFields, fieldValue } from './fields.js';
import { type Html, html, type Part } from './markup.js';
import { form, itemLink, list, type View } from './view.js';

const most = 500;

/** The conflicts that wait for a person, both values side by side, and how to decide them; then those decided lately. */
export function conflictsBody({ held, decided }: ConflictsResult, view: View): Part {
  const { page } = view;
  const { causes, pages, sync: words } = wordsOn(page);
  const showHeld = (conflict: HeldConflictDetail) => {
    const { bookingId, since } = conflict;
    const name = itemLink(view, bookingId, html`<bdi>${named(page, conflict)}</bdi>`);
    return html`<li><p><strong>${name}</strong> <span class="dim">${words.heldSince(moment(page, since), causes.conflict(conflict))}</span></p>
${decision(conflict, view)}</li>`;
  };
  const showDecided = ({ at, decision, values, ...conflict }: DecidedConflict) =>
    html`<li><p>${badge('good', `${words.taken}: ${words.sides[decision]}`)} <strong>${itemLink(view, conflict.bookingId, html`<bdi>${named(page, conflict)}</bdi>`)}</strong> <span class="dim">${moment(page, at)}</span></p>
${disputedFields(values, page)}</li>`;
  const all = 'renos-sync conflicts --json';
  const how =
    view.formToken === null &&
    html`<p>${words.decide} <code>--take google</code> ${words.decideOr}; <code>renos-sync conflicts resolve</code> ${words.decideAsks}.</p>`;
  return [
    held.length === 0
      ? notice('good', html`<p>${words.noneHeld}</p>`)
      : section(pages.held, [how, list({ items: held, most, show: showHeld, all, page })]),
    decided !== null &&
      section(
        words.decidedHead,
        decided.length === 0
          ? html`<p>${words.noneDecided}</p>`
          : list({ items: decided, most, show: showDecided, all, page }),
      ),
  ];
}

/** Both values of each field; on a page of the server, each field has a choice. */
function decision({ id, values }: HeldConflictDetail, view: View): Html {
  const { page } = view;
  const { site, sync: words } = wordsOn(page);
  if (view.formToken === null)
    return html`${disputedFields(values, page)}${command(`renos-sync conflicts resolve ${id} --take google`)}`;
  const fields = Object.entries(values).map(([field, { base, booking, event }]) => {
    const choice = (side: string, label: string, says: string | null) =>
      html`<label><input type="radio" name="take-${field}" value="${side}" required> <span><span class="head">${label}</span> ${fieldValue(field, says, page)}</span></label>`;
    return html`<fieldset class="choices"><legend><strong>${fieldName(page, field)}</strong> <span class="dim">${words.bothSaid} ${fieldValue(field, base, page)}</span></legend><div>${choice('database', words.databaseSays, booking)}${choice('google', words.googleSays, event)}</div></fieldset>`;
  });
  return html`${form(view, '/conflicts', html`<input type="hidden" name="id" value="${id}">${fields}<button>${site.decide}</button>`)}`;
}
