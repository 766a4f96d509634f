import type { StoredCustomer } from './customer.js';
import { type MatchKeys, matchKeys } from './match-keys.js';
import type { KeyKind } from './repeats.js';

/** A key by which an earlier import found a customer that it then changed. */
export interface FormerKey {
  readonly kind: KeyKind;
  readonly key: string;
}

/** A customer that RenOS has, and how it was known before. */
export interface KnownCustomer extends StoredCustomer {
  readonly formerly: readonly FormerKey[];
}

/** Someone whom rows can be about: a customer of RenOS, or one that an earlier row makes. */
export interface Person {
  readonly id: string;
  /** null: RenOS does not have this one yet. */
  readonly stored: KnownCustomer | null;
  /** The line that made a new one. */
  readonly line: number | null;
  now: StoredCustomer;
  /** What it is known by now comes last. */
  keys: readonly MatchKeys[];
  /** The first row that changed it. */
  firstSeq: number | null;
}

export interface Found {
  readonly email: readonly Person[];
  readonly phone: readonly Person[];
  readonly nameAddress: readonly Person[];
}

/** The people of one group of rows, findable by what they are and by what they were. */
export class People {
  readonly all: Person[] = [];
  readonly #country: string;
  readonly #by: Readonly<Record<KeyKind, Map<string, Person[]>>> = {
    email: new Map(),
    phone: new Map(),
    name: new Map(),
  };

  constructor(customers: readonly KnownCustomer[], country: string) {
    this.#country = country;
    for (const customer of customers) {
      const person = { id: customer.id, stored: customer, line: null, now: customer, keys: [], firstSeq: null };
      this.add(person);
      for (const { kind, key } of customer.formerly) this.#put(kind, key, person);
    }
  }

  add(person: Person): void {
    this.all.push(person);
    this.index(person);
  }

  /** Makes a person findable by what it is now; what it was before stays a way to it. */
  index(person: Person): void {
    const keys = matchKeys(person.now, this.#country);
    person.keys = [...person.keys, keys];
    this.#put('email', keys.email, person);
    this.#put('phone', keys.phone, person);
    this.#put('name', keys.nameAddress, person);
  }

  /** Whoever has a key now comes before those who had it. */
  find(keys: MatchKeys): Found {
    return {
      email: this.#get('email', keys.email, (now) => now.email),
      phone: this.#get('phone', keys.phone, (now) => now.phone),
      nameAddress: this.#get('name', keys.nameAddress, (now) => now.nameAddress),
    };
  }

  #put(kind: KeyKind, key: string | null, person: Person): void {
    if (key === null) return;
    const there = this.#by[kind].get(key);
    if (there === undefined) this.#by[kind].set(key, [person]);
    else if (!there.includes(person)) there.push(person);
  }

  #get(kind: KeyKind, key: string | null, of: (now: MatchKeys) => string | null): readonly Person[] {
    const found = key === null ? [] : (this.#by[kind].get(key) ?? []);
    const present = found.filter(({ keys }) => keys.at(-1) !== undefined && of(keys.at(-1) as MatchKeys) === key);
    return present.length > 0 ? present : found;
  }
}

/** How messages name a person: by id or line, never by name. */
export function naming(person: Person): string {
  return person.stored === null ? `the customer of line ${person.line}` : `customer ${person.id}`;
}
