import { GuardRefusal, LeaseLostError, recordOf, UnavailableError } from '../errors.js';
import type { ImportOptions } from '../options/import-options.js';
import type { RunStatus } from '../ports.js';
import type { ImportResult } from '../results/import-result.js';
import { underLease } from '../runs/run-under-lease.js';
import { analyzeFile } from './columns/analyze-file.js';
import { outrunFinding, type Planned, refuse, resultOf, withUnstaged } from './import/import-outcome.js';
import { loadImport, type PlanGate, type Work } from './import/load-import.js';
import { mergeBatches } from './import/merge-batches.js';
import type { FoundRow } from './match/forecast.js';
import type { ImportMerging } from './match/import-store.js';
import { keyedBy } from './match/match-keys.js';
import type { ImportPorts } from './match/ports.js';
import { SourceFingerprints } from './match/source-fingerprints.js';
import { sentenceOf } from './model/finding.js';

const usualBatch = 10_000;
/** An older plan is made again, because the customers may have changed. Milliseconds. */
const planLasts = 24 * 60 * 60 * 1000;

/**
 * Reads a customer file, plans an outcome for each row, and merges the rows in batches: load, plan, apply. A dry run
 * and a refused import end after the plan. A second import of the file changes nothing; an import that was killed
 * continues where it stopped. Throws InputFileError if the file as a whole cannot be understood; bad rows are findings.
 */
export async function importCustomers(
  ports: ImportPorts,
  options: ImportOptions,
  gate: PlanGate | null = null,
): Promise<ImportResult> {
  const startedAt = ports.clock().getTime();
  const shape = await ports.source.inspect();
  ports.progress.start('Reading the file', null);
  const isKept = options.onDuplicate === 'update' && !options.createBookings;
  const prints = isKept && (await ports.store.hasCustomers()) ? new SourceFingerprints() : null;
  const analysis = await analyzeFile(ports.source, options, (rows) => prints?.note(rows));
  await ports.review?.(analysis);
  return underLease(ports, { name: 'import', wait: options.wait }, (lease) =>
    run({ ports, lease, clock: ports.clock, options, shape, analysis, startedAt, prints, gate }),
  );
}

async function run(work: Work): Promise<ImportResult> {
  const { ports, options, shape, analysis, gate } = work;
  const { store } = ports;
  const { dryRun, wait: _, batchSize: __, ...deciding } = options;
  const approved = gate === null || gate.planId === null ? '' : ` ${gate.planId}`;
  const fingerprint = `${shape.fingerprint} ${JSON.stringify(deciding)}${approved}`;
  const now = ports.clock();
  if (!dryRun) {
    const unfinished = await store.findUnfinished(fingerprint, new Date(now.getTime() - planLasts));
    if (unfinished !== null) {
      ports.progress.note({ id: 'import-goes-on' });
      await ports.runs.resume(unfinished.runId);
      const planned = unfinished.state as Planned;
      gate?.resumed(planned);
      const how = mergeOf(work, planned, unfinished.runId);
      await work.lease.assertOurs();
      return apply(work, unfinished.resume(how), { planned, runId: unfinished.runId, resumed: true });
    }
  }
  const staging = await store.begin({ fingerprint, at: now, dryRun });
  const { plan, planned: whole } = await loadImport(work, staging);
  const passed = { planned: whole, refusal: null, isIdle: false };
  const { planned, refusal: unapproved, isIdle } = gate === null ? passed : await gate.admit(plan, whole);
  const { counts } = planned;
  const refusal = unapproved ?? refuse(counts, options, planned.replacements, analysis);
  if (dryRun || refusal !== null || isIdle) {
    if (!dryRun && refusal !== null)
      await ports.runs.finish(
        await start(work),
        'refused',
        { ...counts },
        recordOf(new GuardRefusal(sentenceOf(refusal))),
      );
    await plan.discard();
    return resultOf(work, {
      counts,
      planned,
      bookingsCreated: planned.bookings.toCreate,
      bookingsChanged: planned.bookings.toChange,
      refusal,
    });
  }
  await work.lease.assertOurs();
  const runId = await start(work);
  const merging = await plan.merge(mergeOf(work, planned, runId), planned);
  return apply(work, merging, { planned, runId, resumed: false });
}

function start({ ports, options, shape }: Work): Promise<string> {
  const { choice: _, ...recorded } = options;
  return ports.runs.start('import', { ...recorded, file: shape.fingerprint, format: shape.format });
}

function mergeOf({ ports, lease, options, analysis }: Work, { counts, bookings }: Planned, runId: string) {
  return {
    runId,
    lease,
    last: analysis.lastSeq,
    keyedBy: keyedBy(options.country, ports.version),
    hasUpdates: counts.updated > 0,
    hasBookings: options.createBookings,
    changesBookings: bookings.toChange > 0,
  };
}

interface Applying {
  readonly planned: Planned;
  readonly runId: string;
  readonly resumed: boolean;
}

/** Merges batch after batch; a signal stops it between two batches. */
async function apply(work: Work, merging: ImportMerging, applying: Applying): Promise<ImportResult> {
  const { ports, options, analysis } = work;
  const { progress, signal } = ports;
  const last = analysis.lastSeq;
  const { runId, planned } = applying;
  const { counts, bookings } = planned;
  const isIdle = counts.created + counts.updated + bookings.toCreate + bookings.toChange === 0;
  progress.start('Importing', last + 1);
  const outrun: FoundRow[] = [];
  try {
    await mergeBatches(isIdle ? last + 1 : merging.mergedBefore, {
      merging,
      last,
      size: options.atomic ? last + 1 : Math.max(options.batchSize ?? usualBatch, 1),
      // An update may use values that the new customers of the next batch need: only batches without updates are
      // written in parallel.
      width: counts.updated === 0 ? 2 : 1,
      clock: ports.clock,
      signal,
      done: (merged, until) => {
        outrun.push(...merged.outrun);
        progress.advance(until);
      },
    });
  } catch (error) {
    // An import that was stopped from outside can be continued.
    const isCutOff =
      signal.aborted ||
      error instanceof LeaseLostError ||
      (error instanceof UnavailableError && error.code !== 'database-refused');
    await ports.runs.finish(runId, isCutOff ? 'interrupted' : 'failed', {}, null).catch(() => {});
    throw error;
  }
  return finish(work, merging, { ...applying, outrun });
}

interface Finishing extends Applying {
  readonly outrun: readonly FoundRow[];
}

async function finish(
  work: Work,
  merging: ImportMerging,
  { planned, runId, outrun, resumed }: Finishing,
): Promise<ImportResult> {
  const { ports, analysis } = work;
  const isPlanned = !resumed && outrun.length === 0;
  const counts = isPlanned ? planned.counts : withUnstaged(await merging.counts(), planned);
  const { created: bookingsCreated, changed: bookingsChanged } = await merging.bookings();
  const rejectsFile =
    counts.rejected === 0 || ports.rejects === null
      ? null
      : await ports.rejects.write(ports.source, analysis.headerSeq, merging.rejects());
  const status: RunStatus = counts.rejected === 0 ? 'succeeded' : 'partly';
  await ports.runs.finish(runId, status, { ...counts, bookingsCreated, bookingsUpdated: bookingsChanged }, null);
  await merging.end();
  const reported = {
    ...planned,
    findings: [...planned.findings, ...outrun.map((row) => outrunFinding(row, analysis))],
  };
  return {
    ...resultOf(work, { counts, planned: reported, bookingsCreated, bookingsChanged, refusal: null }),
    runId,
    rejectsFile,
    resumed,
  };
}
