import type { DecidedConflict, HeldConflictDetail } from '../../../core/results/status-result.js';
import { fieldName } from '../../history-report.js';
import { moment, named, type Page, wordsOn } from '../../page.js';
import { firstOf, said, section, table } from '../components.js';
import { type Html, html } from '../markup.js';
import { fieldValue } from './runs-page.js';
import { form, itemLink, type Site } from './site.js';

const most = 50;

/** Held conflicts with both values, to be decided a field at a time; then what was decided lately. */
export function conflictsBody(
  site: Site,
  held: readonly HeldConflictDetail[],
  decided: readonly DecidedConflict[],
): Html {
  const { page } = site;
  const { items, sync: words } = wordsOn(page);
  const list = firstOf(held, { most, room: 500_000, show: (conflict) => oneConflict(site, conflict) });
  const past = decided.flatMap(({ at, bookingId, decision, values, ...about }) =>
    Object.entries(values).map(([field, { booking, event, taken }]) => [
      moment(page, at),
      itemLink(bookingId, named(page, { ...about, bookingId })),
      fieldName(page, field),
      words.sides[taken ?? decision],
      value(field, booking, page),
      value(field, event, page),
    ]),
  );
  const heads = [words.when, words.booking, words.field, words.taken, words.databaseSaid, words.googleSaid];
  return html`${held.length === 0 ? html`<section><p>${words.noneHeld}</p></section>` : list.shown}${list.rest > 0 && html`<p>${items.more(list.rest)}</p>`}${
    past.length > 0 &&
    section(
      words.decidedHead,
      table(
        heads.map((text) => ({ text })),
        past,
      ),
    )
  }`;
}

function oneConflict(site: Site, { id, bookingId, code, reason, since, values }: HeldConflictDetail): Html {
  const { page } = site;
  const { causes, site: here, sync: words } = wordsOn(page);
  const fields = Object.entries(values).map(
    ([field, { base, booking, event }]) =>
      html`<fieldset class="choices"><legend>${fieldName(page, field)} <span class="dim">${words.bothSaid} ${value(field, base, page)}</span></legend>${choice(field, 'database', words.databaseSays, value(field, booking, page))}${choice(field, 'google', words.googleSays, value(field, event, page))}</fieldset>`,
  );
  const head = html`<p>${itemLink(bookingId, said(bookingId, page))} <span class="dim">${words.heldSince(moment(page, since), causes.conflict({ code, reason }))}</span></p>`;
  const body = html`<input type="hidden" name="id" value="${id}">${fields}<button>${here.decide}</button>`;
  return html`<section>${head}${form(site, '/conflicts', body)}</section>`;
}

function choice(field: string, side: string, label: string, says: Html | string): Html {
  return html`<label><input type="radio" name="take-${field}" value="${side}" required> ${label} ${says}</label>`;
}

function value(field: string, text: string | null, page: Page): Html | string {
  const { sync } = wordsOn(page);
  if (field === 'removed') return text === 'yes' ? sync.isOff : sync.isOn;
  return fieldValue(field, text, page);
}
