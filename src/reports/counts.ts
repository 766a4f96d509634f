import { number, type Page, wordsOn } from './page.js';

/** The counts of a run in words, without zeros and requests: `2 events created, 1 failed`. */
export function countsInWords(page: Page, counts: Readonly<Record<string, unknown>>): string {
  const words: Readonly<Record<string, (count: number) => string>> = wordsOn(page).runs.counts;
  return Object.entries(counts)
    .filter(
      (entry): entry is [string, number] => typeof entry[1] === 'number' && entry[1] > 0 && entry[0] !== 'requests',
    )
    .map(([name, count]) => words[name]?.(count) ?? `${number(page, count)} ${name}`)
    .join(', ');
}
