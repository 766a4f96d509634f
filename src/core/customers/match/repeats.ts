import { hashOf } from '../model/hash.js';
import type { MatchKeys } from './match-keys.js';

export type KeyKind = 'email' | 'phone' | 'name';

/** Keys and blocks that occur in some rows for the second time or more. */
export interface Repeats {
  readonly keys: (readonly [KeyKind, string])[];
  readonly blocks: number[];
}

/** The bits for the keys and blocks of a row: with this many, few are flagged by chance. */
const perRow = 11 * 12;
/** Sixteen megabytes at most, for a file of any size. */
const mostBits = 27;

/** Finds keys and blocks that occurred before in a file, so that only flagged ones have to be looked up. */
export class RepeatWatch {
  readonly #seen: SeenBefore;

  constructor(rows: number) {
    this.#seen = new SeenBefore(rows);
  }

  note({ email, phone, nameAddress, further, blocks }: MatchKeys, repeats: Repeats): void {
    if (email !== null && this.#seen.again(hashOf(email, 1))) repeats.keys.push(['email', email]);
    if (phone !== null && this.#seen.again(hashOf(phone, 2))) repeats.keys.push(['phone', phone]);
    if (nameAddress !== null && this.#seen.again(hashOf(nameAddress, 3))) repeats.keys.push(['name', nameAddress]);
    for (const one of further) {
      const kind = one.startsWith('email') ? 'email' : 'phone';
      const key = one.slice(6);
      if (this.#seen.again(hashOf(key, kind === 'email' ? 1 : 2))) repeats.keys.push([kind, key]);
    }
    for (const block of blocks) if (this.#seen.again(block)) repeats.blocks.push(block);
  }
}

/**
 * A set of hashes in memory that does not grow with the file. A new hash may count as seen by chance; a seen one is
 * never missed.
 */
export class SeenBefore {
  readonly #bits: number;
  readonly #mask: number;
  readonly #seen: Uint32Array;

  constructor(rows: number) {
    this.#bits = Math.min(mostBits, Math.max(12, Math.ceil(Math.log2(rows * perRow + 1))));
    this.#mask = 2 ** this.#bits - 1;
    this.#seen = new Uint32Array(2 ** (this.#bits - 5));
  }

  /** Whether it was in the set; adds it. */
  again(hash: number): boolean {
    const bit = this.#place(hash);
    const mask = 1 << (bit & 31);
    const before = this.#seen[bit >>> 5] ?? 0;
    this.#seen[bit >>> 5] = before | mask;
    return (before & mask) !== 0;
  }

  has(hash: number): boolean {
    const bit = this.#place(hash);
    return ((this.#seen[bit >>> 5] ?? 0) & (1 << (bit & 31))) !== 0;
  }

  #place(hash: number): number {
    return (hash ^ (hash >>> this.#bits)) & this.#mask;
  }
}
