import { type Page, wordsOn } from '../page.js';
import { firstOf, said } from './components.js';
import { type Html, html, ownPath, type Part } from './markup.js';

/** Where a body is shown: in a file, or on a page of the server, which has links and forms. */
export interface View {
  readonly page: Page;
  /** Stands in each form of the server's pages; null: a file, which has none, and no link to another page. */
  readonly formToken: string | null;
}

/** A form that is sent to our own server with the session's token; nothing in a file. */
export function form({ formToken }: View, action: string, body: Part, attributes: Html | null = null): Html | null {
  if (formToken === null) return null;
  return html`<form method="post" action="${ownPath(action)}"${attributes}><input type="hidden" name="form" value="${formToken}">${body}</form>`;
}

/** A link of ours. */
export function link(path: string, text: Part, attributes: Html | null = null): Html {
  return html`<a href="${ownPath(path)}"${attributes}>${text}</a>`;
}

/** What tells the whole story of a booking or event, whatever stands in its id; in a file, where there is none, the id. */
export function itemLink({ page, formToken }: View, id: string | null, text: Part = null): Part {
  if (id === null || formToken === null) return text ?? idOf(id, page);
  return html`<a href="/items/${id}">${text ?? idOf(id, page)}</a>`;
}

export const runLink = (id: string, text: Part = id): Html => html`<a href="/runs/${id}">${text}</a>`;

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

interface ListOf<Item> {
  readonly items: readonly Item[];
  readonly most: number;
  readonly show: (item: Item, at: number) => Html;
  /** How to see those that are left out. */
  readonly all: string | null;
  readonly page: Page;
  /** Where the items are the first of more. */
  readonly of?: number;
}

/** The first of many as a list. */
export function list<Item>({ items, most, show, all, page, of = items.length }: ListOf<Item>): Part {
  const { shown } = firstOf(items, { most, room: roomOfList, show });
  return [html`<ul class="plain">${shown}</ul>`, leftOut(shown.length, of, all, page)];
}
