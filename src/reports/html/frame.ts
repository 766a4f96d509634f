import { type Told, textOf } from '../../messages/voice.js';
import { moment, type Page, wordsOn } from '../page.js';
import { command, firstOf, notice, said, table } from './components.js';
import { filePolicy, renderDocument } from './document.js';
import { type Html, html, type Part } from './markup.js';

/** What a page is made with, beside the result that it shows. */
export interface Frame {
  readonly page: Page;
  readonly at: Date;
  /** Why the work ended early, if it did. */
  readonly failure: Told | null;
}

/** A file that can be mailed: a whole page, when it was made, and that it is about people. */
export function renderFile(title: string, body: Part, { page, at, failure }: Frame): string {
  const { madeAt, keepSafe } = wordsOn(page).pages;
  return renderDocument({
    title,
    page,
    policy: filePolicy,
    header: html`<p class="dim">${madeAt(moment(page, at))}</p>`,
    body: [failure !== null && failureNotice(failure, page), body],
    footer: html`<p>${keepSafe}</p>`,
  });
}

function failureNotice({ message, actions }: Told, page: Page): Html {
  return notice('bad', [html`<p>${said(message, page)}</p>`, actions.map((action) => command(textOf(action)))]);
}

/** Said under the first ones of a list: how many there are, and how to see them all. */
export function leftOut(shown: number, all: number, how: string, page: Page): Html | null {
  if (shown >= all) return null;
  const { firstOf: first, seeAll } = wordsOn(page).pages;
  return html`<p class="dim">${first(shown, all)} ${seeAll} <code>${how}</code></p>`;
}

/** How many bytes of markup each list of a page may take: together they stay under two megabytes. */
export const roomOfList = 250_000;

interface ListOf<Item> {
  readonly items: readonly Item[];
  readonly most: number;
  readonly show: (item: Item) => Html;
  /** How to see those that are left out. */
  readonly all: string;
  readonly page: Page;
}

/** The first of many as a list. */
export function list<Item>({ items, most, show, all, page }: ListOf<Item>): Part {
  const { shown } = firstOf(items, { most, room: roomOfList, show });
  return [html`<ul class="plain">${shown}</ul>`, leftOut(shown.length, items.length, all, page)];
}

/** Counts in a table, the first column names what is counted. */
export function countTable(heads: readonly string[], rows: readonly (readonly Part[])[]): Html {
  return table(
    heads.map((text, at) => (at === 0 ? { text } : { text, align: 'right' })),
    rows,
  );
}

/** An id, as people copy it. */
export function idOf(id: string | null, page: Page): Part {
  return id === null ? said(null, page) : html`<code>${id}</code>`;
}
