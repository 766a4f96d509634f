const months: ReadonlyMap<string, number> = new Map(
  [
    'jan januar january januari',
    'feb februar february februari',
    'mar marts march mars märz',
    'apr april',
    'maj may mai',
    'jun juni june',
    'jul juli july',
    'aug august augusti',
    'sep sept september',
    'okt oct oktober october',
    'nov november',
    'dec dez des december dezember desember',
  ].flatMap((words, index) => words.split(' ').map((word) => [word, index + 1] as const)),
);

/** The words in dates that reading knows, in lower case; redacting keeps them. */
export const monthWords: readonly string[] = [...months.keys()];
export const weekdayWords: readonly string[] = [
  'mandag tirsdag onsdag torsdag fredag lørdag søndag måndag tisdag lördag söndag',
  'monday tuesday wednesday thursday friday saturday sunday',
  'montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag',
].flatMap((line) => line.split(' '));
export const wordsBesideDates: readonly string[] = 'den at um kl klokken uhr am pm til uge uke vecka week kw'.split(
  ' ',
);

/** A weekday is recognized by its first three letters with any ending, or by two letters alone. */
const cutWeekdays = (letters: number) => [...new Set(weekdayWords.map((word) => word.slice(0, letters)))].join('|');
const weekdayStem = new RegExp(`^(?:${cutWeekdays(3)})`, 'iu');
const weekday = new RegExp(
  `^(?:(?:${cutWeekdays(3)})\\p{L}*\\.?,?\\s+|(?:${cutWeekdays(2)})\\.?,?\\s+)?(?:(?:den|d\\.)\\s*)?(?=[\\d\\p{L}])`,
  'iu',
);

/** How many letters of a word must stay so that it is read as the same weekday; 0: it is not one. */
export function weekdayLetters(word: string): number {
  const lower = word.toLowerCase();
  if (word.length > 1 && weekdayWords.some((day) => day.startsWith(lower))) return word.length;
  return weekdayStem.test(lower) ? 3 : 0;
}

const monthSecond = /^(\d{1,2})\.?[\s/-]*(\p{L}+)\.?,?[\s/-]*(\d{4}|\d{2})(?![\d.:])/u;
const monthFirst = /^(\p{L}+)\.?\s+(\d{1,2}),?\s+(\d{4})(?!\d)/u;

/**
 * A written date turned into figures: `man. d. 31. marts 2025`, `31-mar-2025`, `March 31, 2025`, `31/3 2025`,
 * `31/3-25`, `31 - 3 - 2025`, `20250331`, `… kl. 14`. Any other text is returned unchanged.
 */
export function plainDate(text: string): string {
  const bare = text.replace(weekday, '').replace(/(?<=\d),?\s+(?:at|um)\s+(?=\d)/i, ' ');
  const compact = /^((?:19|20)\d\d)(\d\d)(\d\d)$/.exec(bare);
  if (compact !== null) return compact.slice(1).join('-');
  return bare
    .replace(monthSecond, (whole, day: string, month: string, year: string) => inFigures(whole, day, month, year))
    .replace(monthFirst, (whole, month: string, day: string, year: string) => inFigures(whole, day, month, year))
    .replace(/^(\d{1,2})\/(\d{1,2})(?:\s*-\s*|\s+)(\d{4})(?!\d)/, '$1-$2-$3')
    .replace(/^(\d{1,2})\/(\d{1,2})\s*-\s*(\d{2})(?![\d.:])/, '$1-$2-$3')
    .replace(
      /\s(?:kl\.?|klokken)\s*(\d{1,2})(?:[,.:](\d{2}))?$/i,
      (_, hour: string, minute = '00') => ` ${hour}:${minute}`,
    )
    .replace(/,?\s(\d{1,2})(:\d{2})?\s*uhr$/i, (_, hour: string, minutes = ':00') => ` ${hour}${minutes}`)
    .replace(/,?\s(\d{1,2})\s*([ap])\.?m\.?$/i, ' $1:00 $2m')
    .replace(/^(\d{1,2})\s*([-./])\s*(\d{1,2})\s*\2\s*(\d{4})(?!\d)/, '$1$2$3$2$4');
}

/** Why a text is not read as a date. */
export type DateProblem = 'not-a-date' | 'week' | 'month' | 'epoch' | 'excel-serial' | 'ambiguous' | 'no-such-date';

const week = /^(?:uge|uke|vecka|week|kw|w)\.?\s*\d{1,2}(?:\s*[-/,.]?\s*(?:\d{2}|\d{4}))?$|^\d{4}-?W\d{1,2}$/i;
const monthInFigures = /^(?:0?[1-9]|1[0-2])[-/.]\d{4}$|^\d{4}[-/.](?:0?[1-9]|1[0-2])$/;
const monthAlone = /^(\p{L}+)\.?,?[\s-]+(?:\d{4}|\d{2})$/u;

/** Why a text is not a date. */
export function whyNoDay(text: string): DateProblem {
  if (/^[2-6]\d{4}([.,]\d+)?$/.test(text)) return 'excel-serial';
  if (/^[1-3]\d{9}(?:\d{3})?$/.test(text)) return 'epoch';
  if (week.test(text)) return 'week';
  const isMonth = monthInFigures.test(text) || months.has(monthAlone.exec(text)?.[1]?.toLowerCase() ?? '');
  return isMonth ? 'month' : 'not-a-date';
}

function inFigures(whole: string, day: string, word: string, year: string): string {
  const month = months.get(word.toLowerCase());
  return month === undefined ? whole : `${day}-${month}-${year}`;
}
