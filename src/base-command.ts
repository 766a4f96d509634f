import { Command, Errors, Flags } from '@oclif/core';
import type { Config } from './config.js';
import { ExitCode, InterruptedError, RenosSyncError } from './core/errors.js';
import type { Progress } from './core/ports.js';
import { type Failure, renderFailure } from './reports/failure.js';
import type { Services, ServicesOptions } from './services.js';

/** What a command ends with. */
interface Finished<Result> {
  readonly result: Result;
  readonly report: string;
  readonly exitCode?: ExitCode;
  /** Why the work ended early, if it did: told after the report, and it decides the exit code. */
  readonly stopped?: unknown;
}

/**
 * The one subclass of oclif's Command: `--json`, exit codes, progress, signals, and services opened and closed.
 * stdout gets the report or one JSON document; everything else goes to stderr.
 */
export abstract class BaseCommand extends Command {
  static override enableJsonFlag = true;
  static override baseFlags = {
    quiet: Flags.boolean({
      char: 'q',
      description: 'No progress and no notes on stderr; errors only.',
      helpGroup: 'GLOBAL',
    }),
  };

  #services: Services | null = null;
  #progress: Progress | null = null;
  readonly #interruption = new AbortController();
  readonly #onSignal = (signal: NodeJS.Signals) => {
    if (this.#interruption.signal.aborted)
      process.exit(signal === 'SIGINT' ? ExitCode.interrupted : ExitCode.terminated);
    this.#interruption.abort(new InterruptedError(signal === 'SIGINT' ? 'SIGINT' : 'SIGTERM'));
    this.note('Stopping: the item in hand is finished first. Once more to stop at once.');
  };

  /** Aborted by SIGINT or SIGTERM, with an InterruptedError as its reason. */
  protected get interruption(): AbortSignal {
    return this.#interruption.signal;
  }

  /** The environment, read once. */
  protected async settings(): Promise<Config> {
    const { loadConfig } = await import('./config.js');
    return loadConfig();
  }

  /** Opens what the command needs; it is closed when the command ends, however it ends. */
  protected async open(options: Omit<ServicesOptions, 'progress' | 'signal'>): Promise<Services> {
    const { openServices } = await import('./services.js');
    this.#services = openServices({ ...options, progress: await this.progress(), signal: this.interruption });
    return this.#services;
  }

  /** Shows progress on stderr, as far as there is somebody to see it. */
  protected async progress(): Promise<Progress> {
    if (this.#progress === null) {
      const { showProgress } = await import('./progress.js');
      this.#progress = showProgress({ quiet: this.#isQuiet() });
    }
    return this.#progress;
  }

  /** A sentence on stderr for the person watching. */
  protected note(message: string): void {
    if (!this.#isQuiet()) this.logToStderr(message);
  }

  /** Prints the report (unless `--json`), sets the exit code, and gives the result for `--json`. */
  protected async finish<Result extends object>({
    result,
    report,
    exitCode = ExitCode.done,
    stopped,
  }: Finished<Result>): Promise<Result> {
    this.#progress?.stop?.();
    if (report !== '') this.log(report);
    process.exitCode = exitCode;
    if (stopped === undefined || stopped === null) return result;
    const failure = await this.#explain(stopped);
    process.exitCode = failure.exitCode;
    if (!this.jsonEnabled()) this.logToStderr(renderFailure(failure));
    return { ...result, success: false, error: failure };
  }

  override async init(): Promise<void> {
    await super.init();
    process.on('SIGINT', this.#onSignal).on('SIGTERM', this.#onSignal);
  }

  override async catch(thrown: unknown): Promise<void> {
    if (thrown instanceof Errors.ExitError) throw thrown;
    this.#progress?.stop?.();
    const failure = await this.#explain(thrown);
    process.exitCode = failure.exitCode;
    if (this.jsonEnabled()) this.logJson({ success: false, error: failure });
    else this.logToStderr(renderFailure(failure));
    if (this.#isDebugging()) this.logToStderr(stackOf(thrown));
  }

  override async finally(thrown: Error | undefined): Promise<void> {
    process.off('SIGINT', this.#onSignal).off('SIGTERM', this.#onSignal);
    this.#progress?.stop?.();
    await this.#services?.close();
    await super.finally(thrown);
  }

  async #explain(thrown: unknown): Promise<Failure> {
    const usage = thrown as { oclif?: { exit?: number } };
    if (!(thrown instanceof RenosSyncError) && typeof usage?.oclif?.exit === 'number' && thrown instanceof Error) {
      const actions = [`renos-sync ${(this.id ?? '').replaceAll(':', ' ')} --help`];
      return {
        code: 'usage',
        message: thrown.message.replace(/\nSee more help with --help$/, ''),
        exitCode: ExitCode.wrongInput,
        actions,
      };
    }
    const { databaseFailure } = await import('./db/database-failure.js');
    const known = databaseFailure(thrown);
    if (known instanceof RenosSyncError) {
      const { code, message, exitCode, actions } = known;
      return { code, message, exitCode, actions };
    }
    return {
      code: 'internal',
      message: 'This is a mistake in renos-sync, not yours.',
      exitCode: ExitCode.ourBug,
      actions: [
        'Run it again with DEBUG=renos-sync and report what it prints: https://github.com/renos/renos-sync/issues',
      ],
    };
  }

  #isQuiet(): boolean {
    return this.argv.includes('--quiet') || this.argv.includes('-q');
  }

  #isDebugging(): boolean {
    return /(^|,)(\*|renos-sync)/.test(process.env.DEBUG ?? '');
  }
}

function stackOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return 'Something that is not an Error was thrown.';
  const cause = thrown.cause === undefined ? '' : `\nCaused by: ${stackOf(thrown.cause)}`;
  return `${thrown.stack ?? thrown.message}${cause}`;
}
