import { openInput, rejectsBeside } from '../app/open/open-files.js';
import { usualOf } from '../app/run-context.js';
import { type ImportOutcome, readMapping, runCheck, runImport } from '../app/run-import.js';
import { aimPlan, planImport } from '../app/run-plan.js';
import type { Services } from '../app/services.js';
import type { Config } from '../config/config.js';
import { ImportDetailsCollector } from '../core/customers/import/import-details.js';
import type { FileReading } from '../core/customers/match/ports.js';
import type { CustomerSource, SourceShape } from '../core/customers/model/source.js';
import { ConfigurationError, ExitCode, InputFileError, saying } from '../core/errors.js';
import type { ImportOptions } from '../core/options/import-options.js';
import { defaultSyncOptions } from '../core/options/sync-options.js';
import { exitOfImport } from '../core/results/exit-codes.js';
import type { ImportAndSyncResult, PrintedMapping } from '../core/results/import-result.js';
import { renderImport } from '../reports/import-report.js';
import type { Page } from '../reports/page.js';
import { renderSyncOfImport } from '../reports/sync-report.js';
import { BaseCommand } from './base-command.js';
import { type AskedImport, readImportFlags } from './flags/import-flags.js';
import { type PlanFlags, readPlanFlags, savePlan, withChanges } from './flags/plan-flags.js';
import type { MakePage } from './html-file.js';

interface Reading {
  readonly file: string;
  /** The format that the command is named after; for a file of another format it prints a note. */
  readonly expected?: SourceShape['format'];
  readonly flags: Readonly<Record<string, unknown>> & PlanFlags;
}

/** Shared by import, import-csv and validate. */
export abstract class ImportCommand extends BaseCommand {
  protected async importFile({ file, flags, expected }: Reading): Promise<ImportAndSyncResult | PrintedMapping> {
    const config = await this.settings();
    const { asked, options } = await readImportFlags(flags, this.id ?? '', config);
    refuseIdleConfirmations(asked);
    const planFile = readPlanFlags(flags, options);
    if (planFile !== null) await aimPlan(planFile);
    const source = await openFile(file, asked);
    try {
      const { format: found, name } = await source.inspect();
      if (expected !== undefined && found !== expected) this.note(this.words().imports.notCsv(name, found));
      if (flags['print-mapping']) return await this.#printMapping(source, options);
      const sendConfirmations = !options.dryRun && (await this.#mayInvite(asked, flags.yes === true));
      const services = await this.open({ config, purpose: 'import', wait: options.wait });
      const details = this.#details();
      const review = this.#review(options, flags.yes === true);
      const { result, stopped } =
        planFile === null
          ? await runImport(services, {
              source,
              rejects: rejectsBeside(file),
              ...review,
              details,
              importing: options,
              syncing: { ...defaultSyncOptions, ...config.sync },
              syncs: this.#syncs(asked, config),
              sendConfirmations,
            })
          : await this.#plan(planFile, services, { source, options, ...review }, { file, asked, redact: flags.redact });
      return await this.finish({
        result,
        report: reportOf(result, this.page(), this.isQuiet()),
        exitCode: withChanges(
          flags,
          this.#isWithoutBookings(result, options) ? ExitCode.partly : exitOfImport(result),
          changesIn(result),
        ),
        // The report of a dry run is always shown, and so are findings.
        confirms: !result.dryRun && result.findings.length === 0,
        stopped,
        ...(await pageOf(result, source, details)),
      });
    } catch (error) {
      throw withRedaction(error);
    } finally {
      await source.close();
    }
  }

  /** Shows what an import would do, and saves it. */
  async #plan(
    planFile: string,
    services: Services,
    looking: Omit<Parameters<typeof planImport>[1], 'from'>,
    { file, asked, redact }: { readonly file: string; readonly asked: AskedImport } & Pick<PlanFlags, 'redact'>,
  ): Promise<ImportOutcome> {
    const { encoding = null, delimiter = null, sheet = null, entry = null } = asked;
    const from = { path: file === '-' ? null : file, reading: { encoding, delimiter, sheet, entry } };
    const { outcome, plan } = await planImport(services, { ...looking, from });
    this.note(await savePlan(planFile, plan, { plans: this.words().plans, redact }));
    return { result: { ...outcome, sync: null }, stopped: null };
  }

  /** Reports what importing would find: in the file alone, or compared with the customers of the database. */
  protected async checkFile(
    { file, flags }: Reading,
    againstDatabase: boolean,
  ): Promise<ImportAndSyncResult | PrintedMapping> {
    const config = await this.settings();
    const { asked, options: said } = await readImportFlags(flags, this.id ?? '', config);
    const options = { ...said, dryRun: true };
    const source = await openFile(file, asked);
    try {
      if (flags['print-mapping']) return await this.#printMapping(source, options);
      const services = await this.open({ config, purpose: 'validate', wait: options.wait });
      const details = this.#details();
      const result = await runCheck(services, { source, options, strict: asked.strict, againstDatabase, details });
      return await this.finish({
        result,
        report: reportOf(result, this.page(), this.isQuiet()),
        exitCode: exitOfImport(result),
        confirms: result.findings.length === 0,
        ...(await pageOf(result, source, details)),
      });
    } catch (error) {
      throw withRedaction(error);
    } finally {
      await source.close();
    }
  }

