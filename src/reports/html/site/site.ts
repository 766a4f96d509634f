import { createHash } from 'node:crypto';
import { wordsOn } from '../../page.js';
import { hashSource, renderDocument } from '../document.js';
import { html, ownPath, type Part } from '../markup.js';
import { styles } from '../styles.js';
import { failureNotice, field, form, link, type View } from '../view.js';

/** The data of every page of the server. */
export interface Site extends View {
  readonly formToken: string;
  readonly path: string;
  readonly hasLogin: boolean;
}

/** A browser may show a page of the server with our styles, run our one script, and send forms to us. */
export const sitePolicy = `default-src 'none'; style-src ${hashSource(styles)}; script-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;

/**
 * Features that need a script. While work is running, the page is requested again and new parts replace the old;
 * without a script, a link does that. A booking of the week can be dragged; without a script, its own page has a form.
 * A second click sends nothing, and a page in the browser's history is requested again.
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
    else if (answer.ok && next && next.innerHTML !== find('main').innerHTML) put(find('main'), next);
  } catch {}
  wait();
};
// Selected values and the focus are kept.
const put = (main, next) => {
  const held = document.activeElement;
  const live = next.children.length === main.children.length && next.querySelector('[data-again]');
  for (const { name, value } of main.querySelectorAll('select'))
    for (const same of next.querySelectorAll('select[name=' + name + ']')) same.value = value;
  if (live) find('[data-again]').replaceWith(live);
  else main.replaceChildren(...next.childNodes);
  const isSame = (one) => one.name === held.name && one.textContent === held.textContent;
  if (!held.isConnected) ([...main.querySelectorAll(held.tagName)].find(isSame) ?? main).focus({ preventScroll: true });
};
wait();
addEventListener('pageshow', ({ persisted }) => persisted && location.reload());
addEventListener('submit', (event) => {
  if (event.target.dataset.sent) event.preventDefault();
  event.target.dataset.sent = 'yes';
});
let drag = null;
const on = (name, act) => addEventListener(name, (event) => {
  const day = event.target.closest?.('[data-day]');
  if (day && find('#move') && (drag || name === 'dragstart')) act(event, day);
});
on('dragstart', (event, day) => {
  const slot = event.target.closest('[data-id]');
  drag = slot && { ...slot.dataset, day: day.dataset.day, y: event.clientY };
  event.dataTransfer.setData('text/plain', event.target.textContent);
});
on('dragover', (event, day) => {
  event.preventDefault();
  for (const one of document.querySelectorAll('[data-day]')) one.classList.toggle('over', one === day);
});
on('drop', (event, day) => {
  event.preventDefault();
  const form = find('#move');
  const quarter = parseFloat(getComputedStyle(document.documentElement).fontSize) * 0.875;
  const isGrid = getComputedStyle(day).display === 'grid';
  form.elements.id.value = drag.id;
  form.elements.shown.value = drag.start;
  form.elements.days.value = (Date.parse(day.dataset.day) - Date.parse(drag.day)) / 864e5;
  form.elements.minutes.value = isGrid ? Math.round((event.clientY - drag.y) / quarter) * 15 : 0;
  form.submit();
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
  const { path, hasLogin } = site;
  const { site: words } = wordsOn(site);
  const isHere = (place: string) => path === place || (place !== '/' && path.startsWith(`${place}/`));
  const links = places.map(([place, name]) =>
    link(place, words.places[name], isHere(place) && html` aria-current="page"`),
  );
  const logout = hasLogin && form(site, '/logout', html`<button class="plain">${words.logout}</button>`);
  const header = [
    html`<strong>renos-sync</strong>`,
    path !== '/login' && html`<nav aria-label="${words.navigation}">${links}</nav>${logout}`,
  ];
  const head = html`<script src="${ownPath(scriptPath)}" defer></script>\n`;
  return renderDocument({ title, page: site, body, header, head });
}

export function loginBody(site: Site, next: string, problem: string | null = null): Part {
  const { site: words } = wordsOn(site);
  const token = field('token', words.token, html`type="password" autocomplete="current-password" autofocus`);
  const fields = html`${token}<input type="hidden" name="next" value="${next}"><p><button>${words.login}</button></p>`;
  return [
    problem !== null && failureNotice({ message: problem, actions: [] }, site),
    html`<section class="narrow">${form(site, '/login', fields)}<p class="dim">${words.tokenIs}</p></section>`,
  ];
}
