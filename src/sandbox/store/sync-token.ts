import { createHash, randomBytes } from 'node:crypto';

/** The contents of a sync token: up to which change a listing was complete, and for which query. */
interface SyncToken {
  readonly generation: string;
  readonly calendarId: string;
  readonly seq: number;
  readonly key: string;
  /** When it was issued, epoch ms. */
  readonly at: number;
}

/** A short name for a query; equal queries have equal keys. */
export function queryKey(parts: unknown): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 16);
}

/** The opaque text of a token. It differs each time, because clients may not compare tokens. */
export function encodeSyncToken({ generation, calendarId, seq, key, at }: SyncToken): string {
  const nonce = randomBytes(3).toString('hex');
  return Buffer.from(JSON.stringify([generation, calendarId, seq, key, nonce, at])).toString('base64url');
}

/** Decodes a token; undefined for any other text. */
export function decodeSyncToken(text: string): SyncToken | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    if (!Array.isArray(value)) return undefined;
    const [generation, calendarId, seq, key, , at] = value as unknown[];
    if (typeof generation !== 'string' || typeof calendarId !== 'string') return undefined;
    if (typeof seq !== 'number' || typeof key !== 'string') return undefined;
    // Tokens of an earlier version have no time.
    return { generation, calendarId, seq, key, at: typeof at === 'number' ? at : Number.POSITIVE_INFINITY };
  } catch {
    return undefined;
  }
}
