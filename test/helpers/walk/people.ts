import type { BookingSays, EventSays, Sides } from '../sync-sides.js';

/** A customer of a walk: no word of theirs is another's. */
export interface WalkPerson {
  readonly id: string;
  readonly name: string;
  readonly street: string;
  readonly key: string;
  readonly email: string;
}

export const people: readonly WalkPerson[] = [
  { id: 'k1', name: 'Jensen', street: 'Ahornvej', key: 'Alfa', email: 'jensen@example.dk' },
  { id: 'k2', name: 'Pedersen', street: 'Birkevej', key: 'Bravo', email: 'pedersen@example.dk' },
  { id: 'k3', name: 'Olsen', street: 'Cedervej', key: 'Coda', email: 'olsen@example.dk' },
];

export function anyone(pick: number): WalkPerson {
  const [first] = people;
  if (first === undefined) throw new Error('a walk has customers');
  return people[pick % people.length] ?? first;
}

type Text = string | null | undefined;

/** Whose words stand in some texts. */
export function peopleIn(...texts: readonly Text[]): readonly WalkPerson[] {
  const all = texts.join('\n').toLowerCase();
  return people.filter(({ name, street, key, email }) =>
    [name, street, key, email].some((word) => all.includes(word.toLowerCase())),
  );
}

/** What a person would write next into texts that are of one customer, or of none. */
export function wordsFor(person: WalkPerson | null | undefined, n: number) {
  return {
    address: person == null ? `Nygade ${n}` : `${person.street} ${n}`,
    notes: person == null ? `Note ${n}` : `Nøgle ${person.key} ${n}`,
    service: (service: string) => (person == null ? service : `${service} - ${person.name}`),
  };
}

/** Bookings and events in which the words of two customers stand; empty when all is well. */
export function leaks({ bookings, events }: Pick<Sides, 'bookings' | 'events'>): string[] {
  const wordsOf = ({ title, location, description }: BookingSays | EventSays) => [title, location, description];
  const items = [
    ...[...bookings.values()].map((says) => ({
      what: 'booking',
      id: says.id,
      texts: [...wordsOf(says), says.customerName],
    })),
    ...[...events.values()].map((says) => ({ what: 'event', id: says.id, texts: wordsOf(says) })),
  ];
  return items
    .filter(({ texts }) => peopleIn(...texts).length > 1)
    .map(({ what, id, texts }) => `${what} ${id} bears words of two customers: ${texts.join(' | ')}`);
}
