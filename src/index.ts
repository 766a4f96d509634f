/**
 * The library: what `import … from 'renos-sync'` gives. Each call reads the environment as the commands do, opens what
 * it needs, and closes it again. Errors are RenosSyncErrors with `code`, `exitCode` and `actions`.
 */

export * from './app/library.js';
export type { SyncChange, SyncConflict, SyncFailure, SyncResult } from './core/calendar/apply/sync-result.js';
export type { SyncStatus } from './core/calendar/status/sync-status.js';
export type { CustomerStatistics } from './core/customers/match/ports.js';
export type { Finding } from './core/customers/model/finding.js';
export * from './core/errors.js';
export type { ImportAndSyncResult } from './core/import-and-sync.js';
