import { Hono } from 'hono';
import { cors } from 'hono/cors';
import { edgeFailure } from '../app/explain-failure.js';
import { saying } from '../core/errors.js';
import type { Engine } from './engine.js';
import { answerFailure } from './http/answer.js';
import type { ApiContext, ApiEnv } from './http/api-env.js';
import { requireToken } from './http/bearer.js';
import { holdBody, Room } from './http/body-room.js';
import { failureOf } from './http/failure.js';
import { hungUp } from './http/hung-up.js';
import { clientNaming, RateLimit } from './http/rate-limit.js';
import { Refusal } from './http/refusal.js';
import { logRequests } from './http/request-log.js';
import { refuseStrangePages, safeHeaders } from './http/safe-headers.js';
import { stackOf } from './http/stack-of.js';
import { mountPages } from './pages/page-routes.js';
import { calendarRoutes } from './routes/calendar-routes.js';
import { customerRoutes } from './routes/customer-routes.js';
import { documentRoutes } from './routes/document-routes.js';
import { importRoutes } from './routes/import-routes.js';
import { planRoutes } from './routes/plan-routes.js';
import type { Route } from './routes/route.js';
import { runRoutes } from './routes/run-routes.js';
import { healthRoute, serverRoutes } from './routes/server-routes.js';
import { undoRoute } from './routes/undo-route.js';

const pages = ['/docs', '/openapi.json'];

/** Adds the routes after the checks of every request, in this order: log, limit, /health, origin, token. */
export function makeApp(engine: Engine, openRoutes: readonly Route[] = []): Hono<ApiEnv> {
  const { settings, log, metrics } = engine;
  const { limits, allowedOrigins, token } = settings;
  const clientOf = clientNaming(settings.trustsProxy);
  const app = new Hono<ApiEnv>();
  const requests = new RateLimit(limits.requestsPerMinute);
  app.use(logRequests(log, metrics));
  app.use(safeHeaders);
  app.use((c, next) => {
    requests.take(clientOf(c));
    return next();
  });
  const health = healthRoute();
  const room = new Room({ most: limits.bytesAtOnce, patience: limits.roomPatience });
  const around = { settings, room, ending: engine.services.signal };
  for (const route of [health, ...openRoutes]) mount(app, around, route);
  if (allowedOrigins.length > 0) app.use(corsFor(allowedOrigins));
  const failures = new RateLimit(limits.wrongTokensPerMinute);
  const writes = new RateLimit(limits.writesPerMinute);
  if (token === null) app.use(refuseStrangePages(allowedOrigins));
  const routes = apiRoutes(engine);
  const documents = documentRoutes([health, ...openRoutes, ...routes], settings);
  const ofApi = new Set([...routes, ...documents].map(({ path }) => path.split('/')[1]));
  mountPages(app, engine, { failures, writes, clientOf, isApi: (path) => ofApi.has(path.split('/')[1]) });
  if (token !== null) app.use(requireToken({ token, pages, failures, clientOf }));
  app.on('POST', '*', (c, next) => {
    writes.take(clientOf(c));
    return next();
  });
  for (const route of [...routes, ...documents]) mount(app, around, route);
  app.notFound((c) => answerFailure(c, notFound(c, [health, ...openRoutes, ...routes, ...documents])));
  app.onError((thrown, c) => {
    // A refusal has its own code, which must not be taken for the database's.
    const known = thrown instanceof Refusal ? thrown : edgeFailure(thrown);
    const { status, isOurs, body } = failureOf(known);
    const facts = { requestId: c.get('requestId'), status, code: body.error };
    if (isOurs) log.error({ ...facts, stack: stackOf(thrown) }, 'request failed');
    else if (status >= 500) log.warn(facts, 'request failed');
    return answerFailure(c, known);
  });
  return app;
}

interface Surroundings {
  readonly settings: Engine['settings'];
  readonly room: Room;
  /** Aborted when the server stops. */
  readonly ending: AbortSignal;
}

function mount(app: Hono<ApiEnv>, { settings, room, ending }: Surroundings, route: Route): void {
  app.on(route.method, route.path, async (c) => {
    c.set('route', route.path);
    const { jsonBytes: most, bodyPatience: patience } = settings.limits;
    const gone = () => AbortSignal.any([ending, hungUp(c)]);
    const held =
      route.body === null ? null : await holdBody(c.env.incoming, { room, limits: { most, patience }, gone });
    const leave = held?.leave ?? (() => {});
    c.set('body', held);
    try {
      return await route.handle(c, settings);
    } finally {
      const work = c.get('work') ?? Promise.resolve();
      void work.then(leave, leave);
    }
  });
}

function corsFor(origins: readonly string[]) {
  return cors({
    origin: (origin) => (origins.includes(origin) ? origin : null),
    allowMethods: ['GET', 'POST'],
    allowHeaders: ['Authorization', 'Content-Type', 'Prefer', 'X-Request-Id'],
    exposeHeaders: ['Location', 'Retry-After', 'X-Request-Id'],
    maxAge: 600,
  });
}

function notFound(c: ApiContext, routes: readonly Route[]): Refusal {
  const isHere = ({ path }: Route) => new RegExp(`^${path.replace(/:\w+/g, '[^/]+')}$`).test(c.req.path);
  const methods = routes.filter(isHere).map(({ method }) => method);
  if (methods.length === 0) return new Refusal(404, saying('not-found', {}));
  return new Refusal(405, saying('method-not-allowed', { methods }), {
    headers: { Allow: methods.join(', ') },
  });
}

/** All routes that need the token, in the order of the documentation. */
export function apiRoutes(engine: Engine): readonly Route[] {
  return [
    ...calendarRoutes(engine),
    ...importRoutes(engine),
    ...customerRoutes(engine),
    ...runRoutes(engine),
    undoRoute(engine),
    ...planRoutes(engine),
    ...serverRoutes(engine),
  ];
}
