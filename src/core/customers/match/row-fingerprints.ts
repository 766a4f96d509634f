import { giveWay, mustGiveWay } from '../../give-way.js';
import { hashOf } from '../model/hash.js';
import { Numbers } from '../values/numbers.js';
import { canBeAlike, type MatchKeys, type NameLetters } from './match-keys.js';
import { SeenBefore } from './repeats.js';

/** The three keys of a row, and of its further ones so many. */
const keys = 6;
const blocks = 8;
/** What is kept of a row: its number, its name's letters, a hash of each key, and its blocks; 0 where there is none. */
const head = 3;
const width = head + keys + blocks;
/** How many of the rows before it a row is compared with, as in an import. */
const nearest = 3;

/** The clock is looked at once in so many numbers: 128 rows. */
const often = 128 * width;

/** So many rows' hashes are in hand at once, or a few more. */
const part = 100_000;

/** Which rows of a file have to be looked at a second time; never too few, and by chance some more. */
interface Suspects {
  /** Rows that have a key of another row. */
  readonly sharing: ReadonlySet<number>;
  /** A row and an earlier one beside it, whose names can be alike, one pair after the other. */
  readonly near: Numbers;
}

/** Remembers 68 bytes of each row, so that only rows which may belong together have to be read again. */
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

  /** Nothing may be noted meanwhile: others have their turn in between. */
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
  /** Hashes of which these bits are so. */
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

/** Compares a row with the nearest that had the block before, and puts it among them. */
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

function lettersAt(prints: Int32Array, at: number): NameLetters {
  return { once: prints[at + 1] as number, twice: prints[at + 2] as number };
}
