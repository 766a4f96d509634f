import * as v from 'valibot';
import { conflictPolicies, type FieldChoices, syncDirections } from '../calendar/model/sync-rules.js';
import { defaultTitleTemplate } from '../calendar/model/title.js';

export const restoredSides = ['keep-calendar', 'keep-database'] as const;
export const mailedGuests = ['none', 'all'] as const;

const amount = v.pipe(v.number(), v.integer(), v.minValue(0));
const instant = v.nullable(
  v.pipe(
    v.string(),
    v.isoTimestamp(),
    v.transform((text) => new Date(text)),
  ),
);

/** The options of a sync that influence its plan, as a saved plan has them in JSON. */
export const planningOptions = v.strictObject({
  /** New bookings go to the first one. */
  calendarIds: v.pipe(
    v.array(v.string()),
    v.minLength(1),
    v.transform(([first, ...others]): readonly [string, ...string[]] => [first ?? '', ...others]),
  ),
  direction: v.picklist(syncDirections),
  /** Which side wins if both changed a field. null: the newest, and held conflicts stay held until a person decides. */
  policy: v.nullable(v.picklist(conflictPolicies)),
  /** Compare everything, with or without a token. */
  force: v.boolean(),
  /** How many linked pairs a run may remove on one side; null = 10, or a quarter of the links if that is more. */
  maxDeletes: v.nullable(v.union([v.strictObject({ count: amount }), v.strictObject({ percent: amount })])),
  /** Nothing is created outside this window: days back and ahead of today, or fixed instants. */
  since: instant,
  until: instant,
  /** Which side is right if the database was restored from a backup; null: such a database is refused. */
  restored: v.nullable(v.picklist(restoredSides)),
  include: v.strictObject({ private: v.boolean(), declined: v.boolean() }),
  notify: v.picklist(mailedGuests),
  withAttendees: v.boolean(),
  titleTemplate: v.string(),
});

/** The options of a sync. */
export interface SyncOptions extends Readonly<v.InferOutput<typeof planningOptions>> {
  readonly dryRun: boolean;
  /** How many pairs a run may write; null = all. */
  readonly maxEvents: number | null;
  /** The previous name of the first calendar, if it is the same calendar. */
  readonly renamedFrom: string | null;
  readonly retryFailed: boolean;
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
