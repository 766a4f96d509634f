import type { Log } from '../config/log.js';
import type { GoogleLogEntry } from '../google/request-sender.js';
import type { ServerPorts } from '../server/ports.js';
import type { ServerSettings } from '../server/server-settings.js';
import type { RunningServer } from '../server/start-server.js';
import type { Services } from './services.js';

export { readSettings } from '../server/read-settings.js';

/** Requests to Google, told to whoever listens: the edges are open before the server is. */
export class GoogleListeners {
  readonly #listeners = new Set<(entry: GoogleLogEntry) => void>();

  readonly tell = (entry: GoogleLogEntry): void => {
    for (const listener of this.#listeners) listener(entry);
  };

  readonly add = (listener: (entry: GoogleLogEntry) => void): void => {
    this.#listeners.add(listener);
  };
}

interface Surroundings {
  readonly settings: ServerSettings;
  readonly log: Log;
  readonly google: GoogleListeners;
}

/** Starts a server on edges that are open; the database is opened here, and not at the first request. */
export async function serveOn(services: Services, { settings, log, google }: Surroundings): Promise<RunningServer> {
  const [ports, { startServer }] = await Promise.all([
    openServerPorts(services, google),
    import('../server/start-server.js'),
  ]);
  return startServer(ports, settings, log);
}

async function openServerPorts(services: Services, google: GoogleListeners): Promise<ServerPorts> {
  const [
    { createTicks },
    { createChannelStore },
    { edgeFailure },
    { openSource, sourceOfText },
    { csvText },
    { openImportPorts },
  ] = await Promise.all([
    import('../db/sync/ticks.js'),
    import('../db/sync/channel-store.js'),
    import('./explain-failure.js'),
    import('../files/bytes/open-source.js'),
    import('../files/csv/export-text.js'),
    import('./open-import.js'),
  ]);
  const database = await services.database();
  return {
    clock: services.clock,
    signal: services.signal,
    ticks: createTicks(database),
    watch: services.calendar,
    channels: createChannelStore(database),
    sync: services.syncPorts,
    status: services.statusPorts,
    customers: await services.customers(),
    history: await services.historyStore(),
    importing: (source) => openImportPorts(services, source, null),
    receive: (stdin, words) => openSource('-', { stdin, format: 'csv', ...words }),
    sourceOf: sourceOfText,
    csvText: (rows) => csvText(rows, { delimiter: ',', mark: false }),
    onGoogleRequest: google.add,
    explain: edgeFailure,
  };
}
