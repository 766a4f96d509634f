import { Command, Errors, Flags } from '@oclif/core';
import { edgeFailure, failureIn, failureOf, withGrants } from '../app/explain-failure.js';
import type { Services, ServicesOptions } from '../app/services.js';
import type { Config } from '../config/config.js';
import type { LogLevel } from '../config/environment.js';
import { languageNow } from '../config/language.js';
import type { Log } from '../config/log.js';
import { ExitCode, InterruptedError } from '../core/errors.js';
import type { Progress } from '../core/ports.js';
import type { Failure } from '../core/results/setup-result.js';
import { type Language, languages } from '../messages/language.js';
import { type Messages, messagesIn } from '../messages/messages.js';
import { renderFailure } from '../reports/failure.js';
import { jsonPieces } from '../reports/json-pieces.js';
import { type Page, plainPage } from '../reports/page.js';
import { errorPage, stackOf, typedValue } from './command-line.js';
import { aimHtml, type MakePage, writeHtml } from './html-file.js';
import { inDetail, usageError } from './usage-error.js';

/** At this level a normal run logs nothing. */
const usualLevel: LogLevel = 'warn';

/** Signals that end a command. */
const ending = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** Some tools send SIGUSR2 to reopen log files; by default this signal ends a process. */
const ignored = () => {};

/** The outcome of a command. */
interface Finished<Result> {
  readonly result: Result;
  /** A function for a long report: it is called only if the report is printed. */
  readonly report: string | (() => string);
  readonly exitCode?: ExitCode;
  /** The report only confirms success: `--quiet` leaves it out. */
  readonly confirms?: boolean;
  /** The error that ended the work early: it is shown after the report, and decides the exit code. */
  readonly stopped?: unknown;
  readonly html?: MakePage;
}

/**
 * The one subclass of oclif's Command: `--json`, exit codes, progress, signals, and services opened and closed. stdout
 * gets the report or one JSON document; everything else goes to stderr.
 */
export abstract class BaseCommand extends Command {
  static override enableJsonFlag = true;
  static override baseFlags = {
    quiet: Flags.boolean({
      char: 'q',
      description: 'Print no progress, no notes and no report of success.',
      helpGroup: 'GLOBAL',
    }),
    'log-level': Flags.option({ options: ['silent', 'error', 'warn', 'info', 'debug'] as const })({
      description: 'How much to log on stderr, as JSON lines. Default: LOG_LEVEL, or warn.',
      helpGroup: 'GLOBAL',
    }),
    lang: Flags.option({ options: languages })({
      description: 'Language of reports and errors. Default: RENOS_LANG, else the locale; JSON does not change.',
      helpGroup: 'GLOBAL',
    }),
  };

  /** Whether the next run continues after a signal; otherwise it starts again from the beginning. */
  protected readonly goesOn: boolean = false;
  #services: Services | null = null;
  #progress: Progress | null = null;
  #config: Config | null = null;
  #log: Log | null = null;
  readonly #interruption = new AbortController();
  readonly #onSignal = (signal: NodeJS.Signals) => {
    if (this.#interruption.signal.aborted)
      process.exit(signal === 'SIGINT' ? ExitCode.interrupted : ExitCode.terminated);
    const { goesOn } = this;
    const name = signal === 'SIGINT' || signal === 'SIGHUP' ? signal : 'SIGTERM';
    this.#interruption.abort(new InterruptedError(name, { goesOn }));
    this.note(this.words().programs.stopping(goesOn));
  };

  /** Aborted by SIGINT, SIGTERM or SIGHUP, with an InterruptedError as its reason. */
  protected get interruption(): AbortSignal {
    return this.#interruption.signal;
  }

  /** The environment, read once. */
  protected async settings(): Promise<Config> {
    const { inLanguage, loadConfig } = await import('../config/config.js');
    this.#config = inLanguage(loadConfig(), typedValue(this.#typed(), '--lang'));
    return this.#config;
  }

  /** Where the report is printed: a terminal, or a file or pipe. */
  protected page(): Page {
    const { colors = null } = this.#config?.terminal ?? {};
    const language = this.#language();
    const { isTTY, columns } = process.stdout;
    if (isTTY !== true) return { ...plainPage, language, colors: colors === true };
    return { width: columns || 80, colors: colors ?? true, language };
  }

  /** The log on stderr. The logger is loaded only for another level than the usual one. */
  protected async logging(): Promise<Log> {
    if (this.#log === null) {
      const { openLog, silentLog } = await import('../config/log.js');
      const level = this.#logLevel();
      this.#log = level === usualLevel ? silentLog : await openLog(level);
    }
    return this.#log;
  }

  /** Opens the services that the command needs; they are closed when the command ends, with or without an error. */
  protected async open(options: Omit<ServicesOptions, 'progress' | 'signal'>): Promise<Services> {
    const { openServices } = await import('../app/services.js');
    await aimHtml(this.htmlFile());
    const log = await this.logging();
    log.info({ command: this.id, version: this.config.version, node: process.version }, 'command started');
    const progress = await this.progress();
    this.#services = openServices({ ...options, progress, log, signal: this.interruption });
    return this.#services;
  }

