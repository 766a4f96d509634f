import type { ConflictsResult, DecidedConflict, HeldConflictDetail } from '../../core/results/status-result.js';
import { fieldName } from '../history-report.js';
import { moment, wordsOn } from '../page.js';
import { badge, command, notice } from './components.js';
import { disputedFields, fieldValue } from './fields.js';
import { html, type Part } from './markup.js';
import { form, itemName, listed, type View } from './view.js';

/** The conflicts that wait for a person, both values side by side, and how to decide them; then the latest decisions. */
export function conflictsBody({ held, decided }: ConflictsResult, view: View): Part {
  const { causes, pages, sync: words } = wordsOn(view);
  const showHeld = (conflict: HeldConflictDetail) => [
    html`<p>${itemName(conflict, view)} <span class="dim">${words.heldSince(moment(view, conflict.since), causes.conflict(conflict))}</span></p>`,
    decision(conflict, view),
  ];
  const showDecided = ({ at, decision, values, ...conflict }: DecidedConflict) => [
    html`<p>${badge('good', `${words.taken}: ${words.sides[decision]}`)} ${itemName(conflict, view)} <span class="dim">${moment(view, at)}</span></p>`,
    disputedFields(values, view),
  ];
  const first =
    view.formToken === null &&
    html`<p>${words.decide} <code>--take google</code> ${words.decideOr}; <code>renos-sync conflicts resolve</code> ${words.decideAsks}.</p>`;
  const all = 'renos-sync conflicts --json';
  return [
    held.length === 0 && notice('good', html`<p>${words.noneHeld}</p>`),
    listed(pages.held, { items: held, show: showHeld, all, first }, view),
    listed(words.decidedHead, { items: decided ?? [], show: showDecided, all }, view),
  ];
}

/** Both values of each field; on a page of the server, each field has a choice. */
function decision({ id, values }: HeldConflictDetail, view: View): Part {
  const { site, sync: words } = wordsOn(view);
  if (view.formToken === null)
    return [disputedFields(values, view), command(`renos-sync conflicts resolve ${id} --take google`)];
  const fields = Object.entries(values).map(([field, { base, booking, event }]) => {
    const choice = (side: string, label: string, says: string | null) =>
      html`<label><input type="radio" name="take-${field}" value="${side}" required> <span><span class="head">${label}</span> ${fieldValue(field, says, view)}</span></label>`;
    return html`<fieldset class="choices"><legend><strong>${fieldName(view, field)}</strong> <span class="dim">${words.bothSaid} ${fieldValue(field, base, view)}</span></legend><div>${choice('database', words.databaseSays, booking)}${choice('google', words.googleSays, event)}</div></fieldset>`;
  });
  return form(view, '/conflicts', [
    html`<input type="hidden" name="id" value="${id}">`,
    fields,
    html`<button>${site.decide}</button>`,
  ]);
}
