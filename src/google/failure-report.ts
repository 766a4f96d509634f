import { readHeader } from './read-header.js';

/** The facts of a failed request that are safe to keep: not its address, headers and body, and not the body of the reply. */
export interface FailureReport {
  /** Which server was asked: the Calendar API, or the token endpoint. */
  readonly origin: 'api' | 'token';
  /** The HTTP status; null when no reply came. */
  readonly status: number | null;
  /** Every reason given, the most specific first: Google's, OAuth's `error`, or the network's error code. */
  readonly reasons: readonly string[];
  /** The parameter or header that Google names. */
  readonly location: string | null;
  /** Google's sentence, shortened, without quotations, mail addresses, and words that could be keys. For DEBUG only. */
  readonly message: string;
  /** Whether the reply is an error document of Google, and not a page of a proxy. */
  readonly spokenByGoogle: boolean;
  /** How long Google asks to wait. */
  readonly retryAfterMs: number | null;
}

/** Reads the error that the HTTP client threw; `now` is needed for a Retry-After that is a date (RFC 9110, section 10.2.3). */
export function reportFailure(thrown: unknown, origin: FailureReport['origin'], now: Date): FailureReport {
  const error = asRecord(thrown);
  const response = asRecord(error.response);
  const status = typeof response.status === 'number' ? response.status : null;
  const body = asRecord(response.data);
  const said = asRecord(body.error);
  const first = asRecord(asList(said.errors)[0]);
  const reasons = status === null ? networkReasons(error) : bodyReasons(body, said);
  return {
    origin,
    status,
    reasons,
    location: asText(first.location),
    message: maskText(asText(said.message) ?? asText(body.error_description) ?? ''),
    spokenByGoogle: body.error !== undefined,
    retryAfterMs: readRetryAfter(readHeader(response.headers, 'retry-after'), now),
  };
}

/** Reports a reply with a good status whose body cannot come from Google: it is cut off, or an HTML page. */
export function reportUnreadable(status: number): FailureReport {
  const nothing = { location: null, message: '', spokenByGoogle: false, retryAfterMs: null };
  return { origin: 'api', status, reasons: ['unreadable'], ...nothing };
}

/** Tells whether the reply names something, in `location` or in its sentence. */
export function isInReply(report: FailureReport, pattern: RegExp): boolean {
  return pattern.test(report.location ?? '') || pattern.test(report.message);
}

/** Removes quotations, mail addresses, tokens, and words long enough to be a key from a sentence, and shortens it. */
function maskText(text: string): string {
  return text
    .slice(0, 4_000)
    .replace(/(["'`]).*?\1/gs, '"…"')
    .replace(/\bya29\.[\w.-]+/g, '…')
    .replace(/(?<![^\s<>"'(),;:])[^\s<>"'(),;:]+@[^\s<>"'(),;:]+/g, '…@…')
    .replace(/[\w+/=.-]{40,}/g, '…')
    .slice(0, 200);
}

/** Older replies have `errors[].reason`, newer ones `details[].reason` (AIP-193); OAuth has a word in `error`. */
function bodyReasons(body: Record<string, unknown>, said: Record<string, unknown>): string[] {
  const listed = [...asList(said.errors), ...asList(said.details)].map((entry) => asText(asRecord(entry).reason));
  return [asText(body.error), ...listed, asText(said.status)].filter((reason) => reason !== null);
}

function networkReasons(error: Record<string, unknown>): string[] {
  const codes = [asText(error.code), asText(asRecord(error.cause).code), asText(error.type)];
  return codes.filter((code) => code !== null);
}

function readRetryAfter(header: string | null, now: Date): number | null {
  if (header === null || header.trim() === '') return null;
  const seconds = Number(header);
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - now.getTime();
  return Number.isNaN(ms) ? null : Math.max(0, ms);
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function asText(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
