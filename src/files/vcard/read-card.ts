import ICAL from 'ical.js';
import type { Cell } from '../../core/customers/model/source.js';
import { asVersionThree } from './as-version-three.js';

/** The fields of a contact, by names that every list may have; the `cells` of a row have this order. */
export const cardFields = [
  'Name',
  'Company',
  'E-mail',
  'Mobile',
  'Phone',
  'Fax',
  'Street',
  'Postal Code',
  'City',
  'Country',
  'Notes',
  'Tags',
] as const;

/** A property of a jCard: name, parameters, type, values. */
type Property = readonly [
  string,
  Readonly<Record<string, string | readonly string[]>>,
  string,
  ...(string | string[])[],
];

/**
 * The cells of a card; null for a group of contacts, which is not a customer. Throws if the card cannot be parsed.
 * Source: RFC 2426, RFC 6350 and, for version 2.1, the versit specification.
 */
export function readCard(lines: readonly string[]): readonly Cell[] | null {
  const [, properties] = ICAL.parse(asVersionThree(lines)) as [string, Property[]];
  const all = (name: string) => properties.filter(([each]) => each === name);
  if ([...all('kind'), ...all('x-addressbookserver-kind')].some((each) => /^group$/i.test(textOf(each)))) return null;
  const phones = preferredFirst(all('tel')).map((each) => [each, textOf(each).replace(/^tel:/i, '')] as const);
  const isFax = (each: Property) => typesOf(each).has('fax');
  const isMobile = (each: Property) => typesOf(each).has('cell') || typesOf(each).has('iphone');
  const numbers = (which: (each: Property) => boolean) =>
    listOf(phones.filter(([each]) => which(each)).map(([, text]) => text));
  const [address, ...others] = preferredFirst(all('adr')).filter((each) => partsOf(each).some((part) => part !== ''));
  const home = address === undefined ? null : addressOf(address);
  const notes = [
    ...all('note').map((each) => textOf(each).replaceAll('\\;', ';')),
    ...others.map(
      (each) =>
        `Address: ${Object.values(addressOf(each))
          .filter((part) => part !== '')
          .join(', ')}`,
    ),
  ];
  return [
    nameOf(all('n')[0], all('fn')[0]),
    partsOf(all('org')[0])[0] ?? '',
    listOf(preferredFirst(all('email')).map((each) => textOf(each).replace(/^mailto:/i, ''))),
    numbers((each) => isMobile(each) && !isFax(each)),
    numbers((each) => !isMobile(each) && !isFax(each)),
    numbers(isFax),
    ...(home === null ? ['', '', '', ''] : [home.street, home.code, home.city, home.country]),
    notes.join('\n'),
    listOf(all('categories').flatMap((each) => each.slice(3).flat().map(String))),
  ];
}

/** The name in spoken order; the name for sorting may have the last name first. */
function nameOf(parts: Property | undefined, formatted: Property | undefined): string {
  const [family = '', given = '', additional = ''] = partsOf(parts);
  const spoken = [given, additional, family].filter((part) => part !== '').join(' ');
  return given !== '' && family !== '' ? spoken : textOf(formatted) || spoken;
}

function addressOf(property: Property) {
  const [box = '', extended = '', street = '', city = '', , code = '', country = ''] = partsOf(property);
  const line = [street, extended].filter((part) => part !== '').join(', ');
  return { street: line || box, code, city, country };
}

function partsOf(property: Property | undefined): string[] {
  const value = property?.[3];
  const parts = Array.isArray(value) ? value : [value ?? ''];
  return parts.map((part) => String(Array.isArray(part) ? part.join(' ') : part).trim());
}

function textOf(property: Property | undefined): string {
  return partsOf(property)
    .filter((part) => part !== '')
    .join(' ');
}

function typesOf([, parameters]: Property): ReadonlySet<string> {
  return new Set([parameters.type ?? []].flat().flatMap((type) => type.toLowerCase().split(',')));
}

/** Source: `PREF` of RFC 6350 is a number, the smallest first; before, it is one of the types. Homes go before work. */
function preferredFirst(properties: readonly Property[]): readonly Property[] {
  const rank = (each: Property) => {
    const types = typesOf(each);
    const given = Number(each[1].pref ?? Number.NaN);
    if (!Number.isNaN(given)) return given;
    return types.has('pref') ? 0 : types.has('home') ? 200 : 300;
  };
  return [...properties].sort((one, other) => rank(one) - rank(other));
}

function listOf(texts: readonly string[]): Cell {
  const filled = [...new Set(texts.filter((text) => text !== ''))];
  return filled.length < 2 ? (filled[0] ?? '') : filled;
}
