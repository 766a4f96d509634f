/** Which sides a run may write; changes of the other side are kept for the next two-way run. */
export const syncDirections = ['bidirectional', 'google-to-db', 'db-to-google'] as const;
export type SyncDirection = (typeof syncDirections)[number];

/** Which side wins if both changed the same field. */
export const conflictPolicies = ['newest', 'google', 'database', 'hold'] as const;
export type ConflictPolicy = (typeof conflictPolicies)[number];

/** field → the side that a person chose; `removed` = whether it is cancelled. */
export type FieldChoices = Readonly<Record<string, 'google' | 'database'>>;

/** Everything that the planner uses besides the two sides. */
export interface SyncRules {
  readonly titleTemplate: string;
  /** IANA; all-day events begin and end at midnight there. */
  readonly timeZone: string;
  readonly direction: SyncDirection;
  readonly policy: ConflictPolicy;
  /** Fields of this pair that wait for a person; none if this run has a policy of its own. */
  readonly held: ReadonlySet<string>;
  /** A person's decisions about single fields of this pair. */
  readonly choices?: FieldChoices;
  /** When the run began, by our clock: later timestamps prove nothing. */
  readonly now: Date;
  /** Milliseconds by which Google's clock and ours may differ: timestamps closer than this prove nothing. */
  readonly skewMs: number;
  /** Whether guests are written to events. */
  readonly withAttendees: boolean;
  /** guest's address in lower case → the customer it belongs to */
  readonly customersByEmail: ReadonlyMap<string, { readonly id: string; readonly name: string }>;
  /** The addresses that were looked up among the customers. */
  readonly askedMails: ReadonlySet<string>;
  readonly newId: () => string;
}
