import { InputFileError } from '../../errors.js';
import type { ImportOptions } from '../../options/import-options.js';
import { type Analysis, analyzeFile } from '../columns/analyze-file.js';
import { foldHeader } from '../columns/fold-header.js';
import type { CustomerSource, Redactor } from '../model/source.js';
import { places, redactCell } from './redact-cell.js';
import { DigitReplacer } from './replace-digits.js';
import { WordReplacer } from './replace-words.js';
import { readWordFacts } from './word-facts.js';

/** The additional columns of a rejects file stay: they hold no personal data. */
const ours = /^renossync/;

/**
 * Makes the function that replaces a file's texts: everything below its headers, or all of it if there are none. The
 * same seed gives the same words.
 */
export async function makeRedactor(source: CustomerSource, options: ImportOptions, seed: string): Promise<Redactor> {
  const analysis = await understood(source, options);
  const facts = await readWordFacts(source, analysis, options);
  const by = { words: new WordReplacer(seed, facts), digits: new DigitReplacer(seed) };
  const headerSeq = analysis === null ? await likelyHeader(source) : analysis.headerSeq;
  const placeOf = places(analysis);
  return {
    headerSeq,
    text: (text, column) => {
      const place = placeOf(column);
      return ours.test(foldHeader(place.header)) ? text : redactCell(text, place, by);
    },
  };
}

/** null: the file cannot be understood, which is the reason for sending it. */
async function understood(source: CustomerSource, options: ImportOptions): Promise<Analysis | null> {
  try {
    return await analyzeFile(source, options);
  } catch (error) {
    if (error instanceof InputFileError) return null;
    throw error;
  }
}

/**
 * The first row of a table without known headers, if it looks like headers: words alone, above cells with figures or
 * e-mails.
 */
async function likelyHeader(source: CustomerSource): Promise<number | null> {
  if (source.fields() !== null) return null;
  for await (const [head, ...rows] of source.rows()) {
    const texts = head?.cells.map(String) ?? [];
    const isData = (text: string) => /\d|@/.test(text);
    const isAbove = texts.some((_, index) => {
      const below = rows.slice(0, 50).map(({ cells }) => String(cells[index] ?? ''));
      return below.length > 0 && below.filter(isData).length * 2 > below.length;
    });
    return head !== undefined && texts.length > 1 && !texts.some(isData) && isAbove ? head.seq : null;
  }
  return null;
}
