import { pathToFileURL } from 'node:url';
import { isClear, mayBeOne, weights } from '../src/core/calendar/match/weigh-likeness.js';
import { linkedTable, type PairState, unlinkedTable } from '../src/core/calendar/model/truth-table.js';
import { planPair } from '../src/core/calendar/plan/plan-pair.js';
import { directions, outcomeOf, policies, samplePair, sampleRules } from '../test/helpers/sample-pairs.js';

const words: Readonly<Record<string, string>> = {
  '.': '–',
  '=': 'stored as agreed',
  '?': 'reported, nothing is done',
  'e+': 'event created',
  'e~': 'event changed',
  'e^': 'event restored',
  'e-': 'event deleted',
  'b+': 'booking created',
  'b~': 'booking changed',
  'b^': 'booking restored',
  'b-': 'booking cancelled',
  wait: 'waits for a run both ways',
  hold: 'held for a person',
};

/** The table of docs/sync.md, in Markdown: each row of the truth table, planned for every direction and policy. */
export function truthTableMarkdown(): string {
  return [
    ...section('A booking and an event that are linked:', true, Object.keys(linkedTable) as PairState[]),
    '',
    ...section('Before the first sync of a pair:', false, Object.keys(unlinkedTable) as PairState[]),
    '',
    'Before their first sync, a booking and an event that begin together are compared by their values:',
    '',
    '| value | weight |',
    '| --- | --- |',
    ...Object.entries(weights).map(([what, said]) => `| ${what} | ${weightsOf(said)} |`),
    '',
    `They are linked when that is ${isClear} or more, and all that begin together would weigh at least ${isClear} less without that pair.`,
    `From ${mayBeOne} on they may match: then they are reported and left alone. Another address, customer or service always rules a match out.`,
    '',
  ].join('\n');
}

function weightsOf(said: Readonly<Record<string, number>>): string {
  return Object.entries(said)
    .map(([how, weight]) => `${how} ${weight > 0 ? '+' : '−'}${Math.abs(weight)}`)
    .join(', ');
}

function section(title: string, linked: boolean, states: readonly PairState[]): string[] {
  return [
    title,
    '',
    '| booking | event | both ways | `google-to-db` | `db-to-google` |',
    '| --- | --- | --- | --- | --- |',
    ...states.map((state) => row(state, linked)),
  ];
}

function row(state: PairState, linked: boolean): string {
  const pair = samplePair(state, linked);
  const cells = directions.map((direction) => {
    const byOutcome = new Map<string, string[]>();
    for (const policy of policies) {
      const outcome = outcomeOf(planPair(pair, sampleRules(direction, policy)));
      byOutcome.set(outcome, [...(byOutcome.get(outcome) ?? []), policy]);
    }
    const entries = [...byOutcome];
    if (entries.length === 1) return words[entries[0]?.[0] ?? ''] ?? '';
    return entries
      .map(([outcome, of]) => `${of.map((policy) => `\`${policy}\``).join(', ')}: ${words[outcome]}`)
      .join('; ');
  });
  return `| ${[...state.split('/'), ...cells].join(' | ')} |`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) process.stdout.write(truthTableMarkdown());
