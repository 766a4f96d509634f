import { leavesOut } from '../customers/model/finding.js';
import { ExitCode } from '../errors.js';
import type { ImportAndSyncResult } from './import-result.js';
import type { ApplyResult } from './plan-result.js';
import type { SyncStatus } from './status-result.js';
import type { SyncResult } from './sync-result.js';

/*
 * What a command exits with once its work has ended: 0 if all of it is done, 4 if items failed, were rejected or are held.
 * 3 is for guards alone, which throw or refuse an import.
 */
export function exitOf(isAllDone: boolean): ExitCode {
  return isAllDone ? ExitCode.done : ExitCode.partly;
}

/** An item that failed is reported at every run until it is fixed. */
export function exitOfSync({ success, conflicts, skipped }: SyncResult): ExitCode {
  const isHeld = conflicts.some(({ decision }) => decision === 'held');
  return exitOf(success && !isHeld && skipped['failed-before'] === undefined);
}

export function exitOfImport({ success, refusal, customersRejected, findings, sync }: ImportAndSyncResult): ExitCode {
  if (refusal !== null) return ExitCode.refused;
  return exitOf(success && customersRejected === 0 && !findings.some(leavesOut) && sync?.success !== false);
}

export function exitOfApply(result: ApplyResult): ExitCode {
  return exitOf(result.success && (result.import?.customersRejected ?? 0) === 0);
}

const exitOfVerdicts: Readonly<Record<SyncStatus['verdict'], ExitCode>> = {
  'in-step': ExitCode.done,
  'changes-waiting': ExitCode.done,
  attention: ExitCode.partly,
  stale: ExitCode.partly,
  unreachable: ExitCode.unavailable,
};

export function exitOfStatus({ verdict }: Pick<SyncStatus, 'verdict'>): ExitCode {
  return exitOfVerdicts[verdict];
}
