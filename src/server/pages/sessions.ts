import { createHash, createHmac, randomBytes } from 'node:crypto';
import { isSame } from '../http/bearer.js';

/** Milliseconds until a user has to log in again. */
const lasts = 12 * 3_600_000;
/** Only repeated logins create more sessions; the oldest ends. */
const most = 1_000;

/** The sessions of logged-in users. Only fingerprints of the ids are stored, and only while the server runs. */
export class Sessions {
  readonly #ends = new Map<string, number>();
  readonly #secret = randomBytes(32);
  readonly #now: () => number;
  #key: string | null;

  /** `key` logs in once, for the user who started the program. */
  constructor(key: string | null, now: () => number = Date.now) {
    this.#key = key;
    this.#now = now;
  }

  /** A new session, whether or not the browser had one. */
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

  /** Whether the text is the key, which is then used up. */
  takeKey(shown: string): boolean {
    if (this.#key === null || !isSame(shown, this.#key)) return false;
    this.#key = null;
    return true;
  }

  /** The token in this session's forms: another site cannot know it. */
  formToken(id: string): string {
    return createHmac('sha256', this.#secret).update(id).digest('base64url');
  }

  isFormToken(id: string, shown: string): boolean {
    return isSame(shown, this.formToken(id));
  }
}

export const newSecret = (): string => randomBytes(32).toString('base64url');
const fingerprint = (id: string) => createHash('sha256').update(id).digest('base64url');
