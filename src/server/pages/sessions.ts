import { createHash, createHmac, randomBytes } from 'node:crypto';
import { isSame } from '../http/bearer.js';

/** Milliseconds after which one has to log in again. */
const lasts = 12 * 3_600_000;
/** More would only be made by somebody who logs in again and again; the oldest ends. */
const most = 1_000;

/** Who is logged in to the pages. Only fingerprints of the ids are kept, and only as long as the server runs. */
export class Sessions {
  readonly #ends = new Map<string, number>();
  readonly #secret = randomBytes(32);
  readonly #now: () => number;
  #key: string | null;

  /** `key` logs in once, for the person who started the program. */
  constructor(key: string | null, now: () => number = Date.now) {
    this.#key = key;
    this.#now = now;
  }

  /** A new session, whatever the browser had before. */
  begin(): string {
    const id = newSecret();
    for (const [old, end] of this.#ends) if (end <= this.#now() || this.#ends.size >= most) this.#ends.delete(old);
    this.#ends.set(fingerprint(id), this.#now() + lasts);
    return id;
  }

  has(id: string): boolean {
    return (this.#ends.get(fingerprint(id)) ?? 0) > this.#now();
  }

  end(id: string): void {
    this.#ends.delete(fingerprint(id));
  }

  /** Whether that is the key, which is no key any more then. */
  takeKey(shown: string): boolean {
    if (this.#key === null || !isSame(shown, this.#key)) return false;
    this.#key = null;
    return true;
  }

  /** What a form of this session bears: another site cannot know it. */
  formToken(id: string): string {
    return createHmac('sha256', this.#secret).update(id).digest('base64url');
  }

  isFormToken(id: string, shown: string): boolean {
    return isSame(shown, this.formToken(id));
  }
}

export const newSecret = (): string => randomBytes(32).toString('base64url');
const fingerprint = (id: string) => createHash('sha256').update(id).digest('base64url');
