import type { Complaint } from './complaints.js';

type Nothing = Readonly<Record<never, never>>;

type OfFlag = {
  readonly flag: string;
};

/** A setting that is wrong, and how it may look. */
type WrongSetting = Complaint & {
  readonly name: string;
  readonly example: string;
};

/** A flag that is wrong. */
type WrongFlag = Complaint & {
  readonly flag: string;
};

type Use = {
  readonly purpose: string;
  readonly pid: number;
  readonly folder: string;
};

/** What is wrong with one field of a request; an empty path is the whole body. */
type WrongField = Complaint & {
  readonly path: string;
};

/** What is wrong with words that were typed, with a request, or with how the program is set up. */
export interface UsageFailures {
  'interrupted/kept': { readonly signal: string };
  'interrupted/undone': { readonly signal: string };
  'run-unknown/none': Nothing;
  'run-unknown/several': { readonly count: number; readonly ids: readonly string[] };
  'item-unknown/none': Nothing;
  'item-unknown/several': { readonly count: number; readonly ids: readonly string[] };
  'conflict-unknown/none': Nothing;
  'conflict-unknown/several': { readonly count: number };
  'conflict-undecided': {
    readonly id: string;
    readonly fields: readonly string[];
    readonly unknown: readonly string[];
    readonly open: readonly { readonly field: string; readonly bookingId: string }[];
  };
  'usage/choice': Nothing;
  'usage/undecided': Nothing;
  'usage/account': { readonly address: string };
  'usage/duration': OfFlag;
  'usage/only-csv': OfFlag & { readonly format: string };
  'usage/two-files': { readonly file: string; readonly output: string };
  'usage/subject-as-file': { readonly file: string };
  'usage/no-file-name': Nothing;
  'usage/no-command': { readonly typed: string; readonly near: readonly string[] };
  'usage/unknown-flags': {
    readonly command: string;
    readonly flags: readonly string[];
    readonly near: readonly string[];
  };
  'usage/unexpected-words': { readonly command: string; readonly words: readonly string[] };
  'usage/missing-words': { readonly command: string; readonly names: readonly string[] };
  'usage/wrong-value': { readonly command: string; readonly flag: string; readonly allowed: readonly string[] };
  'usage/missing-value': { readonly command: string; readonly flag: string };
  'usage/once': { readonly command: string; readonly flag: string };
  'usage/missing-flags': { readonly command: string; readonly flags: readonly string[] };
  'usage/not-together': { readonly command: string; readonly flags: readonly string[] };
  'usage/no-whole-number': OfFlag & {
    readonly command: string;
    readonly least: string | null;
    readonly most: string | null;
  };
  'page-elsewhere': { readonly path: string };
  'confirmation-missing': Nothing;
  'not-confirmed': Nothing;
  'confirmation-idle/no-sync': Nothing;
  'confirmation-idle/no-bookings': Nothing;
  'env-file-unreadable': Nothing;
  'google-credentials-missing': Nothing;
  'too-little-memory': Nothing;
  'cannot-listen/server': { readonly host: string; readonly port: number; readonly reason: string | null };
  'cannot-listen/database': { readonly port: number; readonly reason: string | null };
  'booking-not-ours': Nothing;
  'database-not-embedded': Nothing;
  internal: Nothing;
  'event-ids-used-up': Nothing;

  configuration: { readonly problems: readonly WrongSetting[] };
  'token-missing/host': { readonly host: string };
  'token-missing/setting': { readonly setting: string };
  'usage/schedule': Nothing;
  'usage/options': { readonly command: string; readonly problems: readonly WrongFlag[] };
  'usage/library': { readonly problems: readonly WrongField[] };
  'usage/other': { readonly command: string; readonly words: string };
  'sandbox-damaged': { readonly path: string; readonly line: number };
  'cannot-listen/sandbox': { readonly port: number; readonly reason: string | null };
  'folder-in-use/sandbox': Use;
  'folder-in-use/database': Use;
  'nothing-to-undo': Nothing;
  'run-missing': Nothing;
  'not-confirmed/reading': Nothing;
  'not-confirmed/undo': Nothing;
  'sync-first': { readonly run: string; readonly events: number };
  'too-many-removals/undo': {
    readonly kind: 'customer' | 'booking' | 'event';
    readonly removed: number;
    readonly total: number;
    readonly run: string;
    /** The limit that would do for each kind. */
    readonly most: number;
  };
  'busy/not-ended': Nothing;

  'not-found': Nothing;
  'method-not-allowed': { readonly methods: readonly string[] };
  'invalid-input': { readonly problems: readonly WrongField[]; readonly count: number };
  'malformed-json/unreadable': { readonly at: number | null };
  'malformed-json/twice': Nothing;
  'malformed-request': Nothing;
  'malformed-request/headers': Nothing;
  'malformed-request/slow': Nothing;
  'malformed-request/coding': Nothing;
  'expectation-unknown': Nothing;
  'malformed-json/deep': { readonly most: number };
  'body-too-large/names': { readonly most: number };
  'body-too-large/values': { readonly most: number };
  'body-too-large': { readonly bytes: number };
  'body-broken-off': Nothing;
  'body-broken-off/form': Nothing;
  'body-too-slow': Nothing;
  'unsupported-media-type': { readonly types: readonly string[] };
  'unsupported-media-type/compressed': Nothing;
  'unsupported-media-type/form': Nothing;
  'busy/bodies': Nothing;
  'busy/import': Nothing;
  'client-gone': Nothing;
  'too-many-requests': { readonly most: number };
  'token-missing/request': Nothing;
  'token-wrong': Nothing;
  'token-needed': Nothing;
  'strange-origin': Nothing;
  'strange-origin/form': Nothing;
  'form-unknown': Nothing;
  'channel-unknown': Nothing;
  'run-unknown': Nothing;
  'plan-unknown': Nothing;
  'customer-unknown': Nothing;
  'rejects-missing': Nothing;
  'file-missing': Nothing;
  'times-wrong': Nothing;
  'booking-changed': Nothing;
  stale: Nothing;
  unreachable: Nothing;
  'unreachable/slow': Nothing;
  'internal/server': Nothing;
}
