import { foldHeader } from './fold-header.js';
import { phrases } from './header-phrases.js';
import { type Meaning, meaningsOf } from './header-vocabulary.js';
import type { ColumnTarget } from './header-words.js';

/** The meaning of a header's words together. */
export interface HeaderReading {
  readonly target: ColumnTarget | null;
  /** Columns of one address belong together: of one place, and of one number. */
  readonly group: string;
  /** Of several columns of one target, the one with the lowest rank is used first. */
  readonly rank: number;
  /** Everything that it names, whether or not that makes sense together. */
  readonly things: ReadonlySet<Meaning>;
  /**
   * It is about another person or thing, such as a colleague's e-mail or a fax: its cells must not be taken for a
   * customer's.
   */
  readonly isForeign: boolean;
  /** Some of its words are not known. */
  readonly hasUnknown: boolean;
}

const whose = ['customer', 'contact', 'account', 'display'] as const;
const where = ['here', 'delivery', 'home', 'work', 'mailing', 'other', 'billing', 'landline'] as const;
const roles: ReadonlySet<Meaning> = new Set<Meaning>([...whose, ...where]);

const nothing: HeaderReading = {
  target: null,
  group: '',
  rank: 0,
  things: new Set(),
  isForeign: false,
  hasUnknown: true,
};
/** A longer header is a sentence, or a cell. */
const longest = 100;
const known = new Map<string, HeaderReading>();

/** Reads a header by its words, in any case, order or language. */
export function readHeader(header: string): HeaderReading {
  if (header.length > longest) return nothing;
  let reading = known.get(header);
  if (reading === undefined) {
    reading = read(header);
    if (known.size > 5_000) known.clear();
    known.set(header, reading);
  }
  return reading;
}

/** Text in brackets is used if it adds a meaning, and ignored otherwise. */
function read(header: string): HeaderReading {
  const whole = interpret(header);
  if (whole.target !== null || whole.isForeign || !/[([]/.test(header)) return whole;
  const inside = interpret(/[([]([^)\]]*)/.exec(header)?.[1] ?? '');
  if (inside.things.has('delivery') || inside.things.has('service')) return whole;
  const outside = interpret(header.replace(/(?<!\s)\s*[([][^)\]]*[)\]]?\s*/g, ' '));
  return outside.target === null ? whole : outside;
}

/** Prefixes that systems put before custom fields: `Custom form field: Adresse`, `properties.email`. */
const wrappers =
  /^(?:properties|attributes|fields|node)[.\s_]+|^(?:(?:custom|booking|intake|form|field|question|answer|response|formular|felt|spørgsmål|svar)s?\s?\d{0,3}\s?){1,4}:\s*|\.(?:string|integer|double|timestamp|boolean)Value$/gi;

