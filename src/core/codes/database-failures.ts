type Nothing = Readonly<Record<never, never>>;

type OfCode = {
  /** An SQLSTATE, or the network's, a file's or the driver's code. */
  readonly code: string;
};

/** Errors of a parameter of DATABASE_URL. */
type ParameterProblem =
  | { readonly is: 'file-unreadable' | 'no-pem'; readonly path: string }
  | { readonly is: 'no-setting' }
  | { readonly is: 'no-choice'; readonly words: readonly string[] }
  | { readonly is: 'no-whole-number'; readonly least: number; readonly most: number };

/** The meanings of a failed statement, connection or migration. */
export interface DatabaseFailures {
  'database-address/settings': OfCode;
  'database-address/parameter': { readonly name: string; readonly problem: ParameterProblem };
  'database-address/unreadable': Nothing;
  'database-denied/password': Nothing;
  'database-denied/unproven': Nothing;
  'database-unknown': Nothing;
  'database-forbidden': { readonly grants?: readonly string[] };
  'schema-missing/table': Nothing;
  'schema-missing/migrations': { readonly names: readonly string[] };
  'schema-newer': Nothing;
  'unique-index-missing': { readonly names: string; readonly statements: readonly string[] };
  'tables-elsewhere': { readonly schemas: readonly string[] };
  'database-too-old': { readonly version: number; readonly oldest: number };
  'database-read-only': Nothing;
  'database-full': Nothing;
  'database-files': OfCode;
  'database-encoding': Nothing;
  'database-locked': { readonly relation: string | null };
  'database-timeout': Nothing;
  'database-busy/pooler': Nothing;
  'database-busy/connections': { readonly connections: number; readonly seconds: number };
  'database-busy/server': OfCode;
  'database-tls/none': Nothing;
  'database-tls/untrusted': OfCode;
  'database-unreachable/network': OfCode;
  'database-unreachable/silent': Nothing;
  'database-unreachable/kind': { readonly kind: string };
  'database-undone': Nothing;
  'database-refused': { readonly rule: string };
  'embedded-database': { readonly folder: string };
  'database-not-embedded': Nothing;
}
