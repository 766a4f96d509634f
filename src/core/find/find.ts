import { midnight, midnightAfter } from '../calendar/model/zoned-day.js';
import { plainDate } from '../customers/values/written-date.js';
import type { FindResult } from '../results/find-result.js';
import { zone } from '../zone.js';

/** Possible meanings of a text: words of a name, an e-mail or an address; a phone's digits; a day. */
export interface Wanted {
  readonly text: string;
  /** Digits of a phone, without a country's code; null: it is not a phone. */
  readonly phone: string | null;
  /** [from, until) */
  readonly day: readonly [from: Date, until: Date] | null;
}

export interface ItemName {
  readonly title: string;
  /** A booking's start/end. */
  readonly time?: string;
}

export interface FindStore {
  find(wanted: Wanted, limit: number | null): Promise<Omit<FindResult, 'success'>>;
  /** Titles and names of customers, bookings and events, by their ids; those whose rows are gone are left out. */
  nameItems(ids: readonly string[]): Promise<ReadonlyMap<string, ItemName>>;
  /** Ids of all matching customers. */
  findCustomerIds(wanted: Wanted): Promise<readonly string[]>;
}

/** Fewer digits are a house number. */
const fewestDigits = 4;

/** Parses a search text. */
export function wantedBy(typed: string): Wanted {
  const text = typed.trim();
  const day = readDay(text);
  const digits = text.replace(/^\+/, '').replace(/\D/g, '').replace(/^00/, '');
  const isPhone = /^[\d\s()+./-]+$/.test(text) && digits.length >= fewestDigits;
  return { text, phone: isPhone ? digits : null, day: day === null ? null : windowOf(day) };
}

/** A day as people write it: 2026-03-01, 1.3.2026, 1/3-26, 1. marts 2026; null: it is not a day. */
export function readDay(text: string): string | null {
  const plain = plainDate(text.trim());
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(plain);
  const danish = /^(\d{1,2})([-./])(\d{1,2})\2(\d{4}|\d{2})$/.exec(plain);
  const [year, month, day] = iso?.slice(1) ?? [danish?.[4]?.padStart(4, '20'), danish?.[3], danish?.[1]];
  if (year === undefined || month === undefined || day === undefined) return null;
  const word = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const instant = new Date(`${word}T00:00:00Z`);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(word) ? word : null;
}

/** The Danish day, half open. */
export function windowOf(day: string): readonly [Date, Date] {
  const from = midnight(day, zone);
  return [from, midnightAfter(from, 1, zone)];
}

/** Customers and bookings that match a search text. */
export async function find(store: FindStore, typed: string, limit: number | null): Promise<FindResult> {
  return { success: true, ...(await store.find(wantedBy(typed), limit)) };
}
