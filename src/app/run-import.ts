import { analyzeFile } from '../core/customers/columns/analyze-file.js';
import { mappingNames } from '../core/customers/columns/map-headers.js';
import { checkFile } from '../core/customers/import/check-file.js';
import type { ImportDetailsCollector } from '../core/customers/import/import-details.js';
import { strictly } from '../core/customers/import/import-result.js';
import { importCustomers } from '../core/customers/import-customers.js';
import type { ImportPorts } from '../core/customers/match/ports.js';
import type { CustomerSource, RejectsWriter } from '../core/customers/model/source.js';
import type { TextLimits } from '../core/customers/read/text-limits.js';
import { type ImportAndSyncOptions, importAndSync } from '../core/import-and-sync.js';
import type { ImportOptions } from '../core/options/import-options.js';
import type { ImportAndSyncResult, ImportResult, PrintedMapping } from '../core/results/import-result.js';
import { inContext, type RunContext } from './run-context.js';
import { openSync } from './run-sync.js';
import type { Services } from './services.js';

/** A file to import, and how. The caller closes the source. */
export interface ImportJob extends ImportAndSyncOptions {
  readonly source: CustomerSource;
  /** null: rejected rows are reported only. */
  readonly rejects: RejectsWriter | null;
  readonly review?: ImportPorts['review'];
  /** Collects what a page shows beside the result. */
  readonly details?: ImportDetailsCollector | null;
  /** New bookings are written to the calendar at once. */
  readonly syncs: boolean;
}

export interface ImportOutcome {
  readonly result: ImportAndSyncResult;
  /** The error that ended the sync after the import early; null otherwise. */
  readonly stopped: unknown;
}

/** Imports a file and syncs the bookings that it creates; importCustomers in core lists the errors. */
export async function runImport(
  services: Services,
  { source, rejects, review, details, syncs, ...options }: ImportJob,
  context: RunContext = {},
): Promise<ImportOutcome> {
  const importing = {
    ...(await openImport(services, source, rejects, context)),
    ...(review === undefined ? {} : { review }),
    ...details?.watch(review),
  };
  // The sync is a run of its own: it does not end with its client, and waits for other syncs as every sync does.
  const { patience: _, signal: __, ...followed } = context;
  return importAndSync({ importing, syncing: syncs ? () => openSync(services, followed) : null }, options);
}

interface CheckJob {
  readonly source: CustomerSource;
  readonly options: ImportOptions;
  /** Treat every warning as an error. */
  readonly strict: boolean;
  /** Compare with the customers of the database. Otherwise the database is only asked which letters it can store. */
  readonly againstDatabase: boolean;
  readonly details?: ImportDetailsCollector | null;
}

/** Reports what importing a file would find, and writes nothing. */
export async function runCheck(
  services: Services,
  { source, options, strict, againstDatabase, details }: CheckJob,
  context: RunContext = {},
): Promise<ImportAndSyncResult> {
  const looking = { ...options, dryRun: true };
  const checked: ImportResult = againstDatabase
    ? await importCustomers({ ...(await openImport(services, source, null, context)), ...details?.watch() }, looking)
    : await checkFile(
        { ...looker(services), limits: await askTextLimits(services), source, ...details?.watch() },
        looking,
      );
  return { ...(strict ? strictly(checked) : checked), sync: null };
}

const looker = ({ clock, progress, signal }: Services) => ({ clock, progress, signal });

/**
 * Which letters the database of an import could not store. Checking a file needs no database: if it cannot be asked, a
 * note says so.
 */
async function askTextLimits({ config, importPorts, progress }: Services): Promise<TextLimits | null> {
  // The embedded database stores text as UTF-8.
  if (config.database.kind !== 'server') return null;
  try {
    return await (await importPorts()).store.textLimits();
  } catch {
    progress.note({ id: 'letters-not-asked' });
    return null;
  }
}

/** Reads how the columns of a file are mapped. */
export async function readMapping(source: CustomerSource, options: ImportOptions): Promise<PrintedMapping> {
  const { mapping } = await analyzeFile(source, options);
  const names = mappingNames(mapping);
  return Object.fromEntries(mapping.map(({ target }, at) => [names[at] ?? '', target ?? 'ignore'] as const));
}

export async function openImport(
  services: Services,
  source: CustomerSource,
  rejects: RejectsWriter | null,
  context: RunContext,
): Promise<ImportPorts> {
  return { ...inContext(await services.importPorts(), context), source, rejects };
}
