import { createHmac } from 'node:crypto';
import { canonicalJson } from '../calendar/model/canonical-json.js';
import type { EventKey } from '../calendar/model/sync-store.js';
import type { SavedPlan } from '../results/plan-result.js';

/** A database's identity and place: a copy has another place. */
export interface DatabaseIdentity {
  readonly id: string;
  /** Names of the place; any of them counts. */
  readonly places: readonly [string, ...string[]];
  readonly planKey: string;
}

/** Everything in the database that saving and applying a plan uses. */
export interface PlanStore {
  identity(): Promise<DatabaseIdentity>;
  /** Events that are linked with the bookings, or that are named. */
  findLinks(bookingIds: readonly string[], eventIds: readonly string[]): Promise<readonly EventKey[]>;
  /** Stores a plan; those older than a month are deleted. */
  keep(id: string, document: SavedPlan): Promise<void>;
  /** null: there is none of that id. */
  find(id: string): Promise<unknown>;
  /** Lines of the file whose customers were created by runs that applied the plan. */
  linesCreatedBy(planId: string): Promise<ReadonlySet<number>>;
}

/** Returns the same text for the same value; without the database's key it reveals nothing about the value. */
export type Seal = (value: unknown) => string;

export function sealWith(key: string): Seal {
  return (value) => createHmac('sha256', key).update(canonicalJson(value)).digest('hex').slice(0, 32);
}
