import { type Page, wordsOn } from '../page.js';
import { type Html, html, type Part, sourceOf } from './markup.js';

/** The meaning of a badge's, tile's or notice's colour; its sign has the same meaning for people who do not see colours. */
export type Tone = 'good' | 'info' | 'warn' | 'bad' | 'quiet';

const signs: Readonly<Record<Tone, string>> = { good: '✓', info: 'i', warn: '!', bad: '✕', quiet: '·' };

/** A longer text is cut, and a click shows all of it. */
const cutAt = 240;
/** Text from outside: isolated, so that its direction of writing ends with it, and cut if it is long. */
export function said(value: unknown, page: Page, longest = 4_000): Html {
  const { items, pages } = wordsOn(page);
  if (value === null || value === undefined || value === '') return html`<span class="nothing">${items.nothing}</span>`;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (text.length <= cutAt) return html`<bdi>${text}</bdi>`;
  const rest = text.length > longest ? ` ${pages.leftOut(text.length - longest)}` : '';
  return html`<details class="long"><summary><bdi>${text.slice(0, cutAt)}…</bdi> <span>${pages.showAll(text.length)}</span></summary><bdi>${text.slice(0, longest)}</bdi>${rest}</details>`;
}

export function badge(tone: Tone, text: string, sign = signs[tone]): Html {
  return html`<span class="badge ${tone}"><span aria-hidden="true">${sign}</span> ${text}</span>`;
}

export function notice(tone: Tone, body: Part): Html {
  return html`<div class="notice ${tone}"><span class="sign" aria-hidden="true">${signs[tone]}</span><div>${body}</div></div>`;
}

/** Names and values, a line each. */
export function facts(all: readonly (readonly [name: string, value: Part])[]): Html {
  return html`<dl class="facts">${all.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`;
}

/** A section of a page; a sentence of a report that ends in a colon may be its title. */
export function section(title: string, body: Part): Html {
  return html`<section><h2>${title.replace(/:$/, '')}</h2>${body}</section>`;
}

export function details(summary: Part, body: Part, { open = false } = {}): Html {
  return html`<details${open && html` open`}><summary>${summary}</summary><div class="inside">${body}</div></details>`;
}

/** A command: never wrapped, never a link. */
export function command(text: string): Html {
  return html`<pre class="command"><code>${text}</code></pre>`;
}

const isNumber = (cell: Part) => typeof cell === 'string' && /^-?\d[\d.,]*$/.test(cell);

/**
 * A table whose cells wrap; on a narrow screen each row is a list of its cells under their heads. Numbers are
 * right-aligned.
 */
export function table(heads: readonly string[], rows: readonly (readonly Part[])[], attributes: Part = null): Html {
  const names = heads.map((text) => text.charAt(0).toUpperCase() + text.slice(1));
  const sides = heads.map((_, at) => rows.some((row) => isNumber(row[at])) && html` class="right"`);
  const head = names.map((text, at) => html`<th scope="col"${sides[at]}>${text}</th>`);
  const cells = (row: readonly Part[]) =>
    row.map((cell, at) => html`<td data-head="${names[at]}"${sides[at]}><div>${cell}</div></td>`);
  return html`<table${attributes}><thead><tr>${head}</tr></thead><tbody>${rows.map((row) => html`<tr>${cells(row)}</tr>`)}</tbody></table>`;
}

/** Counts as large tiles. */
export function counts([heads, rows]: readonly [readonly string[], readonly (readonly Part[])[]]): Html {
  return html`<section>${table(heads, rows, html` class="counts"`)}</section>`;
}

/** The old value, and the new one. */
export function beforeAndAfter(from: Part, to: Part, page: Page): Html {
  if (from === null) return html`<span class="change"><ins>${to}</ins></span>`;
  const { before, after } = wordsOn(page).pages;
  return html`<span class="change"><del><span class="hidden">${before} </span>${from}</del> <span class="dim" aria-hidden="true">→</span> <ins><span class="hidden">${after} </span>${to}</ins></span>`;
}

const bytes = new TextEncoder();

interface FirstOf<Item> {
  /** The most items. */
  readonly most: number;
  /** The most bytes of markup. */
  readonly room: number;
  readonly show: (item: Item, at: number) => Html;
}

/** The first items for which a page has room; `rest` is how many are left out. */
export function firstOf<Item>(
  items: readonly Item[],
  { most, room, show }: FirstOf<Item>,
): { readonly shown: readonly Html[]; readonly rest: number } {
  const shown: Html[] = [];
  let used = 0;
  for (const [at, item] of items.slice(0, most).entries()) {
    const one = show(item, at);
    used += bytes.encode(sourceOf(one)).length;
    if (used > room && shown.length > 0) break;
    shown.push(one);
  }
  return { shown, rest: items.length - shown.length };
}
