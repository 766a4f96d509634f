import type { FileReading } from '../core/customers/match/ports.js';
import { safeText } from './one-line.js';
import { type Page, wordsOn } from './page.js';
import { renderTable } from './table.js';

const shownColumns = 60;
const longestSample = 18;

/** How a file is read, for a person to check: each column, its meaning, and some of its values. */
export function renderReading({ mapping, samples }: FileReading, page: Page): string {
  const { imports: words, items } = wordsOn(page);
  const filled = mapping.filter(({ index }) => (samples.get(index) ?? []).length > 0);
  const rows = filled.slice(0, shownColumns).map(({ header, target, index }) => {
    const became = target === null || target === 'ignore' ? words.leftOut : target;
    return [safeText(header), became, (samples.get(index) ?? []).map(short).join(' · ')];
  });
  const [column, became, values] = words.readingHeads;
  const table = renderTable(page, [{ head: column }, { head: became }, { head: values, flexible: true }], rows);
  const more = filled.length > shownColumns ? `\n${items.more(filled.length - shownColumns)}` : '';
  return `${words.reading}\n\n${table}${more}`;
}

function short(text: string): string {
  const line = safeText(text.replace(/\s+/g, ' '));
  return line.length > longestSample ? `${line.slice(0, longestSample - 1)}…` : line;
}
