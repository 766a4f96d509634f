import { hashOf } from './hash.js';
import type { MatchKeys } from './match-keys.js';

export type KeyKind = 'email' | 'phone' | 'name';

/** What occurs in some rows for the second time or more. */
export interface Repeats {
  readonly keys: (readonly [KeyKind, string])[];
  readonly blocks: number[];
}

/** Keys and blocks that a row has, and bits for each of them: few are flagged by chance then. */
const perRow = 11 * 12;
/** Sixteen megabytes, whatever the file's size. */
const mostBits = 27;

/**
 * Notices keys and blocks that a file has had before, in memory that does not grow with it. One that is new may be
 * flagged by chance, one that is not never goes unnoticed: so only what is flagged has to be looked up.
 */
export class RepeatWatch {
  readonly #bits: number;
  readonly #seen: Uint32Array;

  constructor(rows: number) {
    this.#bits = Math.min(mostBits, Math.max(12, Math.ceil(Math.log2(rows * perRow + 1))));
    this.#seen = new Uint32Array(2 ** (this.#bits - 5));
  }

  note({ email, phone, nameAddress, blocks }: MatchKeys, repeats: Repeats): void {
    if (email !== null && this.#again(hashOf(email, 1))) repeats.keys.push(['email', email]);
    if (phone !== null && this.#again(hashOf(phone, 2))) repeats.keys.push(['phone', phone]);
    if (nameAddress !== null && this.#again(hashOf(nameAddress, 3))) repeats.keys.push(['name', nameAddress]);
    for (const block of blocks) if (this.#again(block)) repeats.blocks.push(block);
  }

  #again(hash: number): boolean {
    const bit = (hash ^ (hash >>> this.#bits)) & (2 ** this.#bits - 1);
    const mask = 1 << (bit & 31);
    const before = this.#seen[bit >>> 5] ?? 0;
    this.#seen[bit >>> 5] = before | mask;
    return (before & mask) !== 0;
  }
}
