import { giveWay, mustGiveWay } from '../../give-way.js';
import { hashOf } from '../model/hash.js';
import { Numbers } from '../values/numbers.js';
import { canBeAlike, type MatchKeys } from './match-keys.js';
import { SeenBefore } from './repeats.js';

/** The three keys of a row, and this many of its additional ones. */
const keys = 6;
const blocks = 8;
/** The data of a row: its number, its name's letters, a hash of each key, and its blocks; 0 for an absent one. */
const head = 3;
const width = head + keys + blocks;
/** How many earlier rows a row is compared with, as in an import. */
const nearest = 3;

/** The clock is checked after this many numbers: 128 rows. */
const often = 128 * width;

/** About this many rows' hashes are held in memory at once. */
const part = 100_000;

/** Rows of a file that must be read a second time: all that may match, and a few more by chance. */
interface Suspects {
  /** Rows that share a key with another row. */
  readonly sharing: ReadonlySet<number>;
  /** Pairs of a row and an earlier one with a similar name, one pair after the other. */
  readonly near: Numbers;
}

/** Keeps 68 bytes of each row, so that only rows which may belong together have to be read again. */
export class RowFingerprints {
  readonly #prints = new Numbers(1024 * width);

  note(seq: number, { email, phone, nameAddress, further, blocks: near, letters }: MatchKeys): void {
    const prints = this.#prints;
    prints.push(seq);
    prints.push(letters.once);
    prints.push(letters.twice);
    prints.push(email === null ? 0 : hashOf(email, 1) || 1);
    prints.push(phone === null ? 0 : hashOf(phone, 2) || 1);
    prints.push(nameAddress === null ? 0 : hashOf(nameAddress, 3) || 1);
    for (let index = 3; index < keys; index += 1) {
      const key = further[index - 3];
      prints.push(key === undefined ? 0 : hashOf(key.slice(6), key.startsWith('email') ? 1 : 2) || 1);
    }
    for (let index = 0; index < blocks; index += 1) prints.push(index < near.length ? near[index] || 1 : 0);
  }

  /** No row may be added meanwhile: other work runs in between. */
  async suspects(): Promise<Suspects> {
    const prints = this.#prints.all();
    const rows = prints.length / width;
    const seen = new SeenBefore(rows);
    const again = new SeenBefore(rows);
    for (let at = 0; at < prints.length; at += width) {
      if (at % often === 0 && mustGiveWay()) await giveWay();
      for (let place = at + head; place < at + width; place += 1) {
        const hash = prints[place] as number;
        if (hash !== 0 && seen.again(hash)) again.again(hash);
      }
    }
    const suspects = { sharing: new Set<number>(), near: new Numbers(1024) };
    const mask = 2 ** Math.ceil(Math.log2(Math.max(1, rows / part))) - 1;
    for (let bits = 0; bits <= mask; bits += 1) await look(prints, { again, mask, bits }, suspects);
    return suspects;
  }
}

interface Part {
  readonly again: SeenBefore;
  /** Only hashes with these bits. */
  readonly mask: number;
  readonly bits: number;
}

async function look(
  prints: Int32Array,
  { again, mask, bits }: Part,
  to: { sharing: Set<number>; near: Numbers },
): Promise<void> {
  const first = new Map<number, number>();
  const before = new Map<number, number[]>();
  for (let at = 0; at < prints.length; at += width) {
    if (at % often === 0 && mustGiveWay()) await giveWay();
    for (let place = at + head; place < at + width; place += 1) {
      const hash = prints[place] as number;
      if (hash === 0 || (hash & mask) !== bits || !again.has(hash)) continue;
      if (place >= at + head + keys) {
        const others = before.get(hash);
        if (others === undefined) before.set(hash, [at]);
        else compare(prints, at, others, to.near);
        continue;
      }
      const seq = prints[at] as number;
      const other = first.get(hash);
      if (other === undefined) first.set(hash, seq);
      else to.sharing.add(other).add(seq);
    }
  }
}

/** Compares a row with the nearest earlier rows of its block, and adds it to them. */
function compare(prints: Int32Array, at: number, others: number[], near: Numbers): void {
  if (others.at(-1) === at) return;
  for (const other of others) {
    if (!canBeAlike(lettersAt(prints, at), lettersAt(prints, other))) continue;
    near.push(prints[at] as number);
    near.push(prints[other] as number);
  }
  others.push(at);
  if (others.length > nearest) others.shift();
}

function lettersAt(prints: Int32Array, at: number) {
  return { once: prints[at + 1] as number, twice: prints[at + 2] as number };
}
