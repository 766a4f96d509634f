import type { RunStatus } from '../ports.js';
import { type ImportOptions, matchRules } from './import-options.js';
import {
  type Looked,
  noBookings,
  outrunFinding,
  overlapFinding,
  type Planned,
  refuse,
  resultOf,
} from './import-outcome.js';
import type { ImportResult } from './import-result.js';
import { mergeBatches } from './merge-batches.js';
import { findWritten, isOwnExport, tallyOf } from './own-export.js';
import { countRows, planImport } from './plan-import.js';
import type { ImportPorts } from './ports.js';
import type { Print } from './print.js';
import { findPrinted, printOfReading, SourcePrints } from './source-prints.js';
import { type StagedCounts, type StagedRows, stageFile } from './stage-file.js';
import { surveyFile } from './survey-file.js';
import { wholeColumns } from './whole-columns.js';
import type { WrittenRows } from './written-rows.js';

const usualBatch = 10_000;
/** A plan older than this is made again: the customers may have changed. Milliseconds. */
const planLasts = 24 * 60 * 60 * 1000;
interface Work extends Looked {
  readonly ports: ImportPorts;
  /** RenOS has no customers yet. */
  readonly isFirst: boolean;
  /** null: no row can have been imported before, or what it says is not all that is to be done. */
  readonly prints: SourcePrints | null;
}

/**
 * Reads a customer file, plans what becomes of each row, and merges it in batches: load, plan, apply. A dry run and a
 * refused one end after the plan. Running it again changes nothing; a killed run is taken up where it stopped.
 * Throws InputFileError when the file cannot be understood at all; bad rows are findings.
 */
export async function importCustomers(ports: ImportPorts, options: ImportOptions): Promise<ImportResult> {
  const startedAt = ports.clock().getTime();
  const shape = await ports.source.inspect();
  ports.progress.start('Reading the file', null);
  const isKept = options.onDuplicate === 'update' && !options.createBookings;
  const isFirst = !(await ports.store.hasCustomers());
  const prints = isKept && !isFirst ? new SourcePrints() : null;
  const survey = await surveyFile(ports.source, options, (rows) => prints?.note(rows));
  const lease = await ports.leases.acquire('import', { wait: options.wait, signal: ports.signal });
  try {
    return await run({ ports, clock: ports.clock, options, shape, survey, startedAt, isFirst, prints });
  } finally {
    await lease.release();
  }
}

async function run(work: Work): Promise<ImportResult> {
  const { ports, options, shape } = work;
  const { store } = ports;
  const { dryRun, wait: _, batchSize: __, ...deciding } = options;
  const fingerprint = `${shape.fingerprint} ${JSON.stringify(deciding)}`;
  const now = ports.clock();
  if (!dryRun) {
    const unfinished = await store.findUnfinished(fingerprint, new Date(now.getTime() - planLasts));
    if (unfinished !== null) {
      ports.progress.note('An import of this file was interrupted: it goes on where it stopped.');
      return apply(work, unfinished.importId, unfinished.state as Planned, unfinished.runId);
    }
  }
  const importId = await store.begin({ fingerprint, at: now, dryRun });
  const planned = await load(work, importId);
  const { counts } = planned;
  const refusal = refuse(counts, options);
  if (dryRun || refusal !== null) {
    if (!dryRun) await ports.runs.finish(await start(work), 'refused', { ...counts }, refusal?.message ?? null);
    await store.end(importId);
    return resultOf(work, { counts, planned, bookingsCreated: planned.bookings.toCreate, refusal });
  }
  return apply(work, importId, planned, null);
}

