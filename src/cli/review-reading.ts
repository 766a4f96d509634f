import { createInterface } from 'node:readline/promises';
import type { FileReading } from '../core/customers/match/ports.js';
import { ConfigurationError, saying } from '../core/errors.js';
import { tellFinding } from '../messages/findings.js';
import { type Page, wordsOn } from '../reports/page.js';
import { renderReading } from '../reports/reading-table.js';

/** Findings that say how columns were taken without --map: a person had better look. */
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
  /** Whether a person is there to answer, and is not to be left alone. */
  readonly asks: boolean;
}

/** Shows how a file is read, with what is in doubt, and asks where there is doubt. Throws ConfigurationError on a no. */
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
