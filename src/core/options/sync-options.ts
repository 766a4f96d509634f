import type { ConflictPolicy, FieldChoices, SyncDirection } from '../calendar/model/sync-rules.js';
import { defaultTitleTemplate } from '../calendar/model/title.js';

/** The options of a sync. */
export interface SyncOptions {
  /** New bookings go to the first one. */
  readonly calendarIds: readonly [string, ...string[]];
  readonly direction: SyncDirection;
  /** Which side wins if both changed a field. null: the newest, and held conflicts stay held until a person decides. */
  readonly policy: ConflictPolicy | null;
  /** Compare everything, with or without a token. */
  readonly force: boolean;
  readonly dryRun: boolean;
  /** How many pairs a run may write; null = all. */
  readonly maxEvents: number | null;
  /** How many linked pairs a run may remove on one side; null = 10, or a quarter of the links if that is more. */
  readonly maxDeletes: { readonly count: number } | { readonly percent: number } | null;
  /** Nothing is created outside this window: days back and ahead of today, or fixed instants. */
  readonly since: Date | null;
  readonly until: Date | null;
  /** The previous name of the first calendar, if it is the same calendar. */
  readonly renamedFrom: string | null;
  /** Which side is right if the database was restored from a backup; null: such a database is refused. */
  readonly restored: 'keep-calendar' | 'keep-database' | null;
  readonly include: { readonly private: boolean; readonly declined: boolean };
  readonly retryFailed: boolean;
  readonly notify: 'none' | 'all';
  readonly withAttendees: boolean;
  readonly titleTemplate: string;
  /** booking id → the side that a person chose for its held conflict, for all of it or by field */
  readonly decisions: ReadonlyMap<string, 'google' | 'database' | FieldChoices>;
  /** Bookings whose customers get an invitation from Google when their event is created; future ones only. */
  readonly invite: ReadonlySet<string>;
}

export const defaultSyncOptions: SyncOptions = {
  calendarIds: ['primary'],
  direction: 'bidirectional',
  policy: null,
  force: false,
  dryRun: false,
  maxEvents: null,
  maxDeletes: null,
  since: null,
  until: null,
  renamedFrom: null,
  restored: null,
  include: { private: false, declined: false },
  retryFailed: false,
  notify: 'none',
  withAttendees: false,
  titleTemplate: defaultTitleTemplate,
  decisions: new Map(),
  invite: new Set(),
};
