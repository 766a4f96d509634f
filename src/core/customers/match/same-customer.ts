import type { CustomerDraft } from '../model/customer.js';
import { isBroken } from '../values/clean-text.js';
import { givenNames, readPersonName } from '../values/person-name.js';
import { type NameRelation, relateNames } from '../values/relate-names.js';
import type { Doubt, Likeness } from './doubt.js';
import { probable, scoreDuplicates } from './duplicate-score.js';
import { canBeAlike, foldAddress, type Identity, type MatchKeys } from './match-keys.js';
import { type Found, naming, type People, type Person } from './people.js';

/** The codes of the table of `findMatch`; they appear in the journal and in findings. */
export type MatchRule =
  | 'no-match'
  | 'customer-unknown'
  | 'same-id'
  | 'same-email'
  | 'shared-email'
  | 'same-phone'
  | 'shared-phone'
  | 'same-name-address'
  | 'probable-duplicate'
  | 'id-conflict'
  | 'email-phone-conflict'
  | 'several-customers'
  | 'duplicate-refused';

/** The customer of a row, and the evidence against it; or why it cannot be decided; or that the customer is new. */
export interface Match {
  readonly rule: MatchRule;
  readonly person: Person | null;
  readonly doubt: Doubt | null;
  /** Other people with the row's phone. */
  readonly sharing: readonly Person[];
}

/** A row, with its keys and how its name relates to a person's. */
interface RowQuery {
  readonly customer: CustomerDraft;
  readonly keys: MatchKeys;
  readonly country: string;
  readonly relate: (person: Person) => NameRelation;
}

/**
 * Finds the customer of a row: one that RenOS has, or one of an earlier row, in the same way. E, P, N: customers with the row's
 * e-mail, phone, name + address; T: probable duplicates. Names are people's: "same name" is the same given name, or its
 * initial, and no other family name.
 *
 * | E   | P                       | N   | T   | result                                                                  |
 * |-----|-------------------------|-----|-----|-------------------------------------------------------------------------|
 * | 1   | none, or that one       | any | any | same-email; another given name is a rename, and counted                 |
 * | 1   | none                    | any | any | shared-email: name, and each phone and address given, differ: held      |
 * | 1   | only others' names      | any | any | same-email, same name: they share the phone                             |
 * | 1   | otherwise               | any | any | email-phone-conflict: rejected, never merged                            |
 * | 2+  | one of them             | any | any | same-email with that one (A@x.dk and a@x.dk can both exist)             |
 * | 2+  | otherwise               | any | any | several-customers: rejected, unless one has exactly the same spelling   |
 * | 0   | 1 with the same name    | any | any | same-phone; both have an e-mail: held                                   |
 * | 0   | 2+ with the same name   | any | any | same-phone with the one of that name; else several-customers            |
 * | 0   | only others' names      | 0   | no  | shared-phone: created if each has an e-mail or address of its own       |
 * | 0   | only others' names      | 0   | no  | shared-phone: held if one has nothing but the phone                     |
 * | 0   | none, or others' names  | 1   | any | same-name-address; both have an e-mail: held                            |
 * | 0   | none, or others' names  | 2+  | any | several-customers: rejected                                             |
 * | 0   | none, or others' names  | 0   | yes | probable-duplicate: held                                                |
 * | 0   | none                    | 0   | no  | no-match: created                                                       |
 *
 * A row with RenOS's id of a customer belongs to that one (same-id), whatever its other values are, unless its e-mail is
 * another's (id-conflict: rejected).
 *
 * A row of a list without names belongs to the customer of its id, else its e-mail, else its phone; if RenOS has none,
 * it is rejected (customer-unknown).
 *
 * Held rows are created or merged if `--on-probable` says so. A customer that is matched by its phone keeps its given
 * name, one that is matched by name and address keeps its phone: the row's value goes to the notes.
 */