/** The words of a header, folded, numbers apart: `POAddressLine1`, `x.0.y` and `fields.mail.stringValue` are several. */
function wordsOf(header: string): readonly string[] {
  return header
    .replace(wrappers, '')
    .replace(/['’]s(?!\p{L})/gu, '')
    .replace(/(?:_id|Id)(?=\.)/g, '')
    .replace(/(?:zip\s*\/\s*)?postal[\s_-]?code|zip\s*\/\s*postal/giu, ' postcode ')
    .replace(/(?<!\p{L})e[-\s]?mail|(?<=\p{Ll})E-?Mail/giu, ' email')
    .replace(/(?<!\p{L})e[-\s]?post/giu, ' epost')
    .replace(/(?<![\p{L}])c\/o(?![\p{L}])/giu, ' co ')
    .replace(/#s?(?!\p{L})/gu, ' number ')
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .replace(/(?<=\p{Lu})(?=\p{Lu}\p{Ll})/gu, ' ')
    .replace(/(\p{L})(\d)/gu, '$1 $2')
    .replace(/(\d)(\p{L})/gu, '$1 $2')
    .split(/[^\p{L}\p{N}]+/u)
    .map(foldHeader)
    .filter((word) => word !== '');
}

function interpret(header: string): HeaderReading {
  const number = { inside: 0, last: 0 };
  let hasUnknown = false;
  const words: (readonly Meaning[])[] = [];
  for (const word of wordsOf(header)) {
    number.inside ||= number.last;
    number.last = 0;
    if (/^\d+$/.test(word)) {
      // A value for one year is something else.
      if (/^(?:19|20)\d\d$/.test(word)) return { ...nothing, isForeign: true };
      number.last = Number(word);
      continue;
    }
    const found = meaningsOf(word);
    if (found === null) hasUnknown = true;
    else words.push(...found);
  }
  const things = new Set(words.map(([first]) => first as Meaning));
  const isForeign = words.some((meaning) => meaning.includes('foreign'));
  if (isForeign || hasUnknown) return { ...nothing, things, isForeign, hasUnknown };
  for (const choice of choices(words)) {
    const reading = together(choice, number);
    if (reading !== null) return { ...reading, things, isForeign, hasUnknown };
  }
  return { ...nothing, things, hasUnknown: false };
}

/** No header has this many words with several meanings. */
const mostChoices = 64;

/** The words, each with one of its meanings; a role before a thing. */
function choices(words: readonly (readonly Meaning[])[]): readonly (readonly Meaning[])[] {
  let all: Meaning[][] = [[]];
  for (const meanings of words) {
    all = all.flatMap((before) => meanings.map((meaning) => [...before, meaning]));
    if (all.length > mostChoices) return [];
  }
  const weight = (choice: readonly Meaning[]) => choice.filter((meaning) => roles.has(meaning)).length;
  return all.sort((one, other) => weight(other) - weight(one));
}

/** The numbers in a header: `Address 2 - City` is part of a second address, and `Street 2` a second line of one. */
interface HeaderNumber {
  readonly inside: number;
  readonly last: number;
}

function together(
  words: readonly Meaning[],
  number: HeaderNumber,
): Pick<HeaderReading, 'target' | 'group' | 'rank'> | null {
  const own = new Set(words.filter((meaning) => roles.has(meaning)));
  const things = [...new Set(words.filter((meaning) => !roles.has(meaning) && meaning !== 'filler'))];
  // `Street 2 (home)` is a line of the home's address, as `Home street 2` is.
  const isStreet = things.length === 1 && things[0] === 'street';
  const lines = isStreet ? { inside: 0, last: number.inside || number.last } : number;
  const target = things.length === 0 ? whoAlone(own) : targetOf(things, words, own, lines);
  if (target === null) return null;
  const isLine = target === 'street2' || target === 'street' || target === 'address';
  const counted = lines.inside || (isLine ? 0 : lines.last);
  const further = counted > 1 ? counted : 0;
  if (!parts.test(target)) return { target, group: '', rank: rankOf(target, own, things) + further / 10 };
  const place = where.find((each) => own.has(each)) ?? '';
  const group = further === 0 ? place : `${place}${further}`;
  return { target, group, rank: placeRanks[place] + further / 100 };
}

/** An address where the cleaning is before one for letters, and that before one for invoices. */
const placeRanks: Readonly<Record<(typeof where)[number] | '', number>> = {
  here: 0,
  delivery: 2,
  '': 2,
  home: 2,
  work: 2,
  mailing: 2.5,
  landline: 2,
  other: 3,
  billing: 4,
};

/** `Kunde` or `Contact` alone is a name. */
function whoAlone(own: ReadonlySet<Meaning>): ColumnTarget | null {
  const isWho = own.size > 0 && [...own].every((role) => role === 'customer' || role === 'contact');
  return isWho ? 'name' : null;
}

function targetOf(
  things: readonly Meaning[],
  words: readonly Meaning[],
  own: ReadonlySet<Meaning>,
  number: HeaderNumber,
): ColumnTarget | null {
  const key = [...things].sort().join('+');
  const isPlaced = where.some((each) => own.has(each));
  const isSecondLine = number.last > 1;
  if (key === 'line' && isPlaced) return isSecondLine ? 'street2' : 'street';
  const target = phrases[key] ?? partOf(things);
  if (target === null) return null;
  // A place, a delivery and an office have names, and they are not the customer's.
  const isNaming = /^(?:name|firstName|lastName|middleName)$/.test(target);
  if (isNaming && isPlaced && !own.has('billing')) return null;
  if (
    target === 'name' &&
    words.includes('last') &&
    words.includes('first') &&
    words.indexOf('last') < words.indexOf('first')
  )
    return 'lastFirstName';
  if (isSecondLine && (target === 'street' || target === 'address')) return 'street2';
  if (target === 'lastName' && own.has('contact') && !words.includes('name')) return 'lastContactAt';
  return target === 'lastContactAt' && things.includes('latest') && things.length === 1 && !own.has('contact')
    ? null
    : target;
}

/** `Address 1 - City` is a city. */
function partOf(things: readonly Meaning[]): ColumnTarget | null {
  const inside = things.filter((thing) => thing !== 'address' && thing !== 'adresse');
  const target = phrases[[...inside].sort().join('+')];
  return target !== undefined && parts.test(target) ? target : null;
}

const parts = /^(?:address|street|houseNumber|floor|door|street2|postalCode|city|postalCodeAndCity|country)$/;

/**
 * Lower ranks are used first: a mobile before a landline, the customer before the contact person, a whole name before
 * one turned round.
 */
function rankOf(target: ColumnTarget, own: ReadonlySet<Meaning>, things: readonly Meaning[]): number {
  if (things.includes('mobile')) return own.has('other') ? 3 : 0;
  if (own.has('other')) return 5;
  if (own.has('billing') || (own.has('delivery') && target === 'phone')) return 4;
  if (own.has('display')) return turnedRank;
  if (target === 'phone' && things.includes('address')) return contactRank;
  return (own.has('contact') && !own.has('customer') && target === 'name') || own.has('work') || own.has('landline')
    ? contactRank
    : 1;
}

/** The rank of a contact person's name, behind the customer's. */
export const contactRank = 2;

/** From this rank on, a name is one that a system composes, as `Holm, Mette`. */
export const turnedRank = 3;
