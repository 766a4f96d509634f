import { createHmac } from 'node:crypto';
import { canonicalJson } from '../calendar/model/canonical-json.js';
import type { EventKey } from '../calendar/model/sync-store.js';
import type { SavedPlan } from '../results/plan-result.js';

/** Who a database is, and where it stands: a copy stands in another place. */
export interface DatabaseIdentity {
  readonly id: string;
  /** Names of the place; any of them is this place. */
  readonly places: readonly [string, ...string[]];
  readonly planKey: string;
}

/** What saving and applying a plan asks of the database. */
export interface PlanStore {
  identity(): Promise<DatabaseIdentity>;
  /** Events that are linked with the bookings, or named. */
  findLinks(bookingIds: readonly string[], eventIds: readonly string[]): Promise<readonly EventKey[]>;
  /** Keeps a plan until it is asked for; those older than a month go. */
  keep(id: string, document: SavedPlan): Promise<void>;
  /** null: there is none of that id. */
  find(id: string): Promise<unknown>;
  /** Lines of the file whose customers were created by runs that applied the plan. */
  linesCreatedBy(planId: string): Promise<ReadonlySet<number>>;
}

/** Gives the same text for the same value, and tells nothing of the value without the database's key. */
export type Seal = (value: unknown) => string;

export function sealWith(key: string): Seal {
  return (value) => createHmac('sha256', key).update(canonicalJson(value)).digest('hex').slice(0, 32);
}