async function load(work: Work, importId: number): Promise<Planned> {
  const { ports, options, survey } = work;
  const { store } = ports;
  const tally = tallyOf(survey);
  const how = options.createBookings ? null : printOfReading(ports.version, survey, options);
  const settled = await findSettled(work, importId, how);
  const staging = { importId, survey, options, how };
  const isAll = settled?.size === survey.rows;
  const staged: StagedRows = {
    ...(isAll ? noRows : await stageFile(ports, { ...staging, isWanted: (seq) => settled?.has(seq) !== true }, tally)),
    settled: settled?.size ?? 0,
    stageToo: async (seqs) => {
      const { open, rejected } = await stageFile(ports, { ...staging, isWanted: (seq) => seqs.has(seq) }, tally);
      staged.open += open;
      staged.rejected += rejected;
      staged.settled -= open + rejected;
    },
  };
  ports.progress.start('Comparing with the customers', null);
  const counts = await planImport(store, { importId, staged, isFirst: work.isFirst }, matchRules(options), tally);
  const bookings = options.createBookings ? await store.forecastBookings(importId) : noBookings;
  if (bookings.overlaps.count > 0) tally.add(overlapFinding(bookings));
  const groups = wholeColumns(tally.groups(), survey);
  return { findings: tally.list(), groups, bookings, counts, settled: staged.settled };
}

const noRows: StagedCounts = { open: 0, rejected: 0 };

/** Rows that say nothing new, by what is known of them before they are understood; null: none. */
async function findSettled(work: Work, importId: number, how: Print | null): Promise<WrittenRows | null> {
  const { ports, options, survey, prints } = work;
  const { store, source } = ports;
  if (isOwnExport(survey)) {
    const isKnown = options.onDuplicate === 'update' && !work.isFirst;
    return isKnown ? findWritten(source, store, { importId, survey }) : null;
  }
  return prints === null || how === null ? null : findPrinted(store, prints, { importId, survey, how });
}

function start({ ports, options, shape }: Work): Promise<string> {
  const { choice: _, ...told } = options;
  return ports.runs.start('import', { ...told, file: shape.fingerprint, format: shape.format }, ports.clock());
}

/** Merges batch after batch; between two of them it may be stopped. */
async function apply(work: Work, importId: number, planned: Planned, runId: string | null): Promise<ImportResult> {
  const { ports, options, survey } = work;
  const { store, progress, signal } = ports;
  const last = survey.lastSeq;
  const run = runId ?? (await start(work));
  if (runId === null) await store.startMerging(importId, run, planned, survey.rows - planned.settled);
  const { counts, bookings } = planned;
  const isIdle = counts.created + counts.updated + bookings.toCreate === 0;
  progress.start('Importing', last + 1);
  const outrun: number[] = [];
  try {
    await mergeBatches(isIdle ? last + 1 : await store.mergedBefore(importId), {
      store,
      batch: {
        importId,
        runId: run,
        last,
        country: options.country,
        hasUpdates: counts.updated > 0,
        hasBookings: options.createBookings,
      },
      size: options.atomic ? last + 1 : Math.max(options.batchSize ?? usualBatch, 1),
      // An update may take what the next batch's new customers need: only these are written side by side.
      width: counts.updated === 0 ? 2 : 1,
      clock: ports.clock,
      signal,
      done: (merged, until) => {
        outrun.push(...merged.outrun);
        progress.advance(until);
      },
    });
  } catch (error) {
    await ports.runs.finish(run, signal.aborted ? 'interrupted' : 'failed', {}, null).catch(() => {});
    throw error;
  }
  return finish(work, { importId, planned, runId: run, outrun, resumed: runId !== null });
}

interface Finishing {
  readonly importId: number;
  readonly planned: Planned;
  readonly runId: string;
  readonly outrun: readonly number[];
  readonly resumed: boolean;
}

async function finish(work: Work, { importId, planned, runId, outrun, resumed }: Finishing): Promise<ImportResult> {
  const { ports, survey } = work;
  const counts = resumed || outrun.length > 0 ? await countRows(ports.store, importId, planned) : planned.counts;
  const bookingsCreated = (await ports.store.createdBookings(runId)).length;
  const rejectsFile =
    counts.rejected === 0 || ports.rejects === null
      ? null
      : await ports.rejects.write(ports.source, survey.headerSeq, ports.store.rejects(importId));
  const status: RunStatus = counts.rejected === 0 ? 'succeeded' : 'partly';
  await ports.runs.finish(runId, status, { ...counts, bookingsCreated }, null);
  await ports.store.end(importId);
  const told = { ...planned, findings: [...planned.findings, ...outrun.map(outrunFinding)] };
  return { ...resultOf(work, { counts, planned: told, bookingsCreated, refusal: null }), runId, rejectsFile, resumed };
}
