import {
  type CountryCode,
  getCountryCallingCode,
  isSupportedCountry,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/min';
import { oneLine } from './clean-text.js';

interface PhoneReading {
  /** E.164, or as written if doubtful, or null if nothing in it can be trusted. */
  readonly phone: string | null;
  /** Additional numbers in the same cell. */
  readonly others: readonly string[];
  readonly extension: string | null;
  /** `words`: the cell holds more than a number, and goes into the notes. */
  readonly problem: 'doubtful' | 'excel' | 'words' | null;
}

const danish = /^(?:\+45|0045|45)?([2-9]\d{7})$/;
/** The form that `readPhone` gives a Danish number, and leaves unchanged. */
const e164 = /^\+45[2-9]\d{7}$/;
/** Words that people write next to a number to name the phone. */
const kind = '(?:tlf|tel|telefon|mob|mobil|mobile|phone|arb|arbejde|priv|privat|hjem|work|home|cell)';
const before = new RegExp(`^(?:${kind}|[mpt](?=[:.\\s]))\\.?\\s*:?\\s*(?=[+\\d(])`, 'i');
const behind = new RegExp(`\\s*\\(${kind}\\.?\\)$`, 'i');
const between = new RegExp(
  `(?<!\\s)\\s*(?::::|[/;|]|\\s(?:og|eller|el\\.|or|and)\\s|,(?=\\s*(?:${kind}\\.?\\s*:?\\s*)?[+\\d(]))\\s*`,
  'i',
);

/** Endings that a spreadsheet, a script or a person adds to a number. */
const floated = /(?<=^\+?\d{7,15})[.,]0+$|(?<![\s.,;*])[\s.,;*]+$/;

/** A longer cell is a text. */
const longest = 500;

/** Turns a phone cell into E.164 with a default country; doubtful numbers stay as written. */
export function readPhone(text: string, country: string): PhoneReading {
  if (text.length > longest) return { phone: null, others: [], extension: null, problem: 'words' };
  if (/^[-+]?\d+([.,]\d+)?e\+?\d+$/i.test(text.trim()))
    return { phone: null, others: [], extension: null, problem: 'excel' };
  const quick = quickDanish(text, country);
  if (quick !== null) return { phone: quick, others: [], extension: null, problem: null };
  const [first = '', ...others] = text
    .replace(floated, '')
    .split('\n')
    .flatMap((line) => oneLine(line).split(between))
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const one = readOne(first, country);
  const rest = others.flatMap((part) => {
    const { phone, others: further, extension, problem } = readOne(part, country);
    return phone === null || extension !== null || problem !== null ? [part] : [phone, ...further];
  });
  return { ...one, others: [...one.others, ...rest].filter((number) => number !== one.phone) };
}

/**
 * The same if the row has a country of its own. The number is doubtful if its digits are a complete number in the usual
 * country and have no leading zero, which numbers of the row's country need.
 */
export function readPhoneAbroad(text: string, country: string, usual: string): PhoneReading {
  const reading = readPhone(text, country);
  if (country === usual || reading.problem !== null || reading.phone === null || /^\D*0|\+/.test(text)) return reading;
  const isWithZero = parsePhoneNumberFromString(reading.phone)?.formatNational().startsWith('0') === true;
  const isDoubtful = isWithZero && readPhone(text, usual).problem === null;
  return isDoubtful ? { ...reading, phone: text, problem: 'doubtful' } : reading;
}

function quickDanish(text: string, country: string): string | null {
  if (country !== 'DK') return null;
  const dense = text.replace(/[\s\u00a0.()'-]/g, '');
  const match = danish.exec(dense) ?? danish.exec(dense.replace(/^(tlf|tel|mobil|phone):?/i, ''));
  return match === null ? null : `+45${match[1]}`;
}

function readOne(text: string, country: string): PhoneReading {
  const extension = /(?<!\s)\s*(?:lok(?:al)?\.?|ext\.?|x)\s*(\d{1,6})$/i.exec(text);
  const bare = (extension === null ? text : text.slice(0, extension.index))
    .replace(/\(0\)/, '')
    .replace(before, '')
    .replace(behind, '')
    .replace(/^\+\s+/, '+');
  const quick = quickDanish(bare, country);
  if (quick !== null) return { phone: quick, others: [], extension: extension?.[1] ?? null, problem: null };
  const parsed = parsePhoneNumberFromString(bare, { defaultCountry: country as CountryCode, extract: false });
  if (
    parsed === undefined ||
    !parsed.isPossible() ||
    (parsed.countryCallingCode === '45' && !danish.test(parsed.number))
  ) {
    return (
      beside(text, country) ?? { phone: text === '' ? null : text, others: [], extension: null, problem: 'doubtful' }
    );
  }
  return { phone: parsed.number, others: [], extension: extension?.[1] ?? parsed.ext ?? null, problem: null };
}

const someDanish = /(?<![\d+])(?:(?:\+|00)45[\s.]*)?[2-9](?:[\s.-]?\d){7}(?!\d)/g;
/** Text between or before several numbers that a note need not keep. */
const joining = new RegExp(`(?<!\\p{L})(?:og|samt|eller|and|or|[mt]|${kind})(?!\\p{L})`, 'giu');

/**
 * The numbers of a cell with words next to them, as `20 30 40 50 (ring efter kl 16)`, or without: `20304050 -
 * 60708090`. None if it has no digits.
 */
function beside(text: string, country: string): PhoneReading | null {
  if (!/\d/.test(text)) return text === '' ? null : { phone: null, others: [], extension: null, problem: 'words' };
  const found = text.match(someDanish) ?? [];
  const [phone, ...others] = found.map((number) => quickDanish(number, country)).filter((number) => number !== null);
  if (phone === undefined || others.length + 1 < found.length) return null;
  const rest = text.replaceAll(someDanish, '');
  const isOne = others.length === 0;
  const hasWords = /\p{L}{2}/u.test(isOne ? rest : rest.replaceAll(joining, ''));
  const digits = rest.replace(/\D/g, '').length;
  if (isOne ? !hasWords || digits > 4 : digits > 0) return null;
  return { phone, others: hasWords ? [] : others, extension: null, problem: hasWords ? 'words' : null };
}

/** The digits by which phones are compared: of E.164, or of a national number with the country's code added. */
export function phoneKey(phone: string | null, country: string): string | null {
  if (phone === null) return null;
  const reading = e164.test(phone) ? phone : readPhone(phone, country).phone;
  if (reading?.startsWith('+') !== true) return null;
  const digits = e164.test(reading) ? reading.slice(1) : reading.replace(/\D/g, '');
  return digits.length >= 7 && digits.length <= 15 && !/^(\d\d)?(\d)\2{6,}$/.test(digits) ? digits : null;
}

export function isCountry(country: string): boolean {
  return isSupportedCountry(country) && getCountryCallingCode(country as CountryCode) !== '';
}
