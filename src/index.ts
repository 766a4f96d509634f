/**
 * The library: what `import … from 'renos-sync'` gives. Each call reads the environment as the commands do, opens what
 * it needs, and closes it again. Errors are RenosSyncErrors with `code`, `exitCode` and `actions`.
 */

export * from './app/library.js';
export type { Sentence } from './core/codes/failures.js';
export * from './core/errors.js';
export type { CustomerStatistics } from './core/results/export-result.js';
export type { Finding, ImportAndSyncResult } from './core/results/import-result.js';
export type { SyncStatus } from './core/results/status-result.js';
export type { SyncChange, SyncConflict, SyncFailure, SyncResult } from './core/results/sync-result.js';
