/** The languages of reports, errors, prompts and progress. Help and JSON are English. */
export const languages = ['en', 'da'] as const;
export type Language = (typeof languages)[number];

/** The flag, otherwise RENOS_LANG, otherwise the locale of messages in POSIX's order of variables; empty ones are unset. */
export function chooseLanguage(flag: string | undefined, env: Readonly<Record<string, string | undefined>>): Language {
  const { RENOS_LANG, LC_ALL, LC_MESSAGES, LANG } = env;
  const said = [flag, RENOS_LANG, LC_ALL, LC_MESSAGES, LANG].find((word) => (word ?? '').trim() !== '');
  return /^\s*da(?![a-z])/i.test(said ?? '') ? 'da' : 'en';
}

/**
 * The one of our languages with the highest weight in Accept-Language (RFC 9110, section 12.5.4), of equal ones the
 * first. null: it names neither.
 */
export function preferredLanguage(header: string | undefined): Language | null {
  let best: { readonly language: Language | null; readonly weight: number } = { language: null, weight: 0 };
  for (const range of (header ?? '').toLowerCase().split(',')) {
    const [, tag, weight = '1'] = /^\s*(da|en)(?:-[a-z\d-]*)?\s*(?:;\s*q\s*=\s*([\d.]+)\s*)?$/.exec(range) ?? [];
    if (tag !== undefined && Number(weight) > best.weight) best = { language: tag as Language, weight: Number(weight) };
  }
  return best.language;
}

const plurals = new Map<Language, Intl.PluralRules>();
const numbers = new Map<string, Intl.NumberFormat>();

/** A number in a language's format; in English plain digits, as scripts read them. */
export function digits(language: Language, value: number, decimals?: number): string {
  if (language === 'en') return decimals === undefined ? String(value) : value.toFixed(decimals);
  const key = `${language} ${decimals ?? ''}`;
  const fixed = decimals === undefined ? {} : { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  const format = numbers.get(key) ?? new Intl.NumberFormat('da-DK', fixed);
  numbers.set(key, format);
  return format.format(value);
}

/** Counts things in a language: `3 bookings`. */
export function counter(language: Language): (count: number, one: string, many: string) => string {
  return (count, one, many) => `${digits(language, count)} ${isOne(language, count) ? one : many}`;
}

function isOne(language: Language, count: number): boolean {
  const rules = plurals.get(language) ?? new Intl.PluralRules(language);
  plurals.set(language, rules);
  return rules.select(count) === 'one';
}
