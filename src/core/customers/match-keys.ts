import { emailKey } from './email.js';
import { phoneKey } from './phone.js';

/** What two customers are compared by. Equal keys are the same customer; an equal block is only worth a look. */
export interface MatchKeys {
  readonly email: string | null;
  readonly phone: string | null;
  /** Name and address, written alike. */
  readonly nameAddress: string | null;
  /** 32-bit fingerprints of what probable twins have in common. */
  readonly blocks: readonly number[];
}

export interface Identity {
  readonly name: string;
  readonly email: string | null;
  readonly phone: string | null;
  readonly address: string | null;
}

/** Folds case, accents and the ways to write Danish letters: `Søren Ågård`, `SOEREN AAGAARD` and `Soren Agard` agree. */
export function foldName(text: string): string {
  let folded = text.toLowerCase();
  // biome-ignore lint/suspicious/noControlCharactersInRegex: anything but ASCII
  let isAscii = !/[^\x00-\x7f]/.test(folded);
  if (!isAscii) {
    folded = folded.replace(/[æäå]/g, 'a').replace(/[øö]/g, 'o');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: anything but ASCII
    isAscii = !/[^\x00-\x7f]/.test(folded);
    if (!isAscii) folded = folded.replace(/ß/g, 'ss').normalize('NFKD').replace(/\p{M}/gu, '');
  }
  return folded
    .replace(isAscii ? /[^a-z0-9]+/g : /[^\p{L}\p{N}]+/gu, ' ')
    .replace(/aa|ae/g, 'a')
    .replace(/oe/g, 'o')
    .trim();
}

/** Folds an address: as a name, with the usual abbreviations written out. */
export function foldAddress(text: string): string {
  return foldName(
    text
      .toLowerCase()
      .replace(/v\.?(?=\s+\d)/g, 'vej')
      .replace(/g\.(?=\s+\d)/g, 'gade')
      .replace(/\b(?:boulevarden|boulevard|blvd)\b\.?/g, 'boulevard')
      .replace(/\bsal\b/g, ' ')
      .replace(/(?:,|\s)\s*(?:danmark|denmark|dk)\s*$/g, ''),
  );
}

/** The first four-digit group that can be a Danish postal code, or another country's five digits. */
export function postalCodeOf(address: string): string | null {
  const codes = address.match(/(?<![\d])\d{4,5}(?![\d])/g);
  return codes?.at(-1) ?? null;
}

/** The first number of an address that is not its postal code: the house. */
export function houseNumberOf(address: string): string | null {
  return /(?<!\d)(\d{1,3})\s?([a-z])?(?![\da-z])/i.exec(address)?.[1] ?? null;
}

export function sortedWords(folded: string): string {
  return folded.includes(' ') ? folded.split(' ').sort().join(' ') : folded;
}

/** All keys of one customer; `country` reads national phone numbers. */
export function matchKeys(identity: Identity, country: string): MatchKeys {
  const email = emailKey(identity.email);
  const phone = phoneKey(identity.phone, country);
  const name = foldName(identity.name) || identity.name.trim().toLowerCase();
  const address = identity.address === null ? '' : foldAddress(identity.address);
  // Who has nothing else is known by the name alone: such rows must not double at each import.
  const isBare = email === null && phone === null;
  const nameAddress = isBare || /\d/.test(address) ? `${name}|${address}`.replaceAll(' ', '') : null;
  return { email, phone, nameAddress, blocks: blocksOf(name, email, phone, identity.address) };
}

/**
 * Twins with a typo still share one of these: the house and the beginning of its street, or the words of the name together with the postal code, the
 * house number, a part of the phone, or one side of the e-mail.
 */
function blocksOf(name: string, email: string | null, phone: string | null, address: string | null): number[] {
  const words = sortedWords(name);
  const postal = address === null ? null : postalCodeOf(address);
  const house = address === null ? null : houseNumberOf(address);
  const blocks: number[] = [];
  if (postal !== null && house !== null)
    blocks.push(fingerprint(`h${postal} ${house} ${address?.trim().slice(0, 3).toLowerCase()}`));
  if (words !== '') {
    if (postal !== null) blocks.push(fingerprint(`p${words} ${postal}`));
    if (house !== null) blocks.push(fingerprint(`n${words} ${house}`));
    if (phone !== null)
      blocks.push(fingerprint(`b${words} ${phone.slice(0, -3)}`), fingerprint(`a${words} ${phone.slice(-4)}`));
    if (email !== null) blocks.push(fingerprint(`e${words} ${email.slice(email.indexOf('@') >> 1)}`));
  }
  if (phone !== null) blocks.push(fingerprint(`f${phone.slice(0, -2)}`));
  if (email !== null && email.indexOf('@') > 4) blocks.push(fingerprint(`l${email.slice(0, email.indexOf('@'))}`));
  return blocks;
}

/** FNV-1a over UTF-16 units, as a signed 32-bit number. */
function fingerprint(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash | 0;
}
