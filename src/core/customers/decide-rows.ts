import type { CustomerDraft } from './customer.js';
import { findMatch, type MatchRule } from './find-match.js';
import { type MatchKeys, matchKeys } from './match-keys.js';
import { type FieldChanges, type MergeRules, mergeCustomer } from './merge-customer.js';
import { type FormerKey, type KnownCustomer, naming, People, type Person } from './people.js';
import type { KeyKind } from './repeats.js';

export type DuplicatePolicy = 'update' | 'skip' | 'error';
export type ProbablePolicy = 'create' | 'update' | 'hold';

export interface MatchRules extends MergeRules {
  readonly onDuplicate: DuplicatePolicy;
  readonly onProbable: ProbablePolicy;
}

/** A row that may be a customer we have, or another row of its file. */
export interface RowToDecide {
  readonly seq: number;
  readonly line: number;
  /** The id it gets if it is new. */
  readonly newId: string;
  readonly customer: CustomerDraft;
  readonly hasBookings: boolean;
}

export type Outcome = 'created' | 'updated' | 'unchanged' | 'skipped' | 'rejected';

export interface RowDecision {
  readonly seq: number;
  readonly line: number;
  readonly outcome: Outcome;
  /** The customer that the row is about; null when it is rejected. */
  readonly customerId: string | null;
  readonly rule: MatchRule;
  /** Why it is rejected, or what a person should know. */
  readonly reason: string | null;
  /** The row's first customer change carries all of that customer's: the whole draft of a new one, or field → [from, to]. */
  readonly create: CustomerDraft | null;
  readonly update: FieldChanges | null;
  /** Keys of the row that its customer will not have any more: a second run must find it by them. */
  readonly formerly: readonly FormerKey[];
}

/**
 * Decides rows that belong together, in the order of the file. Each row is compared with the customers that RenOS has
 * and with the rows before it. E, P, N: how many are met by e-mail, phone, name + address; T: a probable twin.
 *
 * | E   | P                | N   | T   | then                                                          |
 * |-----|------------------|-----|-----|---------------------------------------------------------------|
 * | 1   | none, or that one| any | any | same-email                                                    |
 * | 1   | only others      | any | any | email-phone-conflict: rejected, never merged                  |
 * | 2+  | one of them      | any | any | same-email with that one (A@x.dk and a@x.dk can both exist)   |
 * | 2+  | otherwise        | any | any | several-customers: rejected, unless one is written just alike |
 * | 0   | 1                | any | any | same-phone; another name: a probable twin                     |
 * | 0   | 2+               | any | any | same-phone with the one of that name; else several-customers  |
 * | 0   | 0                | 1   | any | same-name-address; another e-mail and phone: a probable twin  |
 * | 0   | 0                | 2+  | any | several-customers: rejected                                   |
 * | 0   | 0                | 0   | yes | probable-twin, as --on-probable says                          |
 * | 0   | 0                | 0   | no  | no-match: created                                             |
 */
export function decideRows(
  rows: readonly RowToDecide[],
  customers: readonly KnownCustomer[],
  rules: MatchRules,
): readonly RowDecision[] {
  const people = new People(customers, rules.country);
  const drafts = rows.map((row) => decideRow(row, people, rules));
  return drafts.map((draft) => settle(draft, rules));
}

interface Draft {
  readonly row: RowToDecide;
  readonly keys: MatchKeys;
  readonly rule: MatchRule;
  readonly person: Person | null;
  readonly outcome: 'created' | 'merged' | 'skipped' | 'rejected';
  readonly reason: string | null;
  readonly changed: boolean;
}

function decideRow(row: RowToDecide, people: People, rules: MatchRules): Draft {
  const keyed = { row, keys: matchKeys(row.customer, rules.country) };
  const match = findMatch(row.customer, keyed.keys, people, rules.country);
  if (match === null) return create(keyed, people, 'no-match');
  if (match.person === null) return reject(keyed, match.rule, match.doubt);
  if (match.doubt !== null) {
    if (rules.onProbable === 'hold')
      return reject(keyed, 'probable-twin', `probably ${naming(match.person)}: ${match.doubt}`);
    if (rules.onProbable === 'create')
      return create(keyed, people, 'probable-twin', `perhaps ${naming(match.person)}: ${match.doubt}`);
  }
  return merge(keyed, { person: match.person, rule: match.rule }, people, rules);
}

