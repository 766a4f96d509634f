import { number, type Page } from './page.js';

/** An import's own words for its customers. */
const words: Readonly<Record<string, string>> = {
  eventsCreated: 'events created',
  eventsUpdated: 'events updated',
  eventsDeleted: 'events removed',
  bookingsCreated: 'bookings created',
  bookingsUpdated: 'bookings updated',
  bookingsCancelled: 'bookings cancelled',
  customersCreated: 'customers created',
  customersUpdated: 'customers updated',
  created: 'customers created',
  updated: 'customers updated',
  linked: 'linked',
  conflicts: 'conflicts',
  errors: 'failed',
};

/** What a run did, in words, zeros and requests left out: `2 events created, 1 failed`. */
export function countsInWords(page: Page, counts: Readonly<Record<string, unknown>>): string {
  return Object.entries(counts)
    .filter(
      (entry): entry is [string, number] => typeof entry[1] === 'number' && entry[1] > 0 && entry[0] !== 'requests',
    )
    .map(([name, count]) => `${number(page, count)} ${count === 1 ? ofOne(nameOf(name)) : nameOf(name)}`)
    .join(', ');
}

function nameOf(name: string): string {
  return words[name] ?? name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function ofOne(words: string): string {
  return words.replace(/^(event|booking|customer|conflict)s/, '$1');
}