export function findMatch(customer: CustomerDraft, keys: MatchKeys, people: People, country: string): Match {
  const name = readPersonName(customer.name);
  const asked = { customer, keys, country, relate: (person: Person) => relateNames(name, person.name) };
  const found = people.find(keys, givenNames(name), (person) => isKin(asked, person));
  const named = people.stored(customer.ref);
  if (named !== undefined) return byId(asked, named, found);
  if (found.email.length > 0) return byEmail(asked, found);
  const phoned = byPhone(asked, found);
  if (phoned !== null) return phoned;
  const sharing = found.phone;
  const { nameAddress } = found;
  if (nameAddress.length > 1) return severalCustomers('nameAddress', nameAddress);
  const [namesake] = nameAddress;
  if (namesake !== undefined) return { ...byNameAddress(asked, namesake), sharing };
  const duplicate = findDuplicate(asked, people);
  if (duplicate !== null) return { ...duplicate, sharing };
  return sharing.length > 0 ? heldOrNew(asked, sharing) : { rule: 'no-match', person: null, doubt: null, sharing };
}

/** The id decides, unless the e-mail belongs to another customer. */
function byId({ keys }: Pick<RowQuery, 'keys'>, person: Person, { email }: Found): Match {
  const other = email.find((one) => one !== person && one.keys?.email === keys.email);
  const isTheirs = other === undefined || person.keys?.email === keys.email;
  if (isTheirs) return { rule: 'same-id', person, doubt: null, sharing: [] };
  const doubt = { why: 'two-customers', by: 'id', who: [naming(person), naming(other)] } as const;
  return { rule: 'id-conflict', person: null, doubt, sharing: [] };
}

/** The known customer of a row without a name, found by its id, its e-mail or its phone; or that there is none. */
export function findKnown(customer: CustomerDraft, keys: MatchKeys, people: People): Match {
  const found = people.find(keys, [], () => false);
  const named = people.stored(customer.ref);
  if (named !== undefined) return byId({ keys }, named, found);
  const [rule, what, these] =
    found.email.length > 0
      ? (['same-email', 'email', found.email] as const)
      : (['same-phone', 'phone', found.phone] as const);
  const [person] = these;
  const sharing: readonly Person[] = [];
  if (person === undefined) return { rule: 'customer-unknown', person: null, doubt: null, sharing };
  if (these.length > 1) return severalCustomers(what, these);
  const [other] = found.phone;
  if (other !== undefined && !found.phone.includes(person)) {
    const doubt = { why: 'two-customers', by: 'email', who: [naming(person), naming(other)] } as const;
    return { rule: 'email-phone-conflict', person: null, doubt, sharing };
  }
  const isOther = rule === 'same-phone' && differs(keys, person, 'email');
  return { rule, person, doubt: isOther ? { why: 'other-email', by: 'phone-alone', phoneToo: false } : null, sharing };
}

function isKin({ relate }: RowQuery, person: Person): boolean {
  const relation = relate(person);
  return relation === 'same' || relation === 'alike';
}

function byEmail(asked: RowQuery, found: Found): Match {
  const { email, phone } = found;
  const sharing: readonly Person[] = [];
  // A customer who lost the e-mail to another one is found by the other keys.
  const beside = [...phone, ...found.nameAddress].find(
    (person) => !email.includes(person) && found.otherEmail.includes(person) && isKin(asked, person),
  );
  if (beside !== undefined && !email.some((person) => isKin(asked, person)))
    return { rule: 'same-phone', person: beside, doubt: null, sharing };
  const both = email.filter((person) => phone.includes(person));
  const [one] = both.length === 1 ? both : email.length === 1 && phone.length === 0 ? email : [];
  if (one !== undefined) return sameEmail(asked, one, phone.includes(one));
  const exact = email.filter((person) => person.now.email === asked.customer.email);
  const [only] = exact.length === 1 && (phone.length === 0 || both.length > 0) ? exact : email;
  if (email.length > 1 && exact.length !== 1) return severalCustomers('email', email);
  if (only === undefined) return severalCustomers('email', email);
  if (phone.length === 0 || both.length > 0) return sameEmail(asked, only, both.includes(only));
  // Couples share phones: the e-mail decides, unless the phone's owner has the name.
  if (isKin(asked, only) && !phone.some((person) => asked.relate(person) !== 'different'))
    return { rule: 'same-email', person: only, doubt: null, sharing: phone };
  const who = phone[0] === undefined ? [] : [naming(only), naming(phone[0])];
  return {
    rule: 'email-phone-conflict',
    person: null,
    doubt: { why: 'two-customers', by: 'email', who },
    sharing,
  };
}

