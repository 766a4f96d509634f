import type { CustomerDraft, StoredCustomer } from './customer.js';
import { foldName, type Identity, type MatchKeys, matchKeys } from './match-keys.js';
import { type FieldChanges, type MergeRules, mergeCustomer } from './merge-customer.js';
import { probable, scoreTwins } from './twin-score.js';

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
}

/** The codes of the table below; they go into journal and findings. */
export type MatchRule =
  | 'no-match'
  | 'same-email'
  | 'same-phone'
  | 'same-name-address'
  | 'probable-twin'
  | 'email-phone-conflict'
  | 'several-customers'
  | 'contradicting-match'
  | 'duplicate-refused';

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
 * | 0   | 1                | any | any | same-phone; another name and another e-mail: a probable twin  |
 * | 0   | 2+               | any | any | same-phone with the one of that name; else several-customers  |
 * | 0   | 0                | 1   | any | same-name-address; another e-mail and phone: a probable twin  |
 * | 0   | 0                | 2+  | any | several-customers: rejected                                   |
 * | 0   | 0                | 0   | yes | probable-twin, as --on-probable says                          |
 * | 0   | 0                | 0   | no  | no-match: created                                             |
 */
export function decideRows(
  rows: readonly RowToDecide[],
  customers: readonly StoredCustomer[],
  rules: MatchRules,
): readonly RowDecision[] {
  const people = new People(customers, rules.country);
  const drafts = rows.map((row) => decideRow(row, people, rules));
  return drafts.map((draft) => settle(draft, rules));
}

/** Someone whom rows can be about: a customer of RenOS, or one that an earlier row makes. */
interface Person {
  readonly id: string;
  /** null: RenOS does not have this one yet. */
  readonly stored: StoredCustomer | null;
  /** The line that made a new one. */
  readonly line: number | null;
  now: StoredCustomer;
  keys: readonly MatchKeys[];
  /** The first row that changed it. */
  firstSeq: number | null;
}

interface Draft {
  readonly row: RowToDecide;
  readonly rule: MatchRule;
  readonly person: Person | null;
  readonly outcome: 'created' | 'merged' | 'skipped' | 'rejected';
  readonly reason: string | null;
  readonly changed: boolean;
}

class People {
  readonly all: Person[] = [];
  readonly #country: string;
  readonly #byEmail = new Map<string, Person[]>();
  readonly #byPhone = new Map<string, Person[]>();
  readonly #byNameAddress = new Map<string, Person[]>();

  constructor(customers: readonly StoredCustomer[], country: string) {
    this.#country = country;
    for (const customer of customers)
      this.add({ id: customer.id, stored: customer, line: null, now: customer, keys: [], firstSeq: null });
  }

  add(person: Person): void {
    this.all.push(person);
    this.index(person);
  }

  /** Makes a person findable by what it is now; what it was before stays a way to it. */
  index(person: Person): void {
    const keys = matchKeys(person.now, this.#country);
    person.keys = [...person.keys, keys];
    this.#put(this.#byEmail, keys.email, person);
    this.#put(this.#byPhone, keys.phone, person);
    this.#put(this.#byNameAddress, keys.nameAddress, person);
  }

  find(keys: MatchKeys): { email: readonly Person[]; phone: readonly Person[]; nameAddress: readonly Person[] } {
    return {
      email: this.#get(this.#byEmail, keys.email),
      phone: this.#get(this.#byPhone, keys.phone),
      nameAddress: this.#get(this.#byNameAddress, keys.nameAddress),
    };
  }

  #put(index: Map<string, Person[]>, key: string | null, person: Person): void {
    if (key === null) return;
    const there = index.get(key);
    if (there === undefined) index.set(key, [person]);
    else if (!there.includes(person)) there.push(person);
  }

  #get(index: Map<string, Person[]>, key: string | null): readonly Person[] {
    return key === null ? [] : (index.get(key) ?? []);
  }
}

type Match =
  | { readonly rule: MatchRule; readonly person: Person; readonly doubt: string | null }
  | { readonly rule: MatchRule; readonly person: null; readonly doubt: string };

