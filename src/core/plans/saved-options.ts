import * as v from 'valibot';
import { columnTargets } from '../customers/columns/header-words.js';
import type { ImportOptions } from '../options/import-options.js';
import { importRequest } from '../options/import-request.js';
import { defaultSyncOptions, planningOptions, type SyncOptions } from '../options/sync-options.js';

/** The options of a sync that influence its plan, as JSON. */
export function saveSyncOptions(options: SyncOptions): Record<string, unknown> {
  const entries = Object.keys(planningOptions.entries).map(
    (name) => [name, options[name as keyof SyncOptions]] as const,
  );
  return JSON.parse(JSON.stringify(Object.fromEntries(entries))) as Record<string, unknown>;
}

/**
 * Reads them again; throws ValiError if they are not valid. A plan contains its items, so no other limit applies, and
 * failed items are tried again.
 */
export function readSyncOptions(saved: unknown): SyncOptions {
  return { ...defaultSyncOptions, ...v.parse(planningOptions, saved), retryFailed: true };
}

const { createBookings, country, timeZone, onDuplicate, fillBlanks, onProbable, dateOrder } = importRequest;
const { atomic, acceptRejects, acceptRenames } = importRequest;
const said = {
  createBookings,
  country,
  timeZone,
  onDuplicate,
  fillBlanks,
  onProbable,
  atomic,
  acceptRejects,
  acceptRenames,
};

const savedImport = v.strictObject({
  ...v.required(v.object(said)).entries,
  dateOrder: v.nullable(dateOrder.wrapped),
  validateEmail: v.boolean(),
  choice: v.record(v.string(), v.picklist(columnTargets)),
});

export function saveImportOptions(options: ImportOptions): Record<string, unknown> {
  return Object.fromEntries(
    Object.keys(savedImport.entries).map((name) => [name, options[name as keyof ImportOptions]]),
  );
}

/** Reads them again; throws ValiError if they are not valid. */
export function readImportOptions(saved: unknown): Omit<ImportOptions, 'dryRun' | 'wait' | 'batchSize'> {
  return v.parse(savedImport, saved);
}
