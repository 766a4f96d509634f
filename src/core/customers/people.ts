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

interface Way {
  readonly person: Person;
  /** What RenOS said before this file, as against what a row said: of this file, or of an earlier import. */
  isStored: boolean;
}

/** The people of one group of rows, findable by what they are and by what they were. */
export class People {
  readonly all: Person[] = [];
  readonly #country: string;
  readonly #ways: Readonly<Record<KeyKind, Map<string, Way[]>>> = {
    email: new Map(),
    phone: new Map(),
    name: new Map(),
  };

  constructor(customers: readonly KnownCustomer[], country: string) {
    this.#country = country;
    for (const customer of customers) {
      const person = { id: customer.id, stored: customer, line: null, now: customer, keys: [], firstSeq: null };
      this.add(person);
      for (const { kind, key } of customer.formerly) this.#put(kind, key, { person, isStored: false });
    }
  }

  add(person: Person): void {
    this.all.push(person);
    this.#index(person, person.stored !== null);
  }

  /** A row with these keys is about a person, which may have changed by it. */
  learn(person: Person, keys: MatchKeys, hasChanged: boolean): void {
    this.#putAll(keys, { person, isStored: false });
    if (hasChanged) this.#index(person, false);
  }

  /**
   * Whoever has a key now comes before those who had it. What RenOS said before this file changed it was perhaps a
   * mistake: it leads to a person only when `meets` says so.
   */
  find(keys: MatchKeys, meets: (person: Person) => boolean): Found {
    const get = (kind: KeyKind, key: string | null, of: (now: MatchKeys) => string | null): readonly Person[] => {
      const ways = key === null ? [] : (this.#ways[kind].get(key) ?? []);
      const present = ways.filter(({ person: { keys: all } }) => {
        const now = all.at(-1);
        return now !== undefined && of(now) === key;
      });
      const former = present.length > 0 ? present : ways.filter((way) => !way.isStored || meets(way.person));
      return former.map(({ person }) => person);
    };
    return {
      email: get('email', keys.email, ({ email }) => email),
      phone: get('phone', keys.phone, ({ phone }) => phone),
      nameAddress: get('name', keys.nameAddress, ({ nameAddress }) => nameAddress),
    };
  }

  #index(person: Person, isStored: boolean): void {
    const keys = matchKeys(person.now, this.#country);
    person.keys = [...person.keys, keys];
    this.#putAll(keys, { person, isStored });
  }

  #putAll({ email, phone, nameAddress }: MatchKeys, way: Way): void {
    this.#put('email', email, way);
    this.#put('phone', phone, way);
    this.#put('name', nameAddress, way);
  }

  #put(kind: KeyKind, key: string | null, { person, isStored }: Way): void {
    if (key === null) return;
    const ways = this.#ways[kind].get(key) ?? [];
    const known = ways.find((way) => way.person === person);
    if (known === undefined) ways.push({ person, isStored });
    else known.isStored &&= isStored;
    this.#ways[kind].set(key, ways);
  }
}

/** How messages name a person: by id or line, never by name. */
export function naming(person: Person): string {
  return person.stored === null ? `the customer of line ${person.line}` : `customer ${person.id}`;
}
