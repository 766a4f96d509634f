import { emailKey } from './email.js';
import type { Identity } from './match-keys.js';
import { foldAddress, foldName, houseNumberOf, postalCodeOf, sortedWords } from './match-keys.js';
import { phoneKey } from './phone.js';
import { boundedDistance } from './similarity.js';

/** How likely two customers are one, and what speaks for it. Never holds a value of theirs. */
export interface TwinScore {
  /** 0 to 1. */
  readonly score: number;
  readonly reasons: readonly string[];
}

/** From here on two customers are probably one. */
export const probable = 0.8;

/**
 * Scores two customers whose keys all differ. A name alike, to a typo or two or the order of its words, is needed; with
 * it one of: an address, a phone or an e-mail alike to a typo. Where two of these are given on both sides and quite
 * different, the rest is chance: relatives, or customers of a common name.
 */
export function scoreTwins(one: Identity, other: Identity, country: string): TwinScore {
  const name = nameLikeness(foldName(one.name), foldName(other.name));
  if (name.score < 0.75) return { score: 0, reasons: [] };
  const evidence = [
    addressLikeness(one.address, other.address),
    wordLikeness('phone', phoneKey(one.phone, country), phoneKey(other.phone, country), 2, 8),
    wordLikeness('e-mail', emailKey(one.email), emailKey(other.email), 2, 8),
  ].filter((found) => found !== null);
  const best = evidence.reduce((most, { score }) => Math.max(most, score), 0);
  const against = evidence.filter(({ score }) => score === 0).length;
  if (best === 0 || against > 1) return { score: 0, reasons: [] };
  const score = Math.min(0.99, Math.round((0.5 * name.score + 0.5 * best - 0.1 * against) * 100) / 100);
  return {
    score,
    reasons: [name.reason, ...evidence.filter(({ score: part }) => part > 0).map(({ reason }) => reason)],
  };
}

interface Likeness {
  readonly score: number;
  readonly reason: string;
}

function nameLikeness(one: string, other: string): Likeness {
  if (one === other) return { score: 1, reason: 'same name' };
  const sortedOne = sortedWords(one);
  const sortedOther = sortedWords(other);
  if (sortedOne === sortedOther) return { score: 0.97, reason: 'same name in another order' };
  const length = Math.min(one.length, other.length);
  const most = length >= 9 ? 2 : length >= 4 ? 1 : 0;
  const distance = Math.min(boundedDistance(one, other, most), boundedDistance(sortedOne, sortedOther, most));
  if (distance > most) return { score: missingWord(one, other) ? 0.85 : 0, reason: 'name with a word more' };
  return { score: distance === 1 ? 0.92 : 0.82, reason: `name ${distance} letter${distance === 1 ? '' : 's'} off` };
}

/** `Peter Hansen` and `Peter Bo Hansen`: first and last word agree. */
function missingWord(one: string, other: string): boolean {
  const [short, long] =
    one.length < other.length ? [one.split(' '), other.split(' ')] : [other.split(' '), one.split(' ')];
  return short.length >= 2 && long.length > short.length && short[0] === long[0] && short.at(-1) === long.at(-1);
}

function addressLikeness(one: string | null, other: string | null): Likeness | null {
  if (one === null || other === null) return null;
  const foldedOne = foldAddress(one);
  const foldedOther = foldAddress(other);
  const postalOne = postalCodeOf(one);
  const postalOther = postalCodeOf(other);
  if (foldedOne === foldedOther) return { score: 1, reason: 'same address' };
  const distance = boundedDistance(foldedOne, foldedOther, 3);
  const sameHouse = houseNumberOf(one) === houseNumberOf(other);
  const streetAlike = boundedDistance(streetOf(foldedOne), streetOf(foldedOther), 2) <= 2;
  if (postalOne !== null && postalOne === postalOther) {
    if (streetAlike && sameHouse) return { score: 0.95, reason: 'address alike' };
    if (distance <= 2) return { score: 0.85, reason: 'address 1 or 2 letters off' };
    return { score: 0, reason: '' };
  }
  if (streetAlike && sameHouse && streetOf(foldedOne).length >= 5) {
    return { score: postalOne === null || postalOther === null ? 0.9 : 0.8, reason: 'same street and house' };
  }
  return { score: 0, reason: '' };
}

/** What stands before the first number. */
function streetOf(address: string): string {
  return address.replace(/\s*\d.*$/, '');
}

function wordLikeness(
  what: string,
  one: string | null,
  other: string | null,
  most: number,
  least: number,
): Likeness | null {
  if (one === null || other === null || one.length < least) return null;
  const distance = boundedDistance(one, other, most);
  if (distance > most) return { score: 0, reason: '' };
  return { score: distance === 1 ? 0.95 : 0.8, reason: `${what} ${distance} off` };
}
