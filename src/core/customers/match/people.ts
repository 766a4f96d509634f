import type { PlainField, StoredCustomer } from '../model/customer.js';
import type { RowPlace } from '../model/source.js';
import type { NotesLine } from '../read/notes-columns.js';
import { givenNames, type PersonName, readPersonName } from '../values/person-name.js';
import type { Who } from './doubt.js';
import type { CorrectedNotes } from './imported-notes.js';
import { type MatchKeys, matchKeys } from './match-keys.js';
import type { KeyKind } from './repeats.js';

/** A key by which an earlier import found a customer that it then changed. */
export interface PreviousKey {
  readonly kind: KeyKind;
  readonly key: string;
}

/** A customer that RenOS has, and how it was known before. */
export interface KnownCustomer extends StoredCustomer {
  readonly formerly: readonly PreviousKey[];
  /** The lines that imports wrote into its notes. */
  readonly wroteNotes: readonly NotesLine[];
}

/** Someone whom rows can be about: a customer of RenOS, or one that an earlier row makes. */
export interface Person {
  readonly id: string;
  /** null: RenOS does not have this one yet. */
  readonly stored: KnownCustomer | null;
  /** The row that made a new one. */
  readonly place: RowPlace | null;
  now: StoredCustomer;
  /** What it is known by now. */
  keys: MatchKeys | null;
  /** The e-mails and phones that it has or had, and those that were its first. */
  readonly ever: Readonly<Record<'email' | 'phone', { readonly all: Set<string>; readonly firsts: Set<string> }>>;
  /** The first row that changed it. */
  firstSeq: number | null;
  /** The rows of this file that said what is known now. */
  readonly said: Map<PlainField, RowPlace>;
  /** What this file's columns of notes say. */
  readonly notesLines: Set<NotesLine>;
  /** What that does to the notes, once all rows were seen. */
  corrected: CorrectedNotes | null;
  /** Its present name, taken apart. */
  name: PersonName;
}

/** A person as RenOS, or the row that makes one, describes it. */
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
  /** Those that have the e-mail beside another one, or had it. */
  readonly otherEmail: readonly Person[];
}

interface Way {
  readonly person: Person;
  /** What RenOS said before this file, as against what a row said: of this file, or of an earlier import. */
  isStored: boolean;
}

/** More people on one phone than this are not all compared with each other. */
const crowd = 50;

/** The people of one group of rows, findable by what they are and by what they were. */
export class People {
  readonly all: Person[] = [];
  readonly #country: string;
  readonly #ways: Readonly<Record<KeyKind, Map<string, Map<Person, Way>>>> = {
    email: new Map(),
    phone: new Map(),
    name: new Map(),
  };

  readonly #stored = new Map<string, Person>();
  /** One more than a crowd of each block: no more of them are looked at. */
  readonly #blocks = new Map<number, Person[]>();
  /** So many of a person's further keys can be found by. */
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
   * Those who may be probable duplicates: everyone who was not compared by this phone already. Of more people than can all be
   * compared with each other, those who share a block with the row, where few others do.
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

  /** A row with these keys is about a person, which may have changed by it. */
  learn(person: Person, keys: MatchKeys, hasChanged: boolean): void {
    this.#putAll(keys, { person, isStored: false });
    if (hasChanged) this.#index(person, false);
  }

  /**
   * A customer who has a key now comes before those who had it. What RenOS said before this file changed it was perhaps a
   * mistake: it leads to a person only when `meets` says so.
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

  /** Of more people on one phone than can be compared with each other: the first, those of the given name, and those of the e-mail. */
  #ofCrowd(phone: string, given: readonly string[], email: readonly Person[]): readonly Person[] {
    const named = given.flatMap((name) => this.#named.get(`${phone} ${name}`)?.slice(0, crowd) ?? []);
    const [first] = this.#ways.phone.get(phone)?.keys() ?? [];
    const mailed = email.filter(({ ever }) => ever.phone.firsts.has(phone));
    return [...new Set([...(first === undefined ? [] : [first]), ...named.slice(0, crowd), ...mailed])];
  }

  /** Who has the phone beside another one, and the row's name. */
  #besides({ phone }: MatchKeys, present: readonly Person[], meets: (person: Person) => boolean): readonly Person[] {
    const ways = [...(this.#ways.phone.get(phone ?? '')?.values() ?? [])];
    if (ways.length <= present.length) return [];
    const there = new Set(present);
    return ways
      .filter(({ person, isStored }) => !isStored && !there.has(person) && meets(person))
      .map(({ person }) => person);
  }

  /** Who has an e-mail or a phone that the row names beside its first. */
  #byFurther({ further }: MatchKeys, kind: 'email' | 'phone'): readonly Person[] {
    const keys = further.filter((key) => key.startsWith(kind)).map((key) => key.slice(kind.length + 1));
    return [...new Set(keys.flatMap((key) => [...(this.#ways[kind].get(key)?.keys() ?? [])]))];
  }

  #index(person: Person, isStored: boolean): void {
    const before = person.keys;
    const keys = matchKeys(person.now, this.#country);
    person.keys = keys;
    // A list that has grown since is not gone through once more from its beginning.
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

/** Where the row stands that made a person whom RenOS does not have yet. */
export const madeBy = ({ place }: Person): RowPlace => place ?? { line: 0 };