/** The same e-mail, but all other values that both have differ: perhaps the address of an office. */
function sameEmail(asked: RowQuery, person: Person, isSamePhone: boolean): Match {
  const { customer, relate } = asked;
  const { now } = person;
  const match = { rule: 'same-email', person, doubt: null, sharing: [] } as const;
  if (isSamePhone || relate(person) !== 'different' || isBroken(customer.name) || isBroken(now.name)) return match;
  const others: ('phone' | 'address')[] = asked.keys.phone !== null && now.phone !== null ? ['phone'] : [];
  if (customer.address !== null && now.address !== null && !isBroken(customer.address) && !isBroken(now.address)) {
    if (foldAddress(customer.address) === foldAddress(now.address)) return match;
    others.push('address');
  }
  if (others.length === 0) return match;
  return { ...match, rule: 'shared-email', doubt: { why: 'email-of-another', differing: others } };
}

/** The customer on this phone with the row's name; null: the phone belongs to no customer, or only to others. */
function byPhone(asked: RowQuery, { phone, nameAddress }: Found): Match | null {
  const kin = phone.filter((person) => isKin(asked, person));
  const named = kin.filter((person) => nameAddress.includes(person));
  const same = kin.filter((person) => asked.relate(person) === 'same');
  const narrowed = [named, same].find((these) => these.length > 0) ?? kin;
  const free = narrowed.filter((person) => !differs(asked.keys, person, 'email'));
  const [one] = narrowed.length === 1 ? narrowed : free;
  if (one === undefined || (narrowed.length > 1 && free.length > 1))
    return narrowed.length === 0 ? null : severalCustomers('phone', narrowed);
  const doubt = free.length === 0 ? ({ why: 'other-email', by: 'phone', phoneToo: false } as const) : null;
  return { rule: 'same-phone', person: one, doubt, sharing: [] };
}

function byNameAddress({ keys }: RowQuery, person: Person): Omit<Match, 'sharing'> {
  const isOther = differs(keys, person, 'email');
  return {
    rule: 'same-name-address',
    person,
    doubt: isOther ? { why: 'other-email', by: 'address', phoneToo: differs(keys, person, 'phone') } : null,
  };
}

/** A new customer who shares a phone, if each has another key of its own; otherwise it cannot be decided. */
function heldOrNew(asked: RowQuery, sharing: readonly Person[]): Match {
  const alike = new Set(sharing.filter((person) => asked.relate(person) === 'doubtful'));
  const doubtful = sharing.find((person) => !areTwo(asked.customer, person.now, alike.has(person)));
  if (doubtful === undefined) return { rule: 'shared-phone', person: null, doubt: null, sharing };
  const doubt = { why: alike.has(doubtful) ? 'name-alike' : 'only-phone' } as const;
  return { rule: 'shared-phone', person: doubtful, doubt, sharing: [] };
}

function areTwo(one: CustomerDraft, other: CustomerDraft, isDoubtful: boolean): boolean {
  if (one.email !== null && other.email !== null) return true;
  if (isDoubtful) return false;
  const [mine, theirs] = [one, other].map(({ address }) => (address === null ? null : foldAddress(address)));
  if (mine !== null && theirs !== null) return mine !== theirs;
  return (one.email !== null || mine !== null) && (other.email !== null || theirs !== null);
}

function differs(keys: MatchKeys, person: Person, kind: 'email' | 'phone'): boolean {
  const mine = keys[kind];
  const { all, firsts } = person.ever[kind];
  return mine !== null && firsts.size > 0 && !all.has(mine);
}

function findDuplicate({ customer, keys, country }: RowQuery, people: People): Omit<Match, 'sharing'> | null {
  let best: { person: Person; score: number; reasons: readonly Likeness[] } | null = null;
  for (const person of people.perhapsSame(keys)) {
    const letters = person.keys?.letters;
    if (letters === undefined || !canBeAlike(letters, keys.letters)) continue;
    const { score, reasons } = scoreDuplicates(customer as Identity, person.now, country);
    if (score >= probable && (best === null || score > best.score)) best = { person, score, reasons };
  }
  if (best === null) return null;
  const { person, score, reasons } = best;
  return { rule: 'probable-duplicate', person, doubt: { why: 'alike', reasons, score } };
}

function severalCustomers(what: 'email' | 'phone' | 'nameAddress', found: readonly Person[]): Match {
  return {
    rule: 'several-customers',
    person: null,
    doubt: { why: 'fits-several', what, count: found.length, who: found.slice(0, 3).map(naming) },
    sharing: [],
  };
}
