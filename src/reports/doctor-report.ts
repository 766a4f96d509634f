import type { DoctorResult } from '../core/results/setup-result.js';
import { tellCheck } from '../messages/checks.js';
import { renderAction } from './failure.js';
import { safeText } from './one-line.js';
import { type Page, paint, wordsOn } from './page.js';
import { wrap } from './wrap.js';

const marks = {
  ok: ['ok  ', 'green'],
  warn: ['warn', 'yellow'],
  fail: ['FAIL', 'red'],
  skipped: ['-   ', 'dim'],
} as const;
const margin = 6;

/** Each check with how to fix it, in the order in which it has to be fixed; then the summary. */
export function renderDoctor({ checks, success }: DoctorResult, page: Page): string {
  const count = (state: DoctorResult['checks'][number]['state']) =>
    checks.filter((check) => check.state === state).length;
  const { allIsWell, checksFailed } = wordsOn(page).programs;
  const sum = success
    ? paint(page, 'green', allIsWell(count('warn')))
    : paint(page, 'red', checksFailed(count('fail'), checks.length));
  return [...checks.flatMap((check) => renderCheck(check, page)), '', sum].join('\n');
}

function renderCheck(check: DoctorResult['checks'][number], page: Page): string[] {
  const { name, message, actions } = tellCheck(check, { language: page.language, as: 'typed' });
  const [mark, style] = marks[check.state];
  const lines = message.split('\n').map(safeText);
  const [first = '', ...rest] = lines.flatMap((line) => wrap(line, page, { indent: margin, used: name.length + 2 }));
  return [
    `${paint(page, style, mark)}  ${paint(page, 'bold', safeText(name))}: ${first}`,
    ...rest.map((line) => `${' '.repeat(margin)}${line}`),
    ...actions.flatMap((action) => renderAction(action, page, margin + 2)).map(safeText),
  ];
}
