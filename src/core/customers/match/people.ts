import type { PlainField, StoredCustomer } from '../model/customer.js';
import type { RowPlace } from '../model/source.js';
import type { NotesLine } from '../read/notes-columns.js';
import { givenNames, type PersonName, readPersonName } from '../values/person-name.js';
import type { Who } from './doubt.js';
import type { CorrectedNotes } from './imported-notes.js';
import { type MatchKeys, matchKeys } from './match-keys.js';
import type { KeyKind } from './repeats.js';

/** A previous key of a customer: an import matched by it and then changed it. */
export interface PreviousKey {
  readonly kind: KeyKind;
  readonly key: string;
}

/** A customer in RenOS, with its previous keys. */
export interface KnownCustomer extends StoredCustomer {
  readonly formerly: readonly PreviousKey[];
  /** The lines that imports wrote into its notes. */
  readonly wroteNotes: readonly NotesLine[];
}

/** A customer that rows can match: one of RenOS, or one that an earlier row creates. */
export interface Person {
  readonly id: string;
  /** null: it is not in RenOS yet. */
  readonly stored: KnownCustomer | null;
  /** The row that creates a new one. */
  readonly place: RowPlace | null;
  now: StoredCustomer;
  /** Its present keys. */
  keys: MatchKeys | null;
  /** All its e-mails and phones, present and previous, and those that were its first. */
  readonly ever: Readonly<Record<'email' | 'phone', { readonly all: Set<string>; readonly firsts: Set<string> }>>;
  /** The first row that changed it. */
  firstSeq: number | null;
  /** The rows of this file that its present values come from. */
  readonly said: Map<PlainField, RowPlace>;
  /** The lines that this file's columns write into the notes. */
  readonly notesLines: Set<NotesLine>;
  /** The changes of the notes after all rows. */
  corrected: CorrectedNotes | null;
  /** Its present name, parsed. */
  name: PersonName;
}

/** A person from RenOS's values, or from the row that creates one. */
export function personOf(now: StoredCustomer, from: Pick<Person, 'stored' | 'place' | 'firstSeq'>): Person {
  const ever = {
    email: { all: new Set<string>(), firsts: new Set<string>() },
    phone: { all: new Set<string>(), firsts: new Set<string>() },
  };
  return {
    id: now.id,
    now,
    ...from,
    keys: null,
    ever,
    said: new Map(),
    notesLines: new Set(),
    corrected: null,
    name: readPersonName(now.name),
  };
}

export interface Found {
  readonly email: readonly Person[];
  readonly phone: readonly Person[];
  readonly nameAddress: readonly Person[];
  /** People who have the e-mail as an additional or previous one. */
  readonly otherEmail: readonly Person[];
}

interface Way {
  readonly person: Person;
  /** Whether this is RenOS's own value from before this file, and not one from a row of this file or of an earlier import. */
  isStored: boolean;
}

/** If more people share a phone, they are not all compared with each other. */
const crowd = 50;

