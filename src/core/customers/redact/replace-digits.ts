import { createHash } from 'node:crypto';
import { parsePhoneNumberFromString } from 'libphonenumber-js/min';

/** Years by which dates are moved: the calendar repeats after 28 years, with its weekdays and leap days. */
const years = 28;
const secondsMoved = 883_612_800;
/** The same in days, for spreadsheets that count them. */
const daysMoved = 10_227;

/**
 * Replaces figures by others: the same number of them, leading zeros stay, and if the first figure may begin a Danish
 * phone number, so may the new one. A figure always becomes the same one at the same place in a number of the same
 * length: values that were equal, or one figure apart, still are.
 */
export class DigitReplacer {
  readonly #seed: string;
  readonly #tables = new Map<string, readonly string[]>();

  constructor(seed: string) {
    this.#seed = seed;
  }

  /** Figures alone. */
  replace(digits: string): string {
    const zeros = /^0*/.exec(digits)?.[0].length ?? 0;
    const rest = digits.slice(zeros);
    if (/^(\d)\1{6,}$/.test(rest)) return digits;
    return digits.slice(0, zeros) + [...rest].map((digit, at) => this.#table(rest.length, at)[Number(digit)]).join('');
  }

  /** A phone number with its separators; the country's code stays. */
  phone(text: string): string {
    const digits = text.replace(/\D/g, '');
    const kept = callingCode(text, digits);
    const replaced = digits.slice(0, kept) + this.replace(digits.slice(kept));
    let at = 0;
    return text.replace(/\d/g, () => replaced[at++] ?? '');
  }

  #table(length: number, at: number): readonly string[] {
    const name = `${length} ${at}`;
    const known = this.#tables.get(name);
    if (known !== undefined) return known;
    const random = createHash('sha256').update(`${this.#seed}\0digits ${name}`).digest();
    const groups = at === 0 ? ['0', '1', '23456789'] : ['0123456789'];
    const table: string[] = [];
    for (const group of groups) {
      const mixed = [...group].sort((one, other) => (random[Number(one)] ?? 0) - (random[Number(other)] ?? 0));
      for (const [index, digit] of mixed.entries()) table[Number(digit)] = mixed[(index + 1) % mixed.length] ?? digit;
    }
    this.#tables.set(name, table);
    return table;
  }
}

/** How many of the first figures are a country's code. */
function callingCode(text: string, digits: string): number {
  const danish = /^(?:00)?45(?=[2-9]\d{7}$)/.exec(digits)?.[0].length;
  if (danish !== undefined) return danish;
  const international = text.trim().startsWith('+') ? digits : /^00(?=[1-9])/.test(digits) ? digits.slice(2) : null;
  if (international === null) return 0;
  const code = parsePhoneNumberFromString(`+${international}`)?.countryCallingCode ?? '';
  return digits.length - international.length + code.length;
}

/** A year, in two figures or four; one that no customer file can mean stays. */
export function movedYear(year: string): string {
  if (year.length === 4 && (Number(year) < 1900 || Number(year) > 2200 - years)) return year;
  const moved = String(Number(year) + years);
  return year.length === 2 ? moved.slice(-2).padStart(2, '0') : moved;
}

/** Seconds or milliseconds since 1970, or the days of a spreadsheet; null for any other number. */
export function movedMoment(digits: string): string | null {
  if (/^[1-3]\d{9}$/.test(digits)) return String(Number(digits) + secondsMoved);
  if (/^[1-3]\d{12}$/.test(digits)) return String(Number(digits) + secondsMoved * 1_000);
  if (/^[2-5]\d{4}$/.test(digits)) return String(Number(digits) + (Number(digits) < 58_000 ? daysMoved : -daysMoved));
  return null;
}
