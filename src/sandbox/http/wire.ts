import type { ApiError } from './api-error.js';
import type { Reply } from './call.js';

/** A request from a connection, or one part of a batch. */
export interface WireRequest {
  readonly method: string;
  /** Still URL-encoded, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

/** The reply to such a request. */
export interface WireReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Close the connection without an answer. */
  readonly drop?: boolean;
  /** Answer only after this many ms. */
  readonly delayMs?: number;
  /** Leave this part out of a batch's reply. */
  readonly omit?: boolean;
}

/** Splits a request target into path and query. */
export function readTarget(target: string): { path: string; query: URLSearchParams } {
  const at = target.indexOf('?');
  if (at < 0) return { path: target, query: new URLSearchParams() };
  return { path: target.slice(0, at), query: new URLSearchParams(target.slice(at + 1)) };
}

/** A JSON document as reply. */
export function jsonReply(status: number, body: object, headers: Record<string, string> = {}): WireReply {
  const text = JSON.stringify(body);
  return { status, headers: { 'content-type': 'application/json; charset=UTF-8', ...headers }, body: text };
}

/** A handler's reply in the form of a connection. */
export function toWire({ status, body, etag }: Reply): WireReply {
  const headers: Record<string, string> = etag === undefined ? {} : { etag };
  return body === undefined ? { status, headers, body: '' } : jsonReply(status, body, headers);
}

/** An error in the form of a connection. */
export function errorReply(error: ApiError, headers: Record<string, string> = {}): WireReply {
  return jsonReply(error.status, error.toBody(), headers);
}