/** The people of one group of rows, found by their present and previous keys. */
export class People {
  readonly all: Person[] = [];
  readonly #country: string;
  readonly #ways: Readonly<Record<KeyKind, Map<string, Map<Person, Way>>>> = {
    email: new Map(),
    phone: new Map(),
    name: new Map(),
  };

  readonly #stored = new Map<string, Person>();
  /** The people of each block; at most one more than `crowd` is kept. */
  readonly #blocks = new Map<number, Person[]>();
  /** How many of a person's additional keys are indexed. */
  readonly #done = new Map<Person, number>();
  /** By phone and given name. */
  readonly #named = new Map<string, Person[]>();

  constructor(customers: readonly KnownCustomer[], country: string) {
    this.#country = country;
    for (const customer of customers) {
      const person = personOf(customer, { stored: customer, place: null, firstSeq: null });
      this.add(person);
      this.#stored.set(customer.id, person);
      for (const { kind, key } of customer.formerly) this.#put(kind, key, { person, isStored: false });
    }
  }

  /** The customer of RenOS with an id. */
  stored(id: string | undefined): Person | undefined {
    return id === undefined ? undefined : this.#stored.get(id);
  }

  add(person: Person): void {
    this.all.push(person);
    this.#index(person, person.stored !== null);
  }

  /**
   * Possible probable duplicates: everyone who was not already compared by this phone. If there are too many to
   * compare, only those who share a rare block with the row.
   */
  perhapsSame({ phone, blocks }: MatchKeys): readonly Person[] {
    const sharing = phone === null ? undefined : this.#ways.phone.get(phone);
    if (sharing?.size === this.all.length) return [];
    const near = this.all.length <= crowd ? this.all : new Set(blocks.flatMap((block) => this.#fewOf(block)));
    return [...near].filter(({ keys }) => phone === null || keys?.phone !== phone);
  }

  #fewOf(block: number): readonly Person[] {
    const there = this.#blocks.get(block) ?? [];
    return there.length <= crowd ? there : [];
  }

  /** Indexes a row's keys for its person, which may have changed. */
  learn(person: Person, keys: MatchKeys, hasChanged: boolean): void {
    this.#putAll(keys, { person, isStored: false });
    if (hasChanged) this.#index(person, false);
  }

  /**
   * A customer who has a key now comes before those who had it. A value that RenOS had before this file changed it may
   * have been a mistake: it leads to a person only if `meets` agrees.
   */
  find(keys: MatchKeys, given: readonly string[], meets: (person: Person) => boolean): Found {
    const get = (kind: KeyKind, key: string | null, of: (now: MatchKeys) => string | null): readonly Person[] => {
      const ways = key === null ? [] : [...(this.#ways[kind].get(key)?.values() ?? [])];
      const present = ways.filter(({ person: { keys: now } }) => now !== null && of(now) === key);
      const people = present.length > 0 ? present : ways.filter((way) => !way.isStored || meets(way.person));
      return people.map(({ person }) => person);
    };
    const email = get('email', keys.email, (now) => now.email);
    const isCrowd = (this.#ways.phone.get(keys.phone ?? '')?.size ?? 0) > crowd;
    const phone = isCrowd
      ? this.#ofCrowd(keys.phone ?? '', given, email)
      : get('phone', keys.phone, (now) => now.phone);
    return {
      email: email.length > 0 ? email : this.#byFurther(keys, 'email'),
      phone:
        phone.length > 0
          ? [...phone, ...(isCrowd ? [] : this.#besides(keys, phone, meets))]
          : this.#byFurther(keys, 'phone'),
      nameAddress: get('name', keys.nameAddress, ({ nameAddress }) => nameAddress),
      otherEmail: [...(this.#ways.email.get(keys.email ?? '')?.keys() ?? [])],
    };
  }

  /** If too many people share a phone to compare them: the first, those with the given name, and those with the e-mail. */
  #ofCrowd(phone: string, given: readonly string[], email: readonly Person[]): readonly Person[] {
    const named = given.flatMap((name) => this.#named.get(`${phone} ${name}`)?.slice(0, crowd) ?? []);
    const [first] = this.#ways.phone.get(phone)?.keys() ?? [];
    const mailed = email.filter(({ ever }) => ever.phone.firsts.has(phone));
    return [...new Set([...(first === undefined ? [] : [first]), ...named.slice(0, crowd), ...mailed])];
  }

  /** People with the phone as an additional one, and with the row's name. */
  #besides({ phone }: MatchKeys, present: readonly Person[], meets: (person: Person) => boolean): readonly Person[] {
    const ways = [...(this.#ways.phone.get(phone ?? '')?.values() ?? [])];
    if (ways.length <= present.length) return [];
    const there = new Set(present);
    return ways
      .filter(({ person, isStored }) => !isStored && !there.has(person) && meets(person))
      .map(({ person }) => person);
  }

  /** People with an additional e-mail or phone of the row. */
  #byFurther({ further }: MatchKeys, kind: 'email' | 'phone'): readonly Person[] {
    const keys = further.filter((key) => key.startsWith(kind)).map((key) => key.slice(kind.length + 1));
    return [...new Set(keys.flatMap((key) => [...(this.#ways[kind].get(key)?.keys() ?? [])]))];
  }

  #index(person: Person, isStored: boolean): void {
    const before = person.keys;
    const keys = matchKeys(person.now, this.#country);
    person.keys = keys;
    // Continues after the part of the list that was indexed before.
    const known = before?.further === keys.further ? (this.#done.get(person) ?? 0) : 0;
    this.#done.set(person, keys.further.length);
    this.#putAll({ ...keys, further: keys.further.slice(known) }, { person, isStored });
    for (const kind of ['email', 'phone'] as const) {
      const key = keys[kind];
      if (key === null) continue;
      person.ever[kind].firsts.add(key);
      person.ever[kind].all.add(key);
    }
    for (let at = known; at < keys.further.length; at += 1) {
      const key = keys.further[at] ?? '';
      person.ever[key.startsWith('email') ? 'email' : 'phone'].all.add(key.slice(6));
    }
    for (const block of keys.blocks) {
      const there = this.#blocks.get(block) ?? [];
      this.#blocks.set(block, there);
      if (there.length <= crowd && there.at(-1) !== person) there.push(person);
    }
    if (keys.phone === null) return;
    for (const name of givenNames(person.name)) {
      const there = this.#named.get(`${keys.phone} ${name}`);
      if (there === undefined) this.#named.set(`${keys.phone} ${name}`, [person]);
      else if (there.at(-1) !== person) there.push(person);
    }
  }

  #putAll({ email, phone, nameAddress, further }: MatchKeys, way: Way): void {
    this.#put('email', email, way);
    this.#put('phone', phone, way);
    this.#put('name', nameAddress, way);
    for (const key of further)
      this.#put(key.startsWith('email') ? 'email' : 'phone', key.slice(6), { ...way, isStored: false });
  }

  #put(kind: KeyKind, key: string | null, { person, isStored }: Way): void {
    if (key === null) return;
    const ways = this.#ways[kind].get(key) ?? new Map<Person, Way>();
    const known = ways.get(person);
    if (known === undefined) ways.set(person, { person, isStored });
    else known.isStored &&= isStored;
    this.#ways[kind].set(key, ways);
  }
}

/** How messages name a person: by id or row, never by name. */
export function naming(person: Person): Who {
  return person.stored === null ? madeBy(person) : { id: person.id };
}

/** The place of the row that creates a person. */
export const madeBy = ({ place }: Person): RowPlace => place ?? { line: 0 };
