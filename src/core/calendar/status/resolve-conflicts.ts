import { ConfigurationError, saying } from '../../errors.js';
import type { SyncOptions } from '../../options/sync-options.js';
import type { HeldConflictDetail } from '../../results/status-result.js';
import type { FieldChoices } from '../model/sync-rules.js';

type Side = FieldChoices[string];
type Decisions = SyncOptions['decisions'];
/** What is held; what each side says is not asked for. */
type HeldConflict = Omit<HeldConflictDetail, 'values'>;

/** The arguments: which conflicts, and which side is right. */
export interface Choice {
  /** A conflict's id or its beginning; null = not given. */
  readonly id: string | null;
  readonly all: boolean;
  readonly take: Side | null;
  /** Takes precedence over `take`. */
  readonly fields: FieldChoices;
}

/** The held conflicts that are meant. Throws ConfigurationError (exit 2) unless it is exactly one, or all are asked for. */
export function chooseConflicts<Held extends HeldConflict>(
  held: readonly Held[],
  { id, all }: Pick<Choice, 'id' | 'all'>,
): readonly Held[] {
  if (all) return held;
  const exact = held.filter((conflict) => conflict.id === id);
  const found = exact.length === 1 ? exact : held.filter((conflict) => id !== null && conflict.id.startsWith(id));
  if (found.length === 1) return found;
  if (found.length === 0) throw new ConfigurationError(saying('conflict-unknown/none', {}));
  throw new ConfigurationError(saying('conflict-unknown/several', { count: found.length }));
}

/** The decisions for a sync; throws ConfigurationError (exit 2) that names each undecided field. */
export function decide(chosen: readonly HeldConflict[], { take, fields }: Choice): Decisions {
  const unknown = Object.keys(fields).filter((field) => !chosen.some((conflict) => conflict.fields.includes(field)));
  const open = chosen.flatMap((conflict) =>
    conflict.fields
      .filter((field) => fields[field] === undefined && take === null)
      .map((field) => ({ bookingId: conflict.bookingId, field })),
  );
  if (unknown.length + open.length > 0) {
    const [first] = chosen;
    const params = { id: first?.id ?? 'ID', fields: first?.fields ?? [], unknown, open };
    throw new ConfigurationError(saying('conflict-undecided', params));
  }
  return new Map(chosen.map((conflict) => [conflict.bookingId, sidesOf(conflict, take, fields)]));
}

function sidesOf({ fields: disputed }: HeldConflict, take: Side | null, fields: FieldChoices): Side | FieldChoices {
  const choices = Object.fromEntries(
    disputed.flatMap((field) => {
      const side = fields[field] ?? take;
      return side === null ? [] : [[field, side] as const];
    }),
  );
  const sides = new Set(Object.values(choices));
  const [only] = sides;
  return sides.size === 1 && only !== undefined ? only : choices;
}

/** A person's answers as decisions. */
export function decisionsOf(
  answers: readonly { readonly conflict: HeldConflict; readonly fields: FieldChoices }[],
): Decisions {
  return new Map(answers.map(({ conflict, fields }) => [conflict.bookingId, sidesOf(conflict, null, fields)]));
}

interface Typed {
  readonly id: string | undefined;
  readonly all: boolean;
  readonly take: Side | undefined;
  /** Each as `title=google`. */
  readonly fields: readonly string[] | undefined;
}

/** Reads the arguments; throws ConfigurationError (exit 2) for a field that is not of the form `title=google`. */
export function readChoice({ id, all, take, fields = [] }: Typed): Choice {
  const read = fields.map((text) => /^([a-z]+)=(google|database)$/.exec(text.trim()));
  if (read.includes(null)) {
    throw new ConfigurationError(saying('usage/choice', {}));
  }
  const choices = Object.fromEntries(read.map((found) => [found?.[1] ?? '', found?.[2] as Side]));
  return { id: id ?? null, all, take: take ?? null, fields: choices };
}

/** The options of the sync that applies the decisions: all other conflicts stay held. */
export function optionsFor(chosen: readonly HeldConflict[], decisions: Decisions, options: SyncOptions): SyncOptions {
  const [first, ...others] = new Set([...options.calendarIds, ...chosen.map(({ calendarId }) => calendarId)]);
  return { ...options, calendarIds: [first ?? 'primary', ...others], policy: 'hold', decisions };
}

/** No arguments, and no terminal to ask in. */
export function undecided(): ConfigurationError {
  return new ConfigurationError(saying('usage/undecided', {}));
}
