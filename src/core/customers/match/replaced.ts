import { hashOf } from '../model/hash.js';
import { foldName } from '../values/fold-name.js';
import type { KeptField } from '../values/note-lines.js';
import { foldAddress } from './match-keys.js';
import type { PlannedChange } from './planned-change.js';
import type { RowDecision } from './row-decision.js';

/** How many values of each field an import puts in place of others. */
type Replaced = Readonly<Record<KeptField | 'notes', number>>;

/** What the decisions about a file do to customers that RenOS has. */
export interface Replacements {
  readonly replaced: Replaced;
  /** Customers that get another given name. */
  readonly renamed: number;
  /** Values that another customer of these had before: a column that was sorted alone is all such. */
  readonly moved: Replaced;
  /** Rows that may be a customer and are left to a person, and those of a list without names that are none's. */
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

/** Counts what is replaced, in some bytes for each value; who wants the values is told each of them. */
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
      // Many customers may have the same note, and go from one to the next: "called" is no other one's.
      const theirs = field === 'notes' ? unique(after) : after;
      moved[field] = theirs.filter((print) => before.has(print)).length;
    }
    return { replaced: this.#counts, renamed: this.#renamed, moved, held: this.#held };
  }
}

/** Takes out what is not to be written after all. */
export function withoutChanges(all: Replacements, left: readonly PlannedChange[]): Replacements {
  const replaced = { ...all.replaced } as Record<keyof Replaced, number>;
  for (const { kind, action, before, after } of left) {
    if (kind !== 'customer' || action !== 'update') continue;
    for (const field of fields) {
      const [from, to] = [before?.[field], after[field]];
      if (typeof from !== 'string' || from === '' || typeof to !== 'string') continue;
      // Notes that only grew replaced nothing.
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