  /** Collects what a page shows beside the result; null if no page is asked for. */
  #details(): ImportDetailsCollector | null {
    return this.htmlFile() === undefined ? null : new ImportDetailsCollector();
  }

  /**
   * A terminal shows the columns before anything is written. It asks only if they are in doubt and no finding says so.
   */
  #review({ dryRun }: ImportOptions, isYes: boolean): { review?: (reading: FileReading) => Promise<void> } {
    if (process.stderr.isTTY !== true || this.isQuiet() || this.jsonEnabled()) return {};
    const asks = !dryRun && !isYes && this.canAsk();
    const page = { ...this.page(), width: process.stderr.columns || 80 };
    return {
      review: async (reading) => {
        (await this.progress()).stop?.();
        const { reviewReading } = await import('./review-reading.js');
        await reviewReading(reading, { input: process.stdin, output: process.stderr, page, asks });
      },
    };
  }

  /** A user who asks for bookings expects some. */
  #isWithoutBookings(result: ImportAndSyncResult, { createBookings }: ImportOptions): boolean {
    const count = result.bookingsCreated + result.bookingsUpdated + result.bookingsUnchanged;
    if (!createBookings || count > 0 || exitOfImport(result) !== ExitCode.done) return false;
    this.note(this.words().imports.noBookings);
    return true;
  }

  /** New bookings are synced to the calendar, unless --no-sync is given or no calendar is set. */
  #syncs({ sync, createBookings, sendConfirmations }: AskedImport, config: Config): boolean {
    if (!sync || !createBookings) return false;
    if (usualOf(config).hasCalendar) return true;
    this.note(this.words().programs.noCalendar(sendConfirmations));
    return false;
  }

  /** Mails to customers need a yes: typed in a terminal, or given by --yes. */
  async #mayInvite({ sendConfirmations }: AskedImport, isYes: boolean): Promise<boolean> {
    if (!sendConfirmations || isYes) return sendConfirmations;
    if (process.stdin.isTTY !== true || process.stderr.isTTY !== true) {
      throw new ConfigurationError(saying('confirmation-missing', {}));
    }
    const { createInterface } = await import('node:readline/promises');
    const terminal = createInterface({ input: process.stdin, output: process.stderr });
    const answer = await terminal.question(this.words().programs.mayInvite);
    terminal.close();
    if (!/^(y|yes|j|ja)$/i.test(answer.trim())) throw new ConfigurationError(saying('not-confirmed', {}));
    return true;
  }

  async #printMapping(source: CustomerSource, options: ImportOptions): Promise<PrintedMapping> {
    const result = await readMapping(source, options);
    return this.finish({ result, report: JSON.stringify(result, null, 2) });
  }
}

async function pageOf(
  result: ImportAndSyncResult,
  source: CustomerSource,
  collector: ImportDetailsCollector | null,
): Promise<{ readonly html?: MakePage }> {
  if (collector === null) return {};
  const details = await collector.finish(source, result);
  return { html: ({ importPage }, frame) => importPage(result, frame, details) };
}

function openFile(file: string, asked: AskedImport): Promise<CustomerSource> {
  const { encoding = null, delimiter = null, sheet = null, entry = null } = asked;
  return openInput(file, { encoding, delimiter, sheet, entry, archives: true });
}

/** Errors for files that are not understood: another person may see why. */
const notUnderstood = /^(?:no-header|no-name-column|not-json|json-(?:incomplete|several-lists|record-too-long))$/;

function withRedaction(error: unknown): unknown {
  if (!(error instanceof InputFileError) || !notUnderstood.test(error.code)) return error;
  const { id, params } = error.sentence;
  return new InputFileError({ id, params: { ...params, canRedact: true } }, { cause: error.cause });
}

/** A request for confirmations that can never be sent is a mistake: the user expects mails. */
function refuseIdleConfirmations({ sendConfirmations, createBookings, sync }: AskedImport): void {
  if (!sendConfirmations || (createBookings && sync)) return;
  const why = createBookings ? 'confirmation-idle/no-sync' : 'confirmation-idle/no-bookings';
  throw new ConfigurationError(saying(why, {}));
}

function reportOf(result: ImportAndSyncResult, page: Page, brief: boolean): string {
  const imported = renderImport(result, page, { brief });
  return result.sync === null ? imported : `${imported}\n\n${renderSyncOfImport(result.sync, page)}`;
}

function changesIn({
  customersCreated,
  customersUpdated,
  bookingsCreated,
  bookingsUpdated,
}: ImportAndSyncResult): number {
  return customersCreated + customersUpdated + bookingsCreated + bookingsUpdated;
}
