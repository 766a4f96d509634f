import { createInterface } from 'node:readline/promises';
import type { FileReading } from '../core/customers/match/ports.js';
import { ConfigurationError, saying } from '../core/errors.js';
import { tellFinding } from '../messages/findings.js';
import { type Page, wordsOn } from '../reports/page.js';
import { renderReading } from '../reports/reading-table.js';

/** Findings about a guessed meaning of a column: the user should check it. */
const doubtful: ReadonlySet<string> = new Set([
  'column-by-cells',
  'column-contradicts',
  'contact-unused',
  'no-bookings',
  'list-of-orders',
  'json-list',
  'json-list-left',
  'names-last-first',
]);

function isDoubtful({ findings }: FileReading): boolean {
  return findings.some(({ code }) => doubtful.has(code));
}

interface ReviewOptions {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  readonly page: Page;
  /** Whether to ask a person. */
  readonly asks: boolean;
}

/** Shows how a file is read and which columns are in doubt; asks if any is. Throws ConfigurationError if the answer is no. */
export async function reviewReading(reading: FileReading, { input, output, page, asks }: ReviewOptions): Promise<void> {
  output.write(`${renderReading(reading, page)}\n\n`);
  if (!asks || !isDoubtful(reading)) return;
  const { language } = page;
  for (const finding of reading.findings.filter(({ code }) => doubtful.has(code)))
    output.write(`${finding.column ?? ''}: ${tellFinding(finding, { language, as: 'typed' }).reason}\n`);
  const terminal = createInterface({ input, output, terminal: false });
  const answer = await terminal.question(wordsOn(page).imports.askReading);
  terminal.close();
  if (/^(y|yes|j|ja)$/i.test(answer.trim())) return;
  throw new ConfigurationError(saying('not-confirmed/reading', {}));
}
