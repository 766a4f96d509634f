import { setFlagsFromString } from 'node:v8';
import type { FileFormat } from '../app/open-files.js';
import type { Config } from '../config/config.js';
import type { ColumnTarget } from '../core/customers/columns/header-words.js';
import type { CustomerSource } from '../core/customers/model/source.js';
import { ConfigurationError, ExitCode } from '../core/errors.js';
import type { ImportAndSyncResult } from '../core/import-and-sync.js';
import type { ImportOptions } from '../core/options/import-options.js';
import type { Page } from '../reports/page.js';
import { BaseCommand } from './base-command.js';
import { type ImportFlags, readImportFlags } from './flags/import-flags.js';

/** What `--print-mapping` gives: header → target, to be kept in a file for `--mapping`. */
export type PrintedMapping = Readonly<Record<string, ColumnTarget>>;

interface Reading {
  readonly file: string;
  readonly format: FileFormat | null;
  readonly flags: ImportFlags & {
    readonly encoding: string | undefined;
    readonly delimiter: string | undefined;
    readonly sheet: string | undefined;
    readonly entry: string | undefined;
    readonly 'print-mapping': boolean;
    readonly sync?: boolean;
    readonly 'send-confirmations'?: boolean;
    readonly yes?: boolean;
  };
}

/** What import, import-csv and validate share. */
export abstract class ImportCommand extends BaseCommand {
  protected async importFile({ file, format, flags }: Reading): Promise<ImportAndSyncResult | PrintedMapping> {
    const config = await this.settings();
    const options = await readImportFlags(flags, config);
    refuseIdleConfirmations(flags);
    const source = await openFile({ file, format, flags });
    try {
      if (flags['print-mapping']) return await this.#printMapping(source, options);
      const [{ importAndSync }, { defaultSyncOptions }, { openImportPorts }, { rejectsBeside }] = await Promise.all([
        import('../core/import-and-sync.js'),
        import('../core/options/sync-options.js'),
        import('../app/open-import.js'),
        import('../app/open-files.js'),
      ]);
      const sendConfirmations = !options.dryRun && (await this.#mayInvite(flags));
      const services = await this.open({ config, purpose: 'import', wait: options.wait });
      const importing = await openImportPorts(services, source, rejectsBeside(file));
      const syncing = this.#syncs(flags, config) ? services.syncPorts : null;
      const { result, stopped } = await importAndSync(
        { importing, syncing },
        { importing: options, syncing: { ...defaultSyncOptions, ...config.sync }, sendConfirmations },
      );
      return await this.finish({
        result,
        report: await reportOf(result, this.page()),
        exitCode: exitCodeOf(result),
        // What a dry run shows, and what somebody should know of the rows, is never left out.
        confirms: !result.dryRun && result.findings.length === 0,
        stopped,
      });
    } finally {
      await source.close();
    }
  }

  /** What importing would find: of the file alone, or with the customers of the database. */
  protected async checkFile(
    { file, format, flags }: Reading,
    { strict, againstDatabase }: { readonly strict: boolean; readonly againstDatabase: boolean },
  ): Promise<ImportAndSyncResult | PrintedMapping> {
    const config = await this.settings();
    const options = { ...(await readImportFlags(flags, config)), dryRun: true };
    const source = await openFile({ file, format, flags });
    try {
      if (flags['print-mapping']) return await this.#printMapping(source, options);
      const services = await this.open({ config, purpose: 'validate', wait: options.wait });
      const { clock, progress, signal } = services;
      const [{ checkFile }, { importCustomers }, { openImportPorts }, { strictly }] = await Promise.all([
        import('../core/customers/import/check-file.js'),
        import('../core/customers/import-customers.js'),
        import('../app/open-import.js'),
        import('../core/customers/import/import-result.js'),
      ]);
      const checked = againstDatabase
        ? await importCustomers(await openImportPorts(services, source, null), options)
        : await checkFile({ source, clock, progress, signal }, options);
      const result = { ...(strict ? strictly(checked) : checked), sync: null };
      return await this.finish({
        result,
        report: await reportOf(result, this.page()),
        exitCode: exitCodeOf(result),
        confirms: result.findings.length === 0,
      });
    } finally {
      await source.close();
    }
  }

  /** New bookings go on to the calendar, unless told not to, or where no calendar is set up yet. */
  #syncs(flags: Reading['flags'], { googleApiUrl, googleCredentials }: Config): boolean {
    if (flags.sync === false || !flags['create-bookings']) return false;
    if (googleApiUrl !== null || googleCredentials !== null) return true;
    const unsent = flags['send-confirmations'] === true ? ', and nobody is mailed' : '';
    this.note(
      `No calendar is set up (see: renos-sync doctor): new bookings wait for the next renos-sync sync${unsent}.`,
    );
    return false;
  }

