import type { Teller } from '../../messages/failures.js';
import type { Action, Explanation } from '../../messages/voice.js';
import { type Named, named, type Page, wordsOn } from '../page.js';
import { badge, command, firstOf, notice, said, section, type Tone } from './components.js';
import { type Html, html, ownPath, type Part } from './markup.js';

/** Where a body is shown: in a file, or on a page of the server, which has links and forms. */
export interface View extends Page {
  /** Part of each form of the server's pages; null: a file, which has no forms and no links to other pages. */
  readonly formToken: string | null;
}

/** How a view writes steps: as commands in a file, and as buttons on a page of the server. */
export const tellerOf = ({ language, formToken }: View): Teller => ({
  language,
  as: formToken === null ? 'typed' : 'shown',
});

/** Steps: sentences, and commands; a page of the server says where to run these. */
export function actionsPart(actions: readonly Action[], view: View): Part {
  const steps = actions.map((action) => typeof action !== 'string' && html`<p>${action.step}</p>`);
  const commands = actions.filter((action) => typeof action === 'string').map(command);
  const where = view.formToken !== null && html`<p>${wordsOn(view).site.notHere}</p>`;
  return [steps, commands.length > 0 && [where, commands]];
}

/** The failure, and what to do. */
export function failureNotice({ message, actions }: Explanation, view: View): Html {
  return notice('bad', [html`<p role="alert">${said(message, view)}</p>`, actionsPart(actions, view)]);
}

/** A form that is sent to our own server with the session's token; empty in a file. */
export function form({ formToken }: View, action: string, body: Part, attributes: Part = null): Html | null {
  if (formToken === null) return null;
  return html`<form method="post" action="${ownPath(action)}"${attributes}><input type="hidden" name="form" value="${formToken}">${body}</form>`;
}

/** A field of a form under its label. */
export function field(name: string, label: string, attributes: Html): Html {
  return html`<p><label for="${name}">${label}</label><input id="${name}" name="${name}" ${attributes} required></p>`;
}

/** A link of ours. */
export function link(path: string, text: Part, attributes: Part = null): Html {
  return html`<a href="${ownPath(path)}"${attributes}>${text}</a>`;
}

/** The link to the history of a booking or event, for any id; in a file, which has no links, the id. */
export function itemLink(view: View, id: string | null, text: Part = idOf(id, view)): Part {
  return id === null || view.formToken === null ? text : html`<a href="/items/${id}">${text}</a>`;
}

/** The title and time of a booking or event, as a link to its history. */
export function itemName(item: Named, view: View): Html {
  return html`<strong>${itemLink(view, item.bookingId ?? item.eventId ?? null, html`<bdi>${named(view, item)}</bdi>`)}</strong>`;
}

export const runLink = (id: string, text: Part = id): Html => html`<a href="/runs/${id}">${text}</a>`;

const tones: Readonly<Record<string, Tone>> = { running: 'info', succeeded: 'good', failed: 'bad' };

/** How a run ended, as a badge. */
export function statusBadge({ status }: { readonly status: string }, page: Page): Html {
  const names: Readonly<Record<string, string>> = wordsOn(page).items.runStatuses;
  return badge(tones[status] ?? 'warn', names[status] ?? status);
}

/** An id, as people copy it. */
export function idOf(id: string | null, page: Page): Part {
  return id === null ? said(null, page) : html`<code>${id}</code>`;
}

/** Below the first items of a list: how many there are, and how to see all of them. */
export function leftOut(shown: number, all: number, how: string | null, page: Page): Html | null {
  if (shown >= all) return null;
  const { firstOf: first, seeAll } = wordsOn(page).pages;
  return html`<p class="dim">${first(shown, all)}${how !== null && html` ${seeAll} <code>${how}</code>`}</p>`;
}

/** The most bytes of markup for each list of a page: together the lists stay under two megabytes. */
export const roomOfList = 250_000;
export const mostOfList = 500;

interface ListOf<Item> {
  readonly items: readonly Item[];
  readonly show: (item: Item, at: number) => Part;
  /** How to see the others. */
  readonly all: string | null;
  /** The number of all items, if these are only the first ones. */
  readonly of?: number;
  /** Shown above them. */
  readonly first?: Part;
}

/** The first items as a section of a page; empty if there are none. */
export function listed<Item>(
  title: string,
  { items, show, all, of = items.length, first }: ListOf<Item>,
  view: View,
): Part {
  if (items.length === 0) return null;
  const line = (item: Item, at: number) => html`<li>${show(item, at)}</li>`;
  const { shown } = firstOf(items, { most: mostOfList, room: roomOfList, show: line });
  return section(title, [first, html`<ul class="plain">${shown}</ul>`, leftOut(shown.length, of, all, view)]);
}
