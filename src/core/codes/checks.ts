import type { DoctorResult } from '../results/setup-result.js';

type Nothing = Readonly<Record<never, never>>;

/** Which PostgreSQL it is: one on a server, or the embedded one. */
type Server = { readonly isEmbedded: boolean; readonly version: string };

type OfTables = {
  readonly tables: DoctorResult['tables'];
  readonly days: number;
};

type OfCalendarAccess = {
  /** The account or user that asks; null: it is not known. */
  readonly account: string | null;
  readonly role: string;
  readonly timeZone: string;
};

/** A feature that a server with only PostgreSQL's protocol may not have. */
export type ServerFeature = 'savepoints' | 'repeatable-read' | 'snapshots' | 'row-hashes' | 'binary-copy';

/** The possible results of each check of `doctor`. */
export interface Checks {
  'node-too-old': { readonly version: string; readonly wanted: string };
  node: { readonly version: string };
  configuration: Nothing;
  'folder-unused': Nothing;
  'folder-unwritable': { readonly path: string };
  'folder-full': { readonly path: string };
  'folder-open': { readonly path: string };
  folder: { readonly path: string; readonly exists: boolean };
  'sandbox-file': Nothing;
  'database-embedded': Nothing;
  'schema-embedded': Nothing;
  'permissions-embedded': Nothing;
  'database-not-asked': Nothing;
  'database-read-only': { readonly server: Server };
  'database-encoding': { readonly server: Server; readonly encoding: string };
  database: { readonly server: Server; readonly as: string };
  'schema-newer': Nothing;
  'schema-indexes': { readonly statements: readonly string[] };
  'schema-missing': { readonly names: readonly string[] };
  schema: Nothing;
  permissions: { readonly as: string };
  'permissions-missing': { readonly as: string; readonly grants: readonly string[] };
  features: Nothing;
  'features-missing': { readonly features: readonly ServerFeature[] };
  size: OfTables;
  'no-account': Nothing;
  credentials: { readonly account: string | null };
  'credentials-unneeded': Nothing;
  'sign-in-unneeded': Nothing;
  'sign-in': { readonly account: string | null };
  'calendar-not-asked': Nothing;
  'calendar-hides-details': OfCalendarAccess;
  'events-unreadable': Nothing;
  calendar: OfCalendarAccess & { readonly hidesPrivate: boolean; readonly isIdentified: boolean };
  'write-access': Nothing;
  'write-access-missing': OfCalendarAccess;
  'clock-unknown': Nothing;
  'clock-wrong': { readonly seconds: number; readonly isBehind: boolean };
  'clock-off': { readonly seconds: number; readonly isBehind: boolean };
  clock: Nothing;
}
