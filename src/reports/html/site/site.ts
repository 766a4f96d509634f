import { createHash } from 'node:crypto';
import { wordsOn } from '../../page.js';
import { failureNotice } from '../components.js';
import { hashSource, renderDocument } from '../document.js';
import { type Html, html, ownPath, type Part } from '../markup.js';
import { styles } from '../styles.js';
import { form, link, type View } from '../view.js';

/** What every page of the server is made with. */
export interface Site extends View {
  readonly formToken: string;
  readonly path: string;
  readonly hasLogin: boolean;
}

/** What a browser may do with a page of the server: show it with our styles, run our one script, send forms to us. */
export const sitePolicy = `default-src 'none'; style-src ${hashSource(styles)}; script-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;

/**
 * What is better with a script. While something goes on, the page is asked for again, and its main part put in place of
 * the old one; without it, a link does. A booking of the week may be dragged; without it, its own page has a form.
 */
export const siteScript = `'use strict';
const find = (selector) => document.querySelector(selector);
const wait = () => {
  const live = find('[data-again]');
  if (live) setTimeout(again, Number(live.dataset.again));
};
const again = async () => {
  try {
    const answer = await fetch(location.href, { headers: { 'x-again': '1' } });
    const next = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('main');
    if (answer.redirected) location.assign(answer.url);
    else if (answer.ok && next && next.innerHTML !== find('main').innerHTML) find('main').replaceChildren(...next.childNodes);
  } catch {}
  wait();
};
wait();
let drag = null;
const on = (name, act) => document.addEventListener(name, (event) => {
  const day = event.target.closest?.('[data-day]');
  if (day && find('#move')) act(event, day);
});
on('dragstart', (event, day) => {
  const slot = event.target.closest('[data-id]');
  if (!slot) return;
  drag = { ...slot.dataset, day: day.dataset.day, y: event.clientY };
  event.dataTransfer.setData('text/plain', slot.textContent);
});
on('dragover', (event, day) => {
  if (!drag) return;
  event.preventDefault();
  for (const old of document.querySelectorAll('.over')) old.classList.remove('over');
  day.classList.add('over');
});
on('drop', (event, day) => {
  if (!drag) return;
  event.preventDefault();
  const fields = find('#move').elements;
  const quarter = parseFloat(getComputedStyle(document.documentElement).fontSize) * 0.875;
  fields.id.value = drag.id;
  fields.shown.value = drag.start;
  fields.days.value = (Date.parse(day.dataset.day) - Date.parse(drag.day)) / 864e5;
  fields.minutes.value = Math.round((event.clientY - drag.y) / quarter) * 15;
  find('#move').submit();
});
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

export function siteDocument(site: Site, title: string, body: Part): string {
  const { page, path, hasLogin } = site;
  const { site: words } = wordsOn(page);
  const isHere = (place: string) => path === place || (place !== '/' && path.startsWith(`${place}/`));
  const links = places.map(([place, name]) =>
    link(place, words.places[name], isHere(place) ? html` aria-current="page"` : null),
  );
  const logout = hasLogin && form(site, '/logout', html`<button class="plain">${words.logout}</button>`);
  const header = [
    html`<span class="brand">renos-sync</span>`,
    path !== '/login' && html`<nav aria-label="${words.navigation}">${links}</nav>${logout}`,
  ];
  const head = html`<script src="${ownPath(scriptPath)}" defer></script>\n`;
  return renderDocument({ title, page, body, header, head });
}

export function loginBody(site: Site, next: string, problem: string | null): Html {
  const { page } = site;
  const { site: words } = wordsOn(page);
  const fields = html`<p><label for="token">${words.token}</label><input id="token" name="token" type="password" autocomplete="current-password" required autofocus></p><input type="hidden" name="next" value="${next}"><p><button>${words.login}</button></p>`;
  return html`${problem !== null && failureNotice({ message: problem, actions: [] }, page)}<section class="narrow">${form(site, '/login', fields)}<p class="dim">${words.tokenIs}</p></section>`;
}
