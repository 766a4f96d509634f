import { hashOf } from '../model/hash.js';
import { foldName } from '../values/fold-name.js';
import type { KeptField } from '../values/note-lines.js';
import { foldAddress } from './match-keys.js';
import type { PlannedChange } from './planned-change.js';
import type { RowDecision } from './row-decision.js';

/** How many values of each field an import replaces. */
type Replaced = Readonly<Record<KeptField | 'notes', number>>;

/** Changes of a file to customers that RenOS already has. */
export interface Replacements {
  readonly replaced: Replaced;
  /** Customers that get another given name. */
  readonly renamed: number;
  /** Values that another of these customers had before: if a column was sorted alone, all are such. */
  readonly moved: Replaced;
  /** Rows that may be a customer and wait for a person, and rows without a name that match none. */
  readonly held: number;
}

const none: Replaced = { name: 0, email: 0, phone: 0, address: 0, companyName: 0, notes: 0 };
export const noReplacements: Replacements = { replaced: none, renamed: 0, moved: none, held: 0 };

const fields = Object.keys(none) as readonly (keyof Replaced)[];
const held: ReadonlySet<string> = new Set(['probable-duplicate', 'shared-phone', 'shared-email', 'customer-unknown']);

/** A value that a row of the file puts in place of another. */
export interface ReplacedValue {
  readonly line: number;
  readonly field: keyof Replaced;
  readonly from: string;
  readonly to: string;
}

/** Counts replaced values, in a few bytes each; a callback gets every value. */
export class ReplacedTally {
  readonly #tell: ((value: ReplacedValue) => void) | undefined;
  readonly #counts: Record<keyof Replaced, number> = { ...none };
  readonly #before = new Map<keyof Replaced, Set<number>>(fields.map((field) => [field, new Set()]));
  readonly #after = new Map<keyof Replaced, number[]>(fields.map((field) => [field, []]));
  #renamed = 0;
  #held = 0;

  constructor(tell?: (value: ReplacedValue) => void) {
    this.#tell = tell;
  }

  add({ line, outcome, rule, update, renamed, correctedNotes }: RowDecision): void {
    if (outcome === 'rejected' && held.has(rule)) this.#held += 1;
    if (renamed) this.#renamed += 1;
    for (const field of fields) {
      const [from, to] = (field === 'notes' ? correctedNotes : update?.[field]) ?? [null, null];
      if (typeof from !== 'string' || from === '' || typeof to !== 'string') continue;
      this.#counts[field] += 1;
      this.#tell?.({ line, field, from, to });
      this.#before.get(field)?.add(fingerprintOf(field, from));
      this.#after.get(field)?.push(fingerprintOf(field, to));
    }
  }

  /** Counts rows that equal one which was added. */
  again({ outcome, rule }: Pick<RowDecision, 'outcome' | 'rule'>, times: number): void {
    if (outcome === 'rejected' && held.has(rule)) this.#held += times;
  }

  result(): Replacements {
    const moved = { ...none } as Record<keyof Replaced, number>;
    for (const field of fields) {
      const before = this.#before.get(field) ?? new Set();
      const after = this.#after.get(field) ?? [];
      // Many customers may have the same note, such as "called": it did not move from one to another.
      const theirs = field === 'notes' ? unique(after) : after;
      moved[field] = theirs.filter((print) => before.has(print)).length;
    }
    return { replaced: this.#counts, renamed: this.#renamed, moved, held: this.#held };
  }
}

/** Subtracts the changes that will not be written. */
export function withoutChanges(all: Replacements, left: readonly PlannedChange[]): Replacements {
  const replaced = { ...all.replaced } as Record<keyof Replaced, number>;
  for (const { kind, action, before, after } of left) {
    if (kind !== 'customer' || action !== 'update') continue;
    for (const field of fields) {
      const [from, to] = [before?.[field], after[field]];
      if (typeof from !== 'string' || from === '' || typeof to !== 'string') continue;
      // Notes that were only extended replaced nothing.
      if (field === 'notes' && to.startsWith(from)) continue;
      replaced[field] = Math.max(0, replaced[field] - 1);
    }
  }
  return { ...all, replaced, renamed: Math.min(all.renamed, replaced.name) };
}

function unique(values: readonly number[]): readonly number[] {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return values.filter((value) => counts.get(value) === 1);
}

function fingerprintOf(field: keyof Replaced, value: string): number {
  return hashOf(field === 'address' ? foldAddress(value) : foldName(value), 7);
}