function decideRow(row: RowToDecide, people: People, rules: MatchRules): Draft {
  const keys = matchKeys(row.customer, rules.country);
  const match = findMatch(row.customer, keys, people, rules);
  if (match === null) return create(row, people, 'no-match');
  if (match.person === null) return reject(row, match.rule, match.doubt);
  if (match.doubt !== null) {
    if (rules.onProbable === 'hold')
      return reject(row, 'probable-twin', `probably ${naming(match.person)}: ${match.doubt}`);
    if (rules.onProbable === 'create')
      return create(row, people, 'probable-twin', `perhaps ${naming(match.person)}: ${match.doubt}`);
  }
  return merge(row, match.person, match.rule, people, rules);
}

function findMatch(customer: CustomerDraft, keys: MatchKeys, people: People, rules: MatchRules): Match | null {
  const { email, phone, nameAddress } = people.find(keys);
  if (email.length > 0) return byEmail(customer, email, phone);
  if (phone.length > 0) return byPhone(customer, phone, nameAddress);
  if (nameAddress.length > 1) return severalCustomers('name and address', nameAddress);
  const [namesake] = nameAddress;
  if (namesake !== undefined) {
    const other = differs(keys, namesake, 'email') && differs(keys, namesake, 'phone');
    return {
      rule: 'same-name-address',
      person: namesake,
      doubt: other ? 'same name and address, but another e-mail and phone' : null,
    };
  }
  return findTwin(customer, people, rules);
}

function byEmail(customer: CustomerDraft, email: readonly Person[], phone: readonly Person[]): Match {
  const both = email.filter((person) => phone.includes(person));
  const [one] = both.length === 1 ? both : email.length === 1 && phone.length === 0 ? email : [];
  if (one !== undefined) return { rule: 'same-email', person: one, doubt: null };
  const exact = email.filter((person) => person.now.email === customer.email);
  if (exact.length === 1 && exact[0] !== undefined && (phone.length === 0 || both.length > 0))
    return { rule: 'same-email', person: exact[0], doubt: null };
  if (both.length === 0 && phone.length > 0) {
    const [mailed] = email;
    const [phoned] = phone;
    const who = mailed === undefined || phoned === undefined ? '' : `: ${naming(mailed)} and ${naming(phoned)}`;
    return { rule: 'email-phone-conflict', person: null, doubt: `e-mail and phone belong to two customers${who}` };
  }
  return severalCustomers('e-mail', email);
}

function byPhone(customer: CustomerDraft, phone: readonly Person[], nameAddress: readonly Person[]): Match {
  const narrowed = narrow(customer, phone, nameAddress);
  if (narrowed === null) return severalCustomers('phone', phone);
  const otherEmail = customer.email !== null && narrowed.now.email !== null;
  const stranger = otherEmail && !namesMeet(customer, narrowed.now);
  return { rule: 'same-phone', person: narrowed, doubt: stranger ? 'same phone, but another name and e-mail' : null };
}

function narrow(customer: CustomerDraft, found: readonly Person[], nameAddress: readonly Person[]): Person | null {
  if (found.length === 1) return found[0] ?? null;
  const named = found.filter((person) => nameAddress.includes(person));
  const alike =
    named.length > 0 ? named : found.filter((person) => foldName(person.now.name) === foldName(customer.name));
  return alike.length === 1 ? (alike[0] ?? null) : null;
}

/** Whether two customers' names share a word of three letters or more, or one company. */
function namesMeet(one: CustomerDraft, other: CustomerDraft): boolean {
  const words = (customer: CustomerDraft) =>
    foldName(`${customer.name} ${customer.companyName ?? ''}`)
      .split(' ')
      .filter((word) => word.length > 2);
  const these = new Set(words(one));
  return (
    words(other).some((word) => these.has(word)) ||
    scoreTwins(
      { ...one, email: null, address: null, phone: '+4520304050' },
      { ...other, email: null, address: null, phone: '+4520304051' },
      'DK',
    ).score >= probable
  );
}

