type Nothing = Readonly<Record<never, never>>;

type OfCode = {
  /** An SQLSTATE, or the network's, a file's or the driver's code. */
  readonly code: string;
};

/** What is wrong with a parameter of DATABASE_URL. */
type ParameterProblem =
  | { readonly is: 'file-unreadable' | 'no-pem'; readonly path: string }
  | { readonly is: 'no-setting' }
  | { readonly is: 'no-choice'; readonly words: readonly string[] }
  | { readonly is: 'no-whole-number'; readonly least: number; readonly most: number };

/** A call that failed: never its address, its body, or what an event says. */
type OfCall = {
  /** As in Google's reference: `events.list`. */
  readonly operation: string;
  readonly origin: 'api' | 'token';
  /** null: no reply came. */
  readonly status: number | null;
  /** Google's reason, or the network's code; null: none was given. */
  readonly reason: string | null;
};

type OfAccount = OfCall & {
  /** null: it is not known. */
  readonly clientEmail: string | null;
  readonly scope: string;
};

/** Why nothing of a listing may be used. */
type BrokenListing = 'no-token' | 'endless' | 'broke-off';

/** What is wrong with credentials; never their values. */
type CredentialProblem = 'no-address' | 'missing' | 'no-mail' | 'no-key';

/** What a failed call of Google or a failed statement, connection or migration means. */
export interface EdgeFailures {
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

  'google-refused-event': { readonly reason: string | null; readonly location: string | null };
  'google-denied/role': OfAccount;
  'google-denied/scope': OfAccount;
  'calendar-not-found': OfAccount;
  'google-busy': OfCall;
  'google-quota-exceeded': OfCall;
  'google-failure': OfCall;
  'google-unreachable/no-answer': OfCall;
  'google-unreachable/not-sent': OfCall;
  'google-unreadable': OfCall;
  'google-listing-broken': { readonly why: BrokenListing };
  'google-credentials-rejected/token': OfCall;
  'google-credentials-rejected/delegation': OfCall & { readonly scopes: readonly string[] };
  'google-credentials-rejected/account': OfCall;
  'google-credentials-rejected/clock': OfCall;
  'sandbox-unwritable': OfCall & { readonly file: string | null };
  'google-request-refused': OfCall;
  'google-credentials-malformed': { readonly problems: readonly CredentialProblem[] };
}
