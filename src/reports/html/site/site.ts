import { createHash } from 'node:crypto';
import { type Action, textOf } from '../../../messages/voice.js';
import { type Page, wordsOn } from '../../page.js';
import { command, notice } from '../components.js';
import { hashSource, renderDocument } from '../document.js';
import { type Html, html, ownPath, type Part } from '../markup.js';
import { styles } from '../styles.js';
import { siteStyles } from './site-styles.js';

/** What every page of the server is made with. */
export interface Site {
  readonly page: Page;
  readonly path: string;
  /** Stands in each form. */
  readonly formToken: string;
  readonly hasLogin: boolean;
}

/** What a browser may do with a page of the server: show it with our styles, run our one script, send forms to us. */
export const sitePolicy = `default-src 'none'; style-src ${hashSource(styles)} ${hashSource(siteStyles)}; script-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;

/** Live while a run goes on: the page is asked for again, and its main part put in place of the old one. Without it, a link does. */
export const siteScript = `'use strict';
const wait = () => {
  const live = document.querySelector('[data-again]');
  if (live) setTimeout(again, Number(live.dataset.again));
};
const again = async () => {
  try {
    const answer = await fetch(location.href, { headers: { 'x-again': '1' } });
    const next = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('main');
    if (answer.ok && next) document.querySelector('main').replaceChildren(...next.childNodes);
  } catch {}
  wait();
};
wait();
`;
/** Changes with the script, so that no browser runs an old one. */
export const scriptPath = `/pages-${createHash('sha256').update(siteScript).digest('hex').slice(0, 12)}.js`;

const places = [
  ['/', 'week'],
  ['/runs', 'runs'],
  ['/conflicts', 'conflicts'],
  ['/customers', 'customers'],
  ['/import', 'import'],
  ['/status', 'health'],
] as const;

export function siteDocument(site: Site, title: string, body: Html): string {
  const { page, path, hasLogin } = site;
  const { site: words } = wordsOn(page);
  const isHere = (place: string) => path === place || (place !== '/' && path.startsWith(`${place}/`));
  const links = places.map(
    ([place, name]) =>
      html`<a href="${ownPath(place)}"${isHere(place) && html` aria-current="page"`}>${words.places[name]}</a> `,
  );
  const logout = hasLogin && html`${form(site, '/logout', html`<button class="plain">${words.logout}</button>`)}`;
  const header = path !== '/login' && html`<nav aria-label="${words.navigation}">${links}${logout}</nav>`;
  const script = html`<script src="${ownPath(scriptPath)}" defer></script>\n`;
  const text = renderDocument({ title, page, body, header, head: script });
  return text.replace('</style>', `</style>\n<style>${siteStyles}</style>`);
}

/** A form that is sent to our own server with the session's token. */
export function form({ formToken }: Site, action: string, body: Part, type: 'files' | null = null): Html {
  return html`<form method="post" action="${ownPath(action)}"${type !== null && html` enctype="multipart/form-data"`}><input type="hidden" name="form" value="${formToken}">${body}</form>`;
}

export function loginBody(site: Site, next: string, problem: string | null): Html {
  const { site: words } = wordsOn(site.page);
  const field = html`<p><label for="token">${words.token}</label><br><input id="token" name="token" type="password" autocomplete="current-password" required autofocus></p><input type="hidden" name="next" value="${next}"><p><button>${words.login}</button></p>`;
  return html`${problem !== null && notice('bad', html`<p role="alert">${problem}</p>`)}<section><p>${words.tokenIs}</p>${form(site, '/login', field)}</section>`;
}

/** What went wrong, and what to do. */
export function failureBody({
  message,
  actions = [],
}: {
  readonly message: string;
  readonly actions?: readonly Action[];
}): Html {
  return html`${notice('bad', html`<p role="alert">${message}</p>`)}${actions.map((action) => command(textOf(action)))}`;
}

/** A link of ours; the text is escaped. */
export function link(path: string, text: Part): Html {
  return html`<a href="${ownPath(path)}">${text}</a>`;
}

/** A link to an item by its id, whatever stands in it. */
export const itemLink = (id: string, text: Part): Html => html`<a href="/items/${id}">${text}</a>`;
export const runLink = (id: string): Html => html`<a href="/runs/${id}">${id}</a>`;
