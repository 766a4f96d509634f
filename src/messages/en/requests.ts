import type { RunStatus } from '../../core/ports.js';
import type { SyncStatus } from '../../core/results/status-result.js';
import { counter } from '../language.js';

const n = counter('en');

const customers = (p: CustomerCounts) => `${p.created} created, ${p.updated} updated, ${p.rejected} rejected`;
export interface CustomerCounts {
  readonly created: number;
  readonly updated: number;
  readonly rejected: number;
}

/** The answers of successful requests. */
export const answers = {
  alive: 'renos-sync is alive.',
  understood: 'Understood.',
  ready: (verdict: SyncStatus['verdict']) => `Ready: ${verdict}.`,
  status: (verdict: SyncStatus['verdict']) => `Bookings and calendar: ${verdict}.`,
  run: (id: string, status: RunStatus) => `Run ${id}: ${status}.`,
  runRuns: (id: string) => `Run ${id} is running.`,
  synced: (p: {
    readonly dryRun: boolean;
    readonly created: number;
    readonly updated: number;
    readonly removed: number;
    readonly failed: number;
  }) => {
    const changes = `${p.created} created, ${p.updated} updated, ${p.removed} removed`;
    if (p.dryRun) return `Dry run, nothing was written: ${changes} would be.`;
    return p.failed === 0 ? `Calendar synced: ${changes}.` : `Calendar synced: ${changes}, ${p.failed} failed.`;
  },
  imported: (p: CustomerCounts & { readonly dryRun: boolean }) =>
    p.dryRun ? `Dry run, nothing was written. Customers: ${customers(p)}.` : `Customers: ${customers(p)}.`,
  validated: (all: number, rejected: number) => `${all} customers: ${rejected} would be rejected.`,
  statistics: (all: number) => `Customers: ${all}.`,
  planned: (id: string, items: number) => `Plan ${id}: ${n(items, 'item', 'items')}; nothing was written.`,
  applied: (p: {
    readonly dryRun: boolean;
    readonly runId: string | null;
    readonly moved: number;
    readonly doneBefore: number;
  }) => {
    const done = p.dryRun
      ? 'Dry run, nothing was written'
      : p.runId === null
        ? 'Nothing was to be done'
        : `Applied as run ${p.runId}`;
    return `${done}; ${p.moved} had changed, ${p.doneBefore} were already done.`;
  },
  undone: (p: {
    readonly dryRun: boolean;
    readonly changes: number;
    readonly kept: number;
    readonly failed: number;
  }) => {
    const done = p.dryRun ? `Dry run, nothing was written: ${p.changes} would be undone` : `${p.changes} undone`;
    return `${done}, ${p.kept} kept${p.failed === 0 ? '' : `, ${p.failed} failed`}.`;
  },
  customer: 'customer',
};
