import { type CountryCode, getCountries } from 'libphonenumber-js/min';

/** Languages in which files name countries. */
const languages = ['da', 'en', 'de', 'sv', 'nb'];
/** Other names: short names, three letters, calling codes. */
const alsoCalled: Readonly<Record<string, string>> = {
  DK: 'dnk 45',
  NO: 'nor 47',
  SE: 'swe 46',
  DE: 'deu ger 49 brd',
  FI: 'fin suomi 358',
  IS: 'isl ísland 354',
  FO: 'fro føroyar 298',
  GL: 'grl 299',
  GB: 'uk gbr england scotland skotland wales 44',
  NL: 'nld holland nederland 31',
  PL: 'pol polska 48',
  US: 'usa',
};

const known = new Map<CountryCode, ReadonlySet<string>>();
let all: ReadonlyMap<string, CountryCode> | null = null;
let spoken: readonly Intl.DisplayNames[] = [];

function namesOf(country: CountryCode): ReadonlySet<string> {
  let names = known.get(country);
  if (names === undefined) {
    if (spoken.length === 0) spoken = languages.map((name) => new Intl.DisplayNames(name, { type: 'region' }));
    const full = [country, ...spoken.map((language) => language.of(country) ?? country)];
    names = new Set([...full.map(fold), ...(alsoCalled[country]?.split(' ') ?? []), ...full]);
    known.set(country, names);
  }
  return names;
}

/** Whether a text names this country: `dk`, `Danmark`, `+45`. */
export function isNameOf(country: string, text: string): boolean {
  const names = namesOf(country as CountryCode);
  if (names.has(text)) return true;
  // Most texts are the town at an address's end.
  const isTown = text.length > 5 && text.charCodeAt(0) < 58 && text.charCodeAt(0) > 47;
  return !isTown && names.has(fold(text));
}

/** The country in a text, as ISO 3166 code; null if it is unknown. */
export function countryNamed(text: string): string | null {
  all ??= new Map(
    getCountries()
      .flatMap((country) => [...namesOf(country)].map((name) => [name, country] as const))
      .reverse(),
  );
  return all.get(fold(text)) ?? null;
}

function fold(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/^(?:\+|00)(?=\d)/, '');
}
