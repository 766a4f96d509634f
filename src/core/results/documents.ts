import * as v from 'valibot';
import { exportResult, statisticsResult } from './export-result.js';
import { findResult } from './find-result.js';
import { importAndSyncResult, printedMapping, redactResult } from './import-result.js';
import { applyResult, savedPlan } from './plan-result.js';
import { doctorResult, failure, migrateResult } from './setup-result.js';
import { conflictsResult, statusResult } from './status-result.js';
import { historyResult, pairStory, runResult } from './story-result.js';
import { adoptResult, moveResult, syncResult } from './sync-result.js';
import { undoResult } from './undo-result.js';

/** A run that ended early reports its changes, and the error that ended it. */
const stopped = { error: v.optional(failure) };
const syncing = v.object({ ...syncResult.entries, ...stopped });
const importing = v.union([v.object({ ...importAndSyncResult.entries, ...stopped }), printedMapping]);
const resolved = { resolved: v.pipe(v.array(v.string()), v.description('Ids of the conflicts that were decided.')) };

/** command → the schema of its `--json` output: the name of its file under `schemas/`. */
export const resultDocuments: Readonly<Record<string, v.GenericSchema>> = {
  sync: syncing,
  status: v.object({ ...statusResult.entries, ...stopped }),
  conflicts: conflictsResult,
  'conflicts-resolve': v.union([
    v.object({ ...syncing.entries, ...resolved }),
    v.object({ success: v.literal(true), ...resolved }),
  ]),
  history: v.union([historyResult, runResult]),
  apply: v.object({ ...applyResult.entries, ...stopped }),
  undo: v.object({ ...undoResult.entries, ...stopped }),
  show: v.object({ ...pairStory.entries, ...stopped }),
  import: importing,
  'import-csv': importing,
  validate: importing,
  export: exportResult,
  find: findResult,
  redact: redactResult,
  stats: statisticsResult,
  'adopt-calendar': adoptResult,
  'move-calendar': moveResult,
  doctor: doctorResult,
  migrate: migrateResult,
};

/** Documents that are files, with their schemas. */
export const fileDocuments: Readonly<Record<string, v.GenericSchema>> = { plan: savedPlan };

/** The output of every command that fails before it has a result. */
export const failedDocument = v.object({ success: v.literal(false), error: failure });