function differs(keys: MatchKeys, person: Person, key: 'email' | 'phone'): boolean {
  const mine = keys[key];
  return (
    mine !== null &&
    person.keys.some((theirs) => theirs[key] !== null) &&
    !person.keys.some((theirs) => theirs[key] === mine)
  );
}

function findTwin(customer: CustomerDraft, people: People, rules: MatchRules): Match | null {
  let best: { person: Person; score: number; why: string } | null = null;
  for (const person of people.all) {
    const { score, reasons } = scoreTwins(customer as Identity, person.now, rules.country);
    if (score >= probable && (best === null || score > best.score))
      best = { person, score, why: `${reasons.join(', ')} (${score})` };
  }
  return best === null ? null : { rule: 'probable-twin', person: best.person, doubt: best.why };
}

function severalCustomers(what: string, found: readonly Person[]): Match {
  return {
    rule: 'several-customers',
    person: null,
    doubt: `the ${what} fits ${found.length} customers: ${found.slice(0, 3).map(naming).join(', ')}`,
  };
}

function naming(person: Person): string {
  return person.stored === null ? `the customer of line ${person.line}` : `customer ${person.id}`;
}

function create(row: RowToDecide, people: People, rule: MatchRule, reason: string | null = null): Draft {
  const now = { ...row.customer, id: row.newId };
  const person: Person = { id: row.newId, stored: null, line: row.line, now, keys: [], firstSeq: row.seq };
  people.add(person);
  return { row, rule, person, outcome: 'created', reason, changed: true };
}

function reject(row: RowToDecide, rule: MatchRule, reason: string | null): Draft {
  return { row, rule, person: null, outcome: 'rejected', reason, changed: false };
}

function merge(row: RowToDecide, person: Person, rule: MatchRule, people: People, rules: MatchRules): Draft {
  const fromFile = person.stored === null;
  const merged = mergeCustomer(person.now, row.customer, rules);
  const changed = Object.keys(merged.changes).length > 0;
  // One row a booking repeats its customer: that is how such files are, not a duplicate.
  const repeats = fromFile && !changed && row.hasBookings;
  if (!repeats && rules.onDuplicate === 'error')
    return reject(row, 'duplicate-refused', `is ${naming(person)} already`);
  if (!repeats && rules.onDuplicate === 'skip')
    return { row, rule, person, outcome: 'skipped', reason: null, changed: false };
  if (changed) {
    person.now = merged.customer;
    people.index(person);
    person.firstSeq ??= row.seq;
  }
  const lowered = merged.lowered.length === 0 ? null : `${merged.lowered.join(', ')} lower than what is known`;
  const twice = fromFile && !row.hasBookings ? `the same customer as line ${person.line}` : null;
  return { row, rule, person, outcome: 'merged', reason: twice ?? lowered, changed };
}

/** Now that all rows were seen, the first row of each customer carries what becomes of it. */
function settle(draft: Draft, rules: MatchRules): RowDecision {
  const { row, person, rule, reason } = draft;
  const base = { seq: row.seq, line: row.line, rule, reason, create: null, update: null };
  if (person === null || draft.outcome === 'rejected') return { ...base, outcome: 'rejected', customerId: null };
  if (draft.outcome === 'skipped') return { ...base, outcome: 'skipped', customerId: person.id };
  const isFirst = person.firstSeq === row.seq;
  if (person.stored === null) {
    const { id: _, ...customer } = person.now;
    if (isFirst) return { ...base, outcome: 'created', customerId: person.id, create: customer };
    return { ...base, outcome: draft.changed ? 'updated' : 'unchanged', customerId: person.id };
  }
  const { changes } = mergeCustomer(person.stored, person.now, { ...rules, mode: 'overwrite' });
  const differsNow = Object.keys(changes).length > 0;
  if (!differsNow || !draft.changed) return { ...base, outcome: 'unchanged', customerId: person.id };
  return { ...base, outcome: 'updated', customerId: person.id, update: isFirst ? changes : null };
}
