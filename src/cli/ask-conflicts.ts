import { createInterface } from 'node:readline/promises';
import type { FieldChoices } from '../core/calendar/model/sync-rules.js';
import type { HeldConflictDetail } from '../core/results/status-result.js';
import { renderOneConflict } from '../reports/conflicts-report.js';
import { fieldName } from '../reports/history-report.js';
import { type Page, wordsOn } from '../reports/page.js';

interface AskOptions {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  readonly page: Page;
  readonly signal: AbortSignal;
}

export interface Answer {
  readonly conflict: HeldConflictDetail;
  readonly fields: FieldChoices;
}

/** Asks about each conflict, one at a time. A skipped conflict stays held, and so do all after quitting. */
export async function askConflicts(
  held: readonly HeldConflictDetail[],
  options: AskOptions,
): Promise<readonly Answer[]> {
  const { input, output, page, signal } = options;
  const lines = createInterface({ input, output, terminal: false });
  const replies = lines[Symbol.asyncIterator]();
  const ask = async (question: string, allowed: readonly string[]): Promise<string> => {
    for (;;) {
      signal.throwIfAborted();
      output.write(`${question} `);
      const { value, done } = await replies.next();
      if (done === true) return 'quit';
      const meant = wordsOn(page).programs.answers[String(value).trim().toLowerCase().slice(0, 1)];
      if (meant !== undefined && allowed.includes(meant)) return meant;
    }
  };
  const stop = () => lines.close();
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await askEach(held, (text) => output.write(`${text}\n`), ask, page);
  } finally {
    signal.removeEventListener('abort', stop);
    lines.close();
    signal.throwIfAborted();
  }
}

/** Asks again until the answer is one of the allowed ones. */
type Ask = (question: string, allowed: readonly string[]) => Promise<string>;

const sides = ['google', 'database'] as const;

async function askEach(
  held: readonly HeldConflictDetail[],
  say: (text: string) => void,
  ask: Ask,
  page: Page,
): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  const words = wordsOn(page).programs;
  for (const [index, conflict] of held.entries()) {
    say(`\n${words.oneOf(index + 1, held.length)}\n${renderOneConflict(conflict, page)}`);
    const several = conflict.fields.length > 1;
    const answer = await ask(words.whoIsRight(several), [...sides, ...(several ? ['fields'] : []), 'skip', 'quit']);
    if (answer === 'quit') break;
    if (answer === 'skip') continue;
    const fields: Record<string, FieldChoices[string]> = {};
    for (const field of conflict.fields) {
      const question = words.whoIsRightIn(fieldName(page, field));
      const side = answer === 'fields' ? await ask(question, [...sides, 'quit']) : answer;
      if (side === 'quit') return answers;
      fields[field] = side as FieldChoices[string];
    }
    answers.push({ conflict, fields });
  }
  return answers;
}
