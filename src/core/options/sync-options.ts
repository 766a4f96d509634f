import type { ConflictPolicy, FieldChoices, SyncDirection } from '../calendar/model/sync-rules.js';
import { defaultTitleTemplate } from '../calendar/model/title.js';

/** What a person may ask of a sync. */
export interface SyncOptions {
  /** The first receives new bookings. */
  readonly calendarIds: readonly [string, ...string[]];
  readonly direction: SyncDirection;
  /** Who wins where both sides changed a field. null: the newest, and what is held stays held until a person decides. */
  readonly policy: ConflictPolicy | null;
  /** Compare everything, token or not. */
  readonly force: boolean;
  readonly dryRun: boolean;
  /** How many pairs a run may write; null = all. */
  readonly maxEvents: number | null;
  /** How many linked pairs a run may remove on one side; null = 10, or a quarter of the links if that is more. */
  readonly maxDeletes: { readonly count: number } | { readonly percent: number } | null;
  /** Nothing outside is created: days back and ahead of today, or fixed instants. */
  readonly since: Date | null;
  readonly until: Date | null;
  /** The name under which the first calendar was synced until now, when it is the same. */
  readonly renamedFrom: string | null;
  /** Which side is right, where the database was restored from a backup; null: it is refused then. */
  readonly restored: 'keep-calendar' | 'keep-database' | null;
  readonly include: { readonly private: boolean; readonly declined: boolean };
  readonly retryFailed: boolean;
  readonly notify: 'none' | 'all';
  readonly withAttendees: boolean;
  readonly titleTemplate: string;
  /** booking id → the side that a person chose for its held conflict, for all of it or by field */
  readonly decisions: ReadonlyMap<string, 'google' | 'database' | FieldChoices>;
  /** Bookings whose customers Google mails an invitation when their event is made; future ones only. */
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