  /** Mails to customers want a yes: typed in a terminal, or given by --yes. */
  async #mayInvite(flags: Reading['flags']): Promise<boolean> {
    if (flags['send-confirmations'] !== true || flags.yes === true) return flags['send-confirmations'] === true;
    if (process.stdin.isTTY !== true || process.stderr.isTTY !== true) {
      throw new ConfigurationError(
        'confirmation-missing',
        '--send-confirmations mails customers, and there is no terminal to ask in.',
        {
          actions: ['Add --yes if the mails are meant to go out.'],
        },
      );
    }
    const { createInterface } = await import('node:readline/promises');
    const terminal = createInterface({ input: process.stdin, output: process.stderr });
    const answer = await terminal.question(
      'Google will mail an invitation to the customer of each new booking to come. Go on? [y/N] ',
    );
    terminal.close();
    if (!/^(y|yes|j|ja)$/i.test(answer.trim()))
      throw new ConfigurationError('not-confirmed', 'Not confirmed: nothing was imported and no mail is sent.', {
        actions: ['Import without --send-confirmations: nobody is mailed.'],
      });
    return true;
  }

  async #printMapping(
    source: Parameters<typeof import('../core/customers/columns/survey-file.js').surveyFile>[0],
    options: ImportOptions,
  ): Promise<PrintedMapping> {
    const { surveyFile } = await import('../core/customers/columns/survey-file.js');
    const { mappingNames } = await import('../core/customers/columns/map-headers.js');
    const { mapping } = await surveyFile(source, options);
    const names = mappingNames(mapping);
    const printed = Object.fromEntries(mapping.map(({ target }, at) => [names[at] ?? '', target ?? 'ignore'] as const));
    return this.finish({ result: printed, report: JSON.stringify(printed, null, 2) });
  }
}

/**
 * From here on a file's rows are made and thrown away by the million. V8 takes what lived a moment when the program began
 * for what lives long, and would make it where it is tidied last; and what does outlive a row is tidied early.
 */
async function openFile({ file, format, flags }: Reading): Promise<CustomerSource> {
  setFlagsFromString('--no-allocation-site-pretenuring');
  setFlagsFromString('--heap-growing-percent=50');
  const { openSource } = await import('../app/open-files.js');
  const { encoding = null, delimiter = null, sheet = null, entry = null } = flags;
  return openSource(file, { encoding, delimiter, format, sheet, entry, archives: true });
}

/** Mails that could never be sent are asked for by mistake: the person counts on them. */
function refuseIdleConfirmations(flags: Reading['flags']): void {
  if (flags['send-confirmations'] !== true || (flags['create-bookings'] && flags.sync !== false)) return;
  const [reason, action] = flags['create-bookings']
    ? ['with --no-sync nothing goes to the calendar, and nobody is mailed.', 'Leave --no-sync out.']
    : ['without --create-bookings there is no booking to confirm.', 'Add --create-bookings.'];
  throw new ConfigurationError('confirmation-idle', `--send-confirmations: ${reason}`, { actions: [action] });
}

async function reportOf(result: ImportAndSyncResult, page: Page): Promise<string> {
  const [{ renderImport }, { renderSync }] = await Promise.all([
    import('../reports/import-report.js'),
    import('../reports/sync-report.js'),
  ]);
  return result.sync === null
    ? renderImport(result, page)
    : `${renderImport(result, page)}\n\n${renderSync(result.sync, page)}`;
}

function exitCodeOf(result: ImportAndSyncResult): ExitCode {
  if (result.refusal !== null) return ExitCode.refused;
  const isWhole = result.success && result.customersRejected === 0 && result.sync?.success !== false;
  return isWhole ? ExitCode.done : ExitCode.partly;
}
