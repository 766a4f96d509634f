import { createHash, randomBytes } from 'node:crypto';

/** What a sync token says: up to which change a listing was complete, and for which query. */
interface SyncToken {
  readonly generation: string;
  readonly calendarId: string;
  readonly seq: number;
  readonly key: string;
  /** When it was given, epoch ms. */
  readonly at: number;
}

/** A short name for a query; equal queries have equal keys. */
export function queryKey(parts: unknown): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 16);
}

/** The opaque text of a token. It differs each time, as clients may not compare tokens. */
export function encodeSyncToken({ generation, calendarId, seq, key, at }: SyncToken): string {
  const nonce = randomBytes(3).toString('hex');
  return Buffer.from(JSON.stringify([generation, calendarId, seq, key, nonce, at])).toString('base64url');
}

/** Reads a token back; undefined for any text that is not one. */
export function decodeSyncToken(text: string): SyncToken | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    if (!Array.isArray(value)) return undefined;
    const [generation, calendarId, seq, key, , at] = value as unknown[];
    if (typeof generation !== 'string' || typeof calendarId !== 'string') return undefined;
    if (typeof seq !== 'number' || typeof key !== 'string') return undefined;
    // Those of an earlier version do not say it.
    return { generation, calendarId, seq, key, at: typeof at === 'number' ? at : Number.POSITIVE_INFINITY };
  } catch {
    return undefined;
  }
}
