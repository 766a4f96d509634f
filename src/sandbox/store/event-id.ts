import { randomBytes } from 'node:crypto';
import { invalid } from '../http/api-error.js';

const alphabet = '0123456789abcdefghijklmnopqrstuv';

/** A fresh event id: 26 characters of base32hex, as Google makes them. */
export function newEventId(): string {
  return [...randomBytes(26)].map((byte) => alphabet[byte % 32]).join('');
}

/** Throws a 400 unless a client's id is base32hex of 5 to 1024 characters. Source: Events: insert, `id`. */
export function checkEventId(id: unknown): string {
  if (typeof id !== 'string' || !/^[0-9a-v]{5,1024}$/.test(id)) throw invalid('Invalid resource id value.', 'id');
  return id;
}
