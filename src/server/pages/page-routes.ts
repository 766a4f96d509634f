import type { Hono } from 'hono';
import { edgeFailure, failureIn } from '../../app/explain-failure.js';
import { failureNotice } from '../../reports/html/components.js';
import { html } from '../../reports/html/markup.js';
import { loginBody, scriptPath, siteScript } from '../../reports/html/site/site.js';
import { link } from '../../reports/html/view.js';
import { wordsOn } from '../../reports/page.js';
import type { Engine } from '../engine.js';
import type { ApiContext, ApiEnv } from '../http/api-env.js';
import { isSame } from '../http/bearer.js';
import { failureOf } from '../http/failure.js';
import type { ClientOf, RateLimit } from '../http/rate-limit.js';
import { Refusal } from '../http/refusal.js';
import { stackOf } from '../http/stack-of.js';
import { bookingPages } from './booking-pages.js';
import { conflictPages } from './conflict-pages.js';
import { importPages } from './import-pages.js';
import { runPages } from './run-pages.js';
import { Sessions } from './sessions.js';
import { Uploads } from './uploads.js';
import { goTo, readForm, refuseOtherSites, setCookie, showPage, type Visit, visitOf } from './visit.js';

interface Guarding {
  readonly failures: RateLimit;
  readonly writes: RateLimit;
  readonly clientOf: ClientOf;
}

/** Puts the pages for people beside the API: their guard is a session, not the token in a header. */
export function mountPages(app: Hono<ApiEnv>, engine: Engine, guarding: Guarding): void {
  const { settings, services } = engine;
  const sessions = new Sessions(settings.key);
  const visitTo = (c: ApiContext) => visitOf(c, sessions, settings, services.config.terminal.language);
  app.get(scriptPath, (c) => c.body(siteScript, 200, { 'Content-Type': 'text/javascript; charset=utf-8' }));
  mountLogin(app, engine, { sessions, visitTo, ...guarding });
  const uploads = new Uploads(services.signal);
  const all = [
    ...bookingPages(engine),
    ...runPages(engine, uploads),
    ...conflictPages(engine),
    ...importPages(engine, uploads),
  ];
  for (const { path, show, take, most } of all) {
    if (show !== undefined) app.get(path, (c) => inside(c, path, (visit) => show(visit)));
    if (take === undefined) continue;
    app.post(path, (c) =>
      inside(c, path, async (visit) => {
        guarding.writes.take(guarding.clientOf(c));
        return take(visit, await readForm(visit, sessions, settings, most));
      }),
    );
  }

  async function inside(c: ApiContext, path: string, work: (visit: Visit) => Promise<Response>): Promise<Response> {
    c.set('route', path);
    const visit = visitTo(c);
    const { pathname, search } = new URL(c.req.url);
    if (!visit.isIn)
      return goTo(visit, c.req.method === 'GET' ? `/login?next=${encodeURIComponent(pathname + search)}` : '/login');
    return work(visit).catch((thrown: unknown) => showFailure(visit, thrown, engine));
  }
}

function showFailure(visit: Visit, thrown: unknown, { log }: Engine): Response {
  const { page } = visit.site;
  const known = thrown instanceof Refusal ? thrown : edgeFailure(thrown);
  const { status, isOurs, body } = failureOf(known, page.language);
  const facts = { requestId: visit.c.get('requestId'), status, code: body.error };
  if (isOurs) log.error({ ...facts, stack: stackOf(thrown) }, 'page failed');
  const told = known instanceof Refusal ? { ...body, actions: [] } : failureIn(page.language, known);
  return showPage(
    visit,
    wordsOn(page).site.failedTitle,
    [failureNotice(told, page), html`<p>${link('/', wordsOn(page).site.places.week)}</p>`],
    status as 400,
  );
}

interface LoginParts extends Guarding {
  readonly sessions: Sessions;
  readonly visitTo: (c: ApiContext) => Visit;
}

function mountLogin(app: Hono<ApiEnv>, engine: Engine, { sessions, visitTo, failures, clientOf }: LoginParts): void {
  const { settings } = engine;
  const login = (visit: Visit, next: string, problem: string | null) =>
    showPage(
      visit,
      wordsOn(visit.site.page).site.loginTitle,
      loginBody(visit.site, next, problem),
      problem === null ? 200 : 401,
    );
  const enter = (visit: Visit, next: string) => {
    // A new id, whatever the browser brought: nobody can have put it there.
    sessions.end(visit.id);
    setCookie(visit.c, settings, sessions.begin());
    return goTo(visit, next);
  };
  app.get('/login', (c) => {
    c.set('route', '/login');
    const visit = visitTo(c);
    const next = ownNext(c.req.query('next') ?? '/');
    return visit.isIn ? goTo(visit, next) : login(visit, next, null);
  });
  app.post('/login', async (c) => {
    c.set('route', '/login');
    const visit = visitTo(c);
    try {
      const { fields } = await readForm(visit, sessions, settings);
      const next = ownNext(fields.get('next') ?? '/');
      if (settings.token === null || isSame(fields.get('token') ?? '', settings.token)) return enter(visit, next);
      failures.take(clientOf(c));
      return login(visit, next, wordsOn(visit.site.page).site.tokenWrong);
    } catch (thrown) {
      return showFailure(visit, thrown, engine);
    }
  });
  app.get('/enter', (c) => {
    c.set('route', '/enter');
    const visit = visitTo(c);
    if (sessions.takeKey(c.req.query('key') ?? '')) return enter(visit, '/');
    failures.take(clientOf(c));
    return goTo(visit, '/login');
  });
  app.post('/logout', async (c) => {
    c.set('route', '/logout');
    const visit = visitTo(c);
    try {
      refuseOtherSites(c, settings);
      await readForm(visit, sessions, settings);
    } catch (thrown) {
      return showFailure(visit, thrown, engine);
    }
    sessions.end(visit.id);
    c.header('Clear-Site-Data', '"cache"');
    return goTo(visit, '/login');
  });
}

/** Where to go after the login: a page of ours, and nowhere else. */
function ownNext(path: string): string {
  return /^\/(?![/\\])[\w\-./?=&%~:]*$/.test(path) && !path.startsWith('/login') ? path : '/';
}
