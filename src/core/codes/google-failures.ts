type Nothing = Readonly<Record<never, never>>;

/** A failed call: never its address, its body, or an event's text. */
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

/** Why no event of a listing may be used. */
type BrokenListing = 'no-token' | 'endless' | 'broke-off';

/** Errors of credentials; never their values. */
type CredentialProblem = 'no-address' | 'missing' | 'no-mail' | 'no-key';

/** The meanings of a failed call to Google. */
export interface GoogleFailures {
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
  'google-credentials-missing': Nothing;
}
