import type { Teller } from '../../messages/failures.js';
import type { Action, Told } from '../../messages/voice.js';
import { type Named, named, type Page, wordsOn } from '../page.js';
import { badge, command, firstOf, notice, said, section, type Tone } from './components.js';
import { type Html, html, ownPath, type Part } from './markup.js';

/** Where a body is shown: in a file, or on a page of the server, which has links and forms. */
export interface View extends Page {
  /** Stands in each form of the server's pages; null: a file, which has none, and no link to another page. */
  readonly formToken: string | null;
}

/** How a view says what is to be done: as commands in a file, and as what can be done in a page of the server. */
export const tellerOf = ({ language, formToken }: View): Teller => ({
  language,
  as: formToken === null ? 'typed' : 'shown',
});

/** What to do: sentences, and commands; a page of the server says where these are typed. */
export function actionsPart(actions: readonly Action[], view: View): Part {
  const steps = actions.map((action) => typeof action !== 'string' && html`<p>${action.step}</p>`);
  const commands = actions.filter((action) => typeof action === 'string').map(command);
  const where = view.formToken !== null && html`<p>${wordsOn(view).site.notHere}</p>`;
  return [steps, commands.length > 0 && [where, commands]];
}

/** What went wrong, and what to do. */
export function failureNotice({ message, actions }: Told, view: View): Html {
  return notice('bad', [html`<p role="alert">${said(message, view)}</p>`, actionsPart(actions, view)]);
}

/** A form that is sent to our own server with the session's token; nothing in a file. */
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

/** What tells the whole story of a booking or event, whatever stands in its id; in a file, where there is none, the id. */
export function itemLink(view: View, id: string | null, text: Part = idOf(id, view)): Part {
  return id === null || view.formToken === null ? text : html`<a href="/items/${id}">${text}</a>`;
}

/** What a person knows a booking or event by, which leads to its story. */
export function itemName(item: Named, view: View): Html {
  return html`<strong>${itemLink(view, item.bookingId ?? item.eventId ?? null, html`<bdi>${named(view, item)}</bdi>`)}</strong>`;
}

export const runLink = (id: string, text: Part = id): Html => html`<a href="/runs/${id}">${text}</a>`;

const tones: Readonly<Record<string, Tone>> = { running: 'info', succeeded: 'good', failed: 'bad' };

/** How a run ended, by its colour too. */
export function statusBadge({ status }: { readonly status: string }, page: Page): Html {
  const names: Readonly<Record<string, string>> = wordsOn(page).items.runStatuses;
  return badge(tones[status] ?? 'warn', names[status] ?? status);
}

/** An id, as people copy it. */
export function idOf(id: string | null, page: Page): Part {
  return id === null ? said(null, page) : html`<code>${id}</code>`;
}

/** Said under the first ones of a list: how many there are, and how to see them all. */
export function leftOut(shown: number, all: number, how: string | null, page: Page): Html | null {
  if (shown >= all) return null;
  const { firstOf: first, seeAll } = wordsOn(page).pages;
  return html`<p class="dim">${first(shown, all)}${how !== null && html` ${seeAll} <code>${how}</code>`}</p>`;
}

/** How many bytes of markup each list of a page may take: together they stay under two megabytes. */
export const roomOfList = 250_000;
export const mostOfList = 500;

interface ListOf<Item> {
  readonly items: readonly Item[];
  readonly show: (item: Item, at: number) => Part;
  /** How to see those that are left out. */
  readonly all: string | null;
  /** Where the items are the first of more. */
  readonly of?: number;
  /** Said above them. */
  readonly first?: Part;
}

/** The first of many as a part of a page; nothing where there is none. */
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
