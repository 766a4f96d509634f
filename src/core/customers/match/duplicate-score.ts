import { emailKey } from '../values/email.js';
import { foldName, sortedWords } from '../values/fold-name.js';
import { phoneKey } from '../values/phone.js';
import { boundedDistance } from '../values/similarity.js';
import type { Likeness } from './doubt.js';
import type { Identity } from './match-keys.js';
import { foldAddress, houseNumberOf, postalCodeOf } from './match-keys.js';

/** How likely two customers are one, with the evidence. Never holds a value of theirs. */
interface DuplicateScore {
  /** 0 to 1. */
  readonly score: number;
  readonly reasons: readonly Likeness[];
}

/** From this score on, two customers are probably one. */
export const probable = 0.8;

/**
 * Scores two customers whose keys all differ. A similar name is required (up to two typos, or another order of its
 * words); with it a similar address, or a phone or e-mail with a typo. A value that both have and that is quite
 * different is evidence against it: one rules out a typo, two rule out a match (relatives, or customers with a common
 * name). A different digit is never a typo, except in phones and house numbers.
 */
export function scoreDuplicates(one: Identity, other: Identity, country: string): DuplicateScore {
  const name = nameLikeness(foldName(one.name), foldName(other.name));
  if (name.score < 0.75) return { score: 0, reasons: [] };
  const evidence = [
    addressLikeness(one.address, other.address),
    wordLikeness('phone-off', phoneKey(one.phone, country), phoneKey(other.phone, country)),
    emailLikeness(emailKey(one.email), emailKey(other.email)),
  ].filter((found) => found !== null);
  const against = evidence.filter(({ score }) => score === 0).length;
  const speaking = evidence.filter(({ score, weak }) => score > 0 && (against === 0 || !weak));
  const best = speaking.reduce((most, { score }) => Math.max(most, score), 0);
  if (best === 0 || against > 1) return { score: 0, reasons: [] };
  const score = Math.min(0.99, Math.round((0.5 * name.score + 0.5 * best - 0.1 * against) * 100) / 100);
  return { score, reasons: [name.by, ...speaking.map(({ by }) => by)] };
}

interface Evidence {
  readonly score: number;
  readonly by: Likeness;
  /** It may be a coincidence: it counts only without evidence against it. */
  readonly weak?: boolean;
}

const unlike: Evidence = { score: 0, by: { is: 'same-name' } };
const digitsOf = (text: string) => text.replace(/\D+/g, ' ').trim();

function nameLikeness(one: string, other: string): Evidence {
  if (one === other) return { score: 1, by: { is: 'same-name' } };
  if (digitsOf(one) !== digitsOf(other)) return unlike;
  const sortedOne = sortedWords(one);
  const sortedOther = sortedWords(other);
  if (sortedOne === sortedOther) return { score: 0.97, by: { is: 'name-turned' } };
  const length = Math.min(one.length, other.length);
  const most = length >= 9 ? 2 : length >= 4 ? 1 : 0;
  const distance = Math.min(boundedDistance(one, other, most), boundedDistance(sortedOne, sortedOther, most));
  if (distance > most) return { score: missingWord(one, other) ? 0.85 : 0, by: { is: 'name-with-word' } };
  return { score: distance === 1 ? 0.92 : 0.82, by: { is: 'name-off', off: distance } };
}

/** `Peter Hansen` and `Peter Bo Hansen`: first and last word agree, and the longer name has all other words of the shorter. */
function missingWord(one: string, other: string): boolean {
  const [short, long] =
    one.length < other.length ? [one.split(' '), other.split(' ')] : [other.split(' '), one.split(' ')];
  if (short.length < 2 || long.length <= short.length) return false;
  const words = new Set(long);
  return short[0] === long[0] && short.at(-1) === long.at(-1) && short.every((word) => words.has(word));
}

function addressLikeness(one: string | null, other: string | null): Evidence | null {
  if (one === null || other === null) return null;
  const foldedOne = foldAddress(one);
  const foldedOther = foldAddress(other);
  const postalOne = postalCodeOf(one);
  const postalOther = postalCodeOf(other);
  if (foldedOne === foldedOther) return { score: 1, by: { is: 'same-address' } };
  const distance = boundedDistance(foldedOne, foldedOther, 3);
  const sameHouse = houseNumberOf(one) === houseNumberOf(other);
  const streetAlike = boundedDistance(streetOf(foldedOne), streetOf(foldedOther), 2) <= 2;
  if (postalOne !== null && postalOne === postalOther) {
    if (streetAlike && sameHouse) return { score: 0.95, by: { is: 'address-alike' } };
    if (distance <= 2) return { score: 0.85, by: { is: 'address-off' }, weak: true };
    return unlike;
  }
  if (streetAlike && sameHouse && streetOf(foldedOne).length >= 5) {
    return { score: postalOne === null || postalOther === null ? 0.9 : 0.8, by: { is: 'same-house' } };
  }
  return unlike;
}

/** The text before the first number. */
function streetOf(address: string): string {
  return address.replace(/(?<!\s)\s*\d.*$/, '');
}

function emailLikeness(one: string | null, other: string | null): Evidence | null {
  if (one === null || other === null) return null;
  return digitsOf(one) === digitsOf(other) ? wordLikeness('email-off', one, other) : unlike;
}

function wordLikeness(is: 'phone-off' | 'email-off', one: string | null, other: string | null): Evidence | null {
  if (one === null || other === null || one.length < 8) return null;
  const distance = boundedDistance(one, other, 2);
  if (distance > 2) return unlike;
  return { score: distance === 1 ? 0.95 : 0.8, by: { is, off: distance }, weak: true };
}