type Keyed = Pick<Draft, 'row' | 'keys'>;

function create(keyed: Keyed, people: People, rule: MatchRule, reason: string | null = null): Draft {
  const { row } = keyed;
  const now = { ...row.customer, id: row.newId };
  const person: Person = { id: row.newId, stored: null, line: row.line, now, keys: [], firstSeq: row.seq };
  people.add(person);
  return { ...keyed, rule, person, outcome: 'created', reason, changed: true };
}

function reject(keyed: Keyed, rule: MatchRule, reason: string | null): Draft {
  return { ...keyed, rule, person: null, outcome: 'rejected', reason, changed: false };
}

function merge(
  keyed: Keyed,
  { person, rule }: { readonly person: Person; readonly rule: MatchRule },
  people: People,
  rules: MatchRules,
): Draft {
  const { row } = keyed;
  const fromFile = person.stored === null;
  const merged = mergeCustomer(person.now, row.customer, rules);
  const changed = Object.keys(merged.changes).length > 0;
  // One row a booking repeats its customer: that is how such files are, not a duplicate.
  const repeats = fromFile && !changed && row.hasBookings;
  if (!repeats && rules.onDuplicate === 'error')
    return reject(keyed, 'duplicate-refused', `is ${naming(person)} already`);
  if (!repeats && rules.onDuplicate === 'skip')
    return { ...keyed, rule, person, outcome: 'skipped', reason: null, changed: false };
  if (changed) {
    person.now = merged.customer;
    person.firstSeq ??= row.seq;
  }
  people.learn(person, keyed.keys, changed);
  const lowered = merged.lowered.length === 0 ? null : `${merged.lowered.join(', ')} lower than what is known`;
  const twice = fromFile && !row.hasBookings ? `the same customer as line ${person.line}` : null;
  return { ...keyed, rule, person, outcome: 'merged', reason: twice ?? lowered, changed };
}

/** Now that all rows were seen, the first row of each customer carries what becomes of it. */
function settle(draft: Draft, rules: MatchRules): RowDecision {
  const { row, person, rule, reason } = draft;
  const base = { seq: row.seq, line: row.line, rule, reason, create: null, update: null, formerly: [] };
  if (person === null || draft.outcome === 'rejected') return { ...base, outcome: 'rejected', customerId: null };
  if (draft.outcome === 'skipped') return { ...base, outcome: 'skipped', customerId: person.id };
  const formerly = formerKeys(draft.keys, person);
  const isFirst = person.firstSeq === row.seq;
  if (person.stored === null) {
    const { id: _, ...customer } = person.now;
    if (isFirst) return { ...base, outcome: 'created', customerId: person.id, create: customer, formerly };
    return { ...base, outcome: draft.changed ? 'updated' : 'unchanged', customerId: person.id, formerly };
  }
  const { changes } = mergeCustomer(person.stored, person.now, { ...rules, mode: 'overwrite' });
  const differsNow = Object.keys(changes).length > 0;
  if (!differsNow || !draft.changed) return { ...base, outcome: 'unchanged', customerId: person.id, formerly };
  return { ...base, outcome: 'updated', customerId: person.id, update: isFirst ? changes : null, formerly };
}

function formerKeys(keys: MatchKeys, person: Person): readonly FormerKey[] {
  const now = person.keys.at(-1);
  const mine: readonly (readonly [KeyKind, string | null, string | null | undefined])[] = [
    ['email', keys.email, now?.email],
    ['phone', keys.phone, now?.phone],
    ['name', keys.nameAddress, now?.nameAddress],
  ];
  return mine.flatMap(([kind, key, present]) => {
    if (key === null || key === present) return [];
    const known = person.stored?.formerly.some((former) => former.kind === kind && former.key === key) === true;
    return known ? [] : [{ kind, key }];
  });
}
