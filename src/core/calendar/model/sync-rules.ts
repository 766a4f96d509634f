import type { ContentRules } from './content.js';

/** Which sides a run may write; what the other side says is kept for the next two-way run. */
export type SyncDirection = 'bidirectional' | 'google-to-db' | 'db-to-google';

/** Who wins when both sides changed the same field. */
export type ConflictPolicy = 'newest' | 'google' | 'database' | 'hold';

/** field → the side that a person chose; `removed` = whether it takes place at all. */
export type FieldChoices = Readonly<Record<string, 'google' | 'database'>>;

/** All that the planner goes by besides the two sides themselves. */
export interface SyncRules extends ContentRules {
  readonly direction: SyncDirection;
  readonly policy: ConflictPolicy;
  /** Fields of this pair that wait for a person; none of them if this run has a policy of its own. */
  readonly held: ReadonlySet<string>;
  /** What a person said of single fields of this pair. */
  readonly choices?: FieldChoices;
  /** When the run began, by our clock: a stamp after it tells nothing. */
  readonly now: Date;
  /** Milliseconds by which Google's clock and ours may differ: nearer stamps tell nothing. */
  readonly skewMs: number;
  /** Whether guests are written to events. */
  readonly withAttendees: boolean;
  /** guest's address in lower case → the customer it belongs to */
  readonly customersByEmail: ReadonlyMap<string, { readonly id: string; readonly name: string }>;
  /** The addresses that were looked up among the customers. */
  readonly askedMails: ReadonlySet<string>;
  readonly newId: () => string;
}
