import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { getRequestListener } from '@hono/node-server';
import { edgeFailure } from '../app/explain-failure.js';
import type { Services } from '../app/services.js';
import type { Log } from '../config/log.js';
import { ConfigurationError, saying } from '../core/errors.js';
import type { Engine } from './engine.js';
import type { GoogleListeners } from './google-requests.js';
import { Room } from './http/body-room.js';
import { failureOf } from './http/failure.js';
import { closeQueuedAnswers, letGoOfIdle } from './http/let-go.js';
import { answerUnreadable, refuseUnreadable } from './http/refuse-unreadable.js';
import { makeApp } from './make-app.js';
import { Metrics } from './metrics.js';
import { keepChannels } from './push/keep-channels.js';
import { messageRoute } from './push/message-route.js';
import { PushedSync } from './push/pushed-sync.js';
import type { Route } from './routes/route.js';
import { LiveRuns } from './runs/live-runs.js';
import { Workload } from './runs/workload.js';
import { keepSchedule } from './schedule/keep-schedule.js';
import { keepWatch } from './schedule/keep-watch.js';
import { runTick, syncPushed } from './schedule/scheduled-sync.js';
import { requireTokenFor, type ServerSettings } from './server-settings.js';

export { GoogleListeners } from './google-requests.js';
export { readSettings } from './read-settings.js';

export interface RunningServer {
  readonly url: string;
  readonly port: number;
  /** Stops listening, waits for running work to end (the ports' signal says when), and closes all connections. */
  stop(): Promise<void>;
}

interface Surroundings {
  readonly settings: ServerSettings;
  readonly log: Log;
  readonly google: GoogleListeners;
}

/**
 * Milliseconds that a connection may wait for its next request: longer than proxies wait, because they would send into
 * a closed one.
 */
const idleFor = 120_000;
/** Milliseconds for recording interrupted work. */
const recordPatience = 2_000;

/**
 * Starts the server and its schedule. Throws ConfigurationError if it would be open to the network without a token, or
 * if it cannot listen on its address.
 */
export async function startServer(services: Services, { settings, log, google }: Surroundings): Promise<RunningServer> {
  requireTokenFor(settings);
  // Rows of large bodies are short-lived: garbage is collected early, which saves a fifth of the memory.
  setFlagsFromString('--heap-growing-percent=50');
  const engine = await makeEngine(services, { settings, log, google });
  const pushed = new PushedSync(() => syncPushed(engine), settings.limits.pushQuiet);
  const { server, port } = await listen(engine, settings.publicUrl === null ? [] : [messageRoute(engine, pushed)]);
  const ending = new AbortController();
  const scheduled = Promise.all([
    keepOwnSchedule(engine, ending.signal),
    keepChannels(engine, ending.signal),
    keepWatch(engine, ending.signal),
  ]);
  if (settings.token === null)
    log.warn({}, 'no token is set: only programs on this machine are answered, and nothing that came through a proxy');
  const name = settings.host.includes(':') ? `[${settings.host}]` : settings.host;
  return {
    url: `http://${name}:${port}`,
    port,
    stop: async () => {
      const patience = settings.limits.endPatience;
      ending.abort();
      pushed.end();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      const timer = setTimeout(() => server.closeAllConnections(), patience);
      const isDone = await atMost(patience, Promise.all([scheduled, engine.workload.idle()]));
      if (!isDone) {
        log.warn({}, 'work is cut off');
        await atMost(recordPatience, engine.live.cutOff());
      }
      await closed;
      clearTimeout(timer);
    },
  };
}

async function makeEngine(services: Services, { settings, log, google }: Surroundings): Promise<Engine> {
  const metrics = new Metrics(async () => (await (await services.statusPorts()).store.readCounts(null)).lastSync);
  google.add((request) => metrics.countGoogle(request));
  const live = new LiveRuns(({ kind, status, counts, ms }) => metrics.countRun(kind, status, counts, ms));
  // Opens the database and loads everything here, which takes half a second, and not at the first request.
  const [reads] = await Promise.all([services.reads(), services.loadAll()]);
  const { archivesAtOnce, roomPatience } = settings.limits;
  const archives = new Room({ most: archivesAtOnce, patience: roomPatience });
  return { services, reads, settings, log, metrics, live, workload: new Workload(), archives };
}

async function keepOwnSchedule(engine: Engine, signal: AbortSignal): Promise<void> {
  const { settings, reads, log, metrics } = engine;
  if (settings.schedule === null) return;
  await keepSchedule({
    name: 'sync',
    schedule: settings.schedule,
    ticks: reads.ticks,
    run: (due, until) => runTick(engine, due, until),
    onElsewhere: () => metrics.countTick('elsewhere'),
    onFailure: (error) => log.error({ code: failureOf(edgeFailure(error)).body.error }, 'schedule held up'),
    signal,
    random: settings.random,
  });
}

async function listen(
  engine: Engine,
  openRoutes: readonly Route[],
): Promise<{ readonly server: Server; readonly port: number }> {
  const { host, port, limits } = engine.settings;
  const settings = {
    headersTimeout: limits.headerPatience,
    requestTimeout: limits.requestPatience,
    keepAliveTimeout: idleFor,
    connectionsCheckingInterval: 1_000,
    maxHeaderSize: 16_384,
    // Our own refusal has an explanation.
    requireHostHeader: false,
  };
  const handling = { overrideGlobalObjects: false, errorHandler: answerUnreadable };
  const server = createServer(settings, getRequestListener(makeApp(engine, openRoutes).fetch as never, handling));
  refuseUnreadable(server);
  server.maxConnections = limits.connections;
  letGoOfIdle(server, limits.readPatience);
  closeQueuedAnswers(server);
  // Closing idle connections after the work would also close answers that are not completely sent yet.
  server.on('request', ({ socket }, response) => {
    response.once('finish', () => {
      if (!server.listening) socket.end();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(cannotListen(error, engine.settings)));
    server.listen(port, host, resolve);
  });
  return { server, port: (server.address() as AddressInfo).port };
}

/** Whether the work ended within that time. */
async function atMost(milliseconds: number, work: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), milliseconds);
  });
  const isDone = await Promise.race([work.then(() => true), late]);
  clearTimeout(timer);
  return isDone;
}

function cannotListen(error: NodeJS.ErrnoException, { host, port }: ServerSettings): ConfigurationError {
  const reason = error.code === 'EADDRINUSE' ? null : (error.code ?? 'unknown reason');
  return new ConfigurationError(saying('cannot-listen/server', { host, port, reason }), { cause: error });
}
