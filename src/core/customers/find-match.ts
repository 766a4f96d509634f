import type { CustomerDraft } from './customer.js';
import { foldName, type Identity, type MatchKeys } from './match-keys.js';
import { naming, type People, type Person } from './people.js';
import { probable, scoreTwins } from './twin-score.js';

/** The codes of the table of `decideRows`; they go into journal and findings. */
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

/** Whom a row is about, and what speaks against it; or why that cannot be said. */
export type Match =
  | { readonly rule: MatchRule; readonly person: Person; readonly doubt: string | null }
  | { readonly rule: MatchRule; readonly person: null; readonly doubt: string };

/** Finds whom a row is about, by the first of e-mail, phone, name + address, likeness that says so; null: nobody. */
export function findMatch(customer: CustomerDraft, keys: MatchKeys, people: People, country: string): Match | null {
  const { email, phone, nameAddress } = people.find(keys, ({ now }) => namesMeet(customer, now));
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
  return findTwin(customer, people, country);
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
  // Families and firms share phones: a row would give its name to somebody else.
  const stranger = !namesMeet(customer, narrowed.now);
  return { rule: 'same-phone', person: narrowed, doubt: stranger ? 'same phone, but another name' : null };
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

function findTwin(customer: CustomerDraft, people: People, country: string): Match | null {
  let best: { person: Person; score: number; why: string } | null = null;
  for (const person of people.all) {
    const { score, reasons } = scoreTwins(customer as Identity, person.now, country);
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