  /** Shows progress on stderr if a person can see it. */
  protected async progress(): Promise<Progress> {
    const { showProgress } = await import('./progress.js');
    const logging = this.#logLevel() !== usualLevel;
    this.#progress ??= showProgress({ page: this.#errorPage(), quiet: this.isQuiet(), logging });
    return this.#progress;
  }

  /** The messages of this command's language. */
  protected words(): Messages {
    return messagesIn(this.#language());
  }

  /** Whether a person sits at a terminal and can be asked. */
  protected canAsk(): boolean {
    return process.stdin.isTTY === true && process.stderr.isTTY === true && !this.jsonEnabled();
  }

  /** A sentence on stderr for the person watching. */
  protected note(message: string): void {
    if (!this.isQuiet()) this.logToStderr(message);
  }

  /** Prints the report (unless `--json`), sets the exit code, and returns the result for `--json`. */
  protected async finish<Result extends object>({
    result,
    report,
    exitCode = ExitCode.done,
    confirms = false,
    stopped,
    html,
  }: Finished<Result>): Promise<Result> {
    this.#progress?.stop?.();
    const isNeedless = confirms && exitCode === ExitCode.done && this.isQuiet() && (stopped ?? null) === null;
    const text = isNeedless || this.jsonEnabled() ? '' : typeof report === 'string' ? report : report();
    if (text !== '') this.log(text);
    process.exitCode = exitCode;
    const failure = stopped === undefined || stopped === null ? null : await this.#tell(stopped);
    const unwritten = await this.#writePage(html, stopped);
    const error = failure ?? (unwritten === null ? null : await this.#tell(unwritten));
    return error === null ? result : { ...result, success: false, error };
  }

  /** Writes the HTML page of `--html`; returns the error if it fails. */
  async #writePage(html: MakePage | undefined, stopped: unknown): Promise<unknown> {
    const file = this.htmlFile();
    if (file === undefined || html === undefined) return null;
    const page = { ...plainPage, language: this.#language() };
    const failure = (stopped ?? null) === null ? null : failureIn(page.language, await this.#explain(stopped));
    const unwritten = await writeHtml(file, html, { page, failure });
    if (unwritten === null) this.note(this.words().pages.written(file));
    return unwritten;
  }

  protected htmlFile(): string | undefined {
    return typedValue(this.#typed(), '--html');
  }

  /** oclif's own method copies the document and walks it for colours, which is slow for a plan of ten thousand changes. */
  override logJson(json: object): void {
    for (const piece of jsonPieces(json)) process.stdout.write(piece);
  }

  override async init(): Promise<void> {
    await super.init();
    for (const signal of ending) process.on(signal, this.#onSignal);
    process.on('SIGUSR2', ignored);
  }

  override async catch(thrown: unknown): Promise<void> {
    if (thrown instanceof Errors.ExitError) throw thrown;
    this.#progress?.stop?.();
    const failure = await this.#tell(thrown);
    if (this.jsonEnabled()) this.logJson({ success: false, error: failure });
    const { isDebugging } = await import('../config/config.js');
    if (isDebugging()) this.logToStderr(stackOf(thrown));
  }

  override async finally(thrown: Error | undefined): Promise<void> {
    for (const signal of ending) process.off(signal, this.#onSignal);
    process.off('SIGUSR2', ignored);
    this.#progress?.stop?.();
    await this.#services?.close();
    await super.finally(thrown);
  }

  /** Sets the exit code, prints the failure on stderr, and returns it for `--json`. */
  async #tell(thrown: unknown): Promise<Failure> {
    const explained = await this.#explain(thrown);
    const failure = inDetail(failureOf(explained), this.#typed());
    process.exitCode = failure.exitCode;
    this.#log?.error({ code: failure.code, exitCode: failure.exitCode }, 'command failed');
    if (!this.jsonEnabled()) this.tellFailure(explained);
    return failure;
  }

  /** Prints a failure on stderr while the work continues. */
  protected tellFailure(thrown: unknown): void {
    this.logToStderr(renderFailure(failureIn(this.#language(), thrown), this.#errorPage()));
  }

  #explain(thrown: unknown) {
    const command = `renos-sync ${(this.id ?? '').replaceAll(':', ' ')}`;
    const known = usageError(thrown, { command, flags: this.ctor.flags ?? {} }) ?? edgeFailure(thrown);
    return withGrants(known, this.#config);
  }

  /** Read from the raw arguments: this is asked before the flags are parsed. */
  protected isQuiet(): boolean {
    return this.#typed().some((word) => word === '--quiet' || (/^-[a-z]+$/.test(word) && word.includes('q')));
  }

  #logLevel(): LogLevel {
    return (typedValue(this.#typed(), '--log-level') as LogLevel | undefined) ?? this.#config?.logLevel ?? usualLevel;
  }

  /** Known before the environment is read: its errors are shown in this language too. */
  #language(): Language {
    return this.#config?.terminal.language ?? languageNow(typedValue(this.#typed(), '--lang'));
  }

  #errorPage = (): Page => errorPage(this.#language());

  #typed(): string[] {
    const end = this.argv.indexOf('--');
    return end < 0 ? this.argv : this.argv.slice(0, end);
  }
}
