import type { Hono } from 'hono';
import { edgeFailure, failureIn } from '../../app/explain-failure.js';
import { tellFailure } from '../../messages/failures.js';
import { html } from '../../reports/html/markup.js';
import { loginBody, scriptPath, siteScript } from '../../reports/html/site/site.js';
import { failureNotice, link } from '../../reports/html/view.js';
import { wordsOn } from '../../reports/page.js';
import type { Engine } from '../engine.js';
import { beginFailure } from '../http/answer.js';
import type { ApiContext, ApiEnv } from '../http/api-env.js';
import { isSame } from '../http/bearer.js';
import type { ClientOf, RateLimit } from '../http/rate-limit.js';
import { Refusal } from '../http/refusal.js';
import { stackOf } from '../http/stack-of.js';
import { bookingPages } from './booking-pages.js';
import { conflictPages } from './conflict-pages.js';
import { importPages } from './import-pages.js';
import { runPages } from './run-pages.js';
import { Sessions } from './sessions.js';
import { Uploads } from './uploads.js';
import { goTo, type PageRoute, readForm, type Shown, setCookie, showPage, type Visit, visitOf } from './visit.js';

interface Guarding {
  readonly failures: RateLimit;
  readonly writes: RateLimit;
  readonly clientOf: ClientOf;
  readonly isApi: (path: string) => boolean;
}

/** Adds the pages for people to the API: they are protected by a session, not by the token in a header. */
export function mountPages(app: Hono<ApiEnv>, engine: Engine, guarding: Guarding): void {
  const { settings, services } = engine;
  const sessions = new Sessions(settings.key);
  const uploads = new Uploads(services.signal);
  const answer = async (c: ApiContext, { path, show, isOpen }: PageRoute, work: (visit: Visit) => Promise<Shown>) => {
    c.set('route', path);
    const visit = visitOf(c, sessions, settings, services.config.terminal.language);
    const { pathname, search } = new URL(c.req.url);
    // No database can store a name with this character.
    if (/%00/.test(pathname + search)) return notFound(visit);
    if (!visit.isIn && !isOpen) {
      if (c.req.method === 'GET') return goTo(visit, `/login?next=${encodeURIComponent(pathname + search)}`);
      return goTo(visit, `/login?ended=1&next=${encodeURIComponent(show === undefined ? '/' : pathname)}`);
    }
    const shown = await work(visit).catch((thrown: unknown) => showFailure(visit, thrown, engine));
    return shown instanceof Response ? shown : showPage(visit, ...shown);
  };
  app.get(scriptPath, (c) => c.body(siteScript, 200, { 'Content-Type': 'text/javascript; charset=utf-8' }));
  const all = [
    ...loginPages(engine, sessions, guarding),
    ...bookingPages(engine),
    ...runPages(engine, uploads),
    ...conflictPages(engine),
    ...importPages(engine, uploads),
  ];
  for (const route of all) {
    const { path, show, take, most, isOpen } = route;
    if (show !== undefined) app.get(path, (c) => answer(c, route, async (visit) => show(visit)));
    if (take === undefined) continue;
    app.post(path, (c) =>
      answer(c, route, async (visit) => {
        if (!isOpen) guarding.writes.take(guarding.clientOf(c));
        return take(visit, await readForm(visit, sessions, settings, most));
      }),
    );
  }
  // A browser gets a page; a program gets the API's answer.
  app.get('*', (c, next) => {
    const isPerson = c.req.header('accept')?.includes('text/html') === true && !guarding.isApi(c.req.path);
    return isPerson ? answer(c, { path: '*' }, async (visit) => notFound(visit)) : next();
  });
}

function notFound(visit: Visit): Response {
  const { notFoundTitle, notFound: text, places } = wordsOn(visit.site).site;
  return showPage(visit, notFoundTitle, html`<p>${text}</p><p>${link('/', places.week)}</p>`, 404);
}

function showFailure(visit: Visit, thrown: unknown, { log }: Engine): Response {
  const { c, site } = visit;
  const known = thrown instanceof Refusal ? thrown : edgeFailure(thrown);
  const { status, isOurs, body } = beginFailure(c, known, site.language);
  const requestId = c.get('requestId');
  if (isOurs) log.error({ requestId, status, code: body.error, stack: stackOf(thrown) }, 'page failed');
  const explained =
    known instanceof Refusal
      ? tellFailure(known.sentence, { language: site.language, as: 'shown' })
      : isOurs
        ? { message: `${body.message} (${requestId})`, actions: [] }
        : failureIn(site.language, known, 'shown');
  const { failedTitle, places } = wordsOn(site).site;
  return showPage(visit, failedTitle, [failureNotice(explained, site), html`<p>${link('/', places.week)}</p>`], status);
}

function loginPages(engine: Engine, sessions: Sessions, { failures, clientOf }: Guarding): readonly PageRoute[] {
  const { settings } = engine;
  const enter = (visit: Visit, next: string) => {
    // Always a new id: the browser's cookie may have been set by another site.
    sessions.end(visit.id);
    setCookie(visit.c, settings, sessions.begin());
    return goTo(visit, next);
  };
  return [
    {
      path: '/login',
      isOpen: true,
      show: (visit) => {
        const { next, ended } = visit.c.req.query();
        if (visit.isIn) return goTo(visit, ownNext(next));
        const { loginTitle, sessionEnded } = wordsOn(visit.site).site;
        return [loginTitle, loginBody(visit.site, ownNext(next), ended === undefined ? null : sessionEnded)];
      },
      take: (visit, { fields }) => {
        const next = ownNext(fields.get('next'));
        if (settings.token === null || isSame(fields.get('token') ?? '', settings.token)) return enter(visit, next);
        failures.take(clientOf(visit.c));
        const { loginTitle, tokenWrong } = wordsOn(visit.site).site;
        return showPage(visit, loginTitle, loginBody(visit.site, next, tokenWrong), 401);
      },
    },
    {
      path: '/enter',
      isOpen: true,
      show: (visit) => {
        if (sessions.takeKey(visit.c.req.query('key') ?? '')) return enter(visit, '/');
        failures.take(clientOf(visit.c));
        return goTo(visit, '/login');
      },
    },
    {
      path: '/logout',
      take: (visit) => {
        sessions.end(visit.id);
        visit.c.header('Clear-Site-Data', '"cache"');
        return goTo(visit, '/login');
      },
    },
  ];
}

/** The address after the login: only a page of ours. */
function ownNext(path: string | null | undefined): string {
  return path != null && /^\/(?![/\\])[\w\-./?=&%~:]*$/.test(path) && !path.startsWith('/login') ? path : '/';
}
