import type { Config } from '../config/config.js';
import type { LogLevel } from '../config/environment.js';
import type { Log } from '../config/log.js';
import { type Progress, silentProgress } from '../core/ports.js';
import { BaseCommand } from './base-command.js';

/** What was typed. */
interface ServeFlags {
  readonly host: string;
  readonly port: number | undefined;
  readonly schedule: string | undefined;
  readonly watch?: number | undefined;
  readonly 'log-level': LogLevel | undefined;
  /** For one person on this machine: a link opens the pages once, and requests are not logged. */
  readonly isForPerson?: boolean;
}

/** Milliseconds that shutdown may take, even if something hangs. */
const endingMayTake = 28_000;

/** A command that serves until a signal comes. By default it logs one line for each request. */
export abstract class ServeCommand extends BaseCommand {
  protected override readonly goesOn = true;
  #log: Log | null = null;

  protected override async logging(): Promise<Log> {
    return this.#log ?? super.logging();
  }

  /** The log is JSON: plain sentences between its lines would break it. */
  protected override note(message: string): void {
    if (this.#log === null) super.note(message);
    else this.#log.info({}, message);
  }

  protected override async progress(): Promise<Progress> {
    return { ...silentProgress, note: (note) => this.note(this.words().programs.notes(note)) };
  }

  /** Prints the address of the pages, and opens it. */
  protected tellPages(_url: string): void {}

  /** Serves until SIGINT, SIGTERM or SIGHUP; then stops new requests, finishes the current item, and closes the edges. */
  protected async serve(config: Config, flags: ServeFlags): Promise<void> {
    // Only a server needs Hono and the metrics.
    const [{ openLog }, { readSettings, GoogleListeners, startServer }] = await Promise.all([
      import('../config/log.js'),
      import('../server/start-server.js'),
    ]);
    this.#log = await openLog(flags['log-level'] ?? (flags.isForPerson !== true ? config.serve.logLevel : 'warn'), {
      severalRuns: true,
    });
    const settings = readSettings(config, { ...flags, version: this.config.version });
    const google = new GoogleListeners();
    const services = await this.open({
      config,
      purpose: flags.isForPerson !== true ? 'serve' : 'ui',
      onGoogleRequest: google.tell,
    });
    const server = await startServer(services, { settings, log: this.#log, google });
    const { url, port } = server;
    if (settings.key !== null) this.tellPages(`${url}/enter?key=${settings.key}`);
    else if (this.jsonEnabled()) this.logJson({ success: true, url, port });
    else this.log(this.words().programs.served(url, settings.schedule?.words ?? null));
    if (!this.interruption.aborted) {
      await new Promise<void>((resolve) => this.interruption.addEventListener('abort', () => resolve()));
    }
    // A platform kills a process some time after asking it to end; ending by itself is better.
    setTimeout(() => process.exit(0), endingMayTake).unref();
    await server.stop();
    this.#log.info({}, 'server stopped');
  }
}
