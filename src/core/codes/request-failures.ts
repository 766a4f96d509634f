import type { Complaint } from './complaints.js';

type Nothing = Readonly<Record<never, never>>;

/** An error of one field of a request; an empty path is the whole body. */
type WrongField = Complaint & {
  readonly path: string;
};

/** Why a request over HTTP fails. */
export interface RequestFailures {
  'not-found': Nothing;
  'method-not-allowed': { readonly methods: readonly string[] };
  'malformed-request': Nothing;
  'malformed-request/headers': Nothing;
  'malformed-request/slow': Nothing;
  'malformed-request/coding': Nothing;
  'expectation-unknown': Nothing;
  'invalid-input': { readonly problems: readonly WrongField[]; readonly count: number };
  'malformed-json/unreadable': { readonly at: number | null };
  'malformed-json/twice': Nothing;
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
