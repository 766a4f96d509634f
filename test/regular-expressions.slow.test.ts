import { expect, test } from 'vitest';
import { attacksOn, isEndless, type Pattern, patterns } from './helpers/patterns.js';

/** Patterns that only ever see short texts, and how long these are at most. */
const cut: Readonly<Record<string, number>> = {
  // A duration of more than 100 characters is none.
  'core/customers/read/read-duration.ts': 100,
  // What a rule for dates found: three dozen characters.
  'core/customers/redact/redact-cell.ts': 40,
  // A longer cell is no phone.
  'core/customers/values/phone.ts': 500,
  // The address of the database, which its operator writes.
  'db/client/cut-address.ts': 500,
};

const length = 2_000;

function textOf(attack: string, count: number): readonly string[] {
  const body = attack.repeat(Math.ceil(count / attack.length));
  return [`${body}\u0001`, `a${body}\u0001a`];
}

/** Milliseconds of the processor, the least of some times: what else the machine does meanwhile does not count. */
function timeOf(expression: RegExp, texts: readonly string[], times: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (let time = 0; time < times; time += 1) {
    const startedAt = process.cpuUsage();
    for (const text of texts) {
      if (expression.global) text.replace(expression, '');
      else expression.test(text);
    }
    const { user, system } = process.cpuUsage(startedAt);
    least = Math.min(least, (user + system) / 1000);
  }
  return least;
}

/** The text on which a pattern takes more than linear time; null: there is none among those that were tried. */
function worstOf(pattern: Pattern): string | null {
  const expression = new RegExp(pattern.source, pattern.flags.replace('y', ''));
  const longest = cut[pattern.place.split(':')[0] ?? ''];
  const attacks = attacksOn(pattern);
  // What takes exponential time is found by a short text, and would not end with a long one.
  // Tried again before it is believed, as other threads of this process may have tidied up meanwhile.
  const isStuck = (attack: string, times: number) => timeOf(expression, textOf(attack, 24), times) > 20;
  for (const attack of attacks) if (isStuck(attack, 1) && isStuck(attack, 3)) return attack;
  for (const attack of attacks) {
    const few = textOf(attack, length);
    // Often the first time is long for another reason, such as a pattern that is being compiled.
    if (timeOf(expression, few, 1) < 1) continue;
    const first = timeOf(expression, few, 5);
    // Four times the length: linear time is four times as much, quadratic time sixteen times.
    if (first < 1 || first / timeOf(expression, textOf(attack, length / 4), 2) < 8) continue;
    if (longest !== undefined && timeOf(expression, textOf(attack, longest), 3) < 1) continue;
    const growth = () => timeOf(expression, textOf(attack, 4 * length), 3) / timeOf(expression, few, 5);
    // What is slow is slow each time it is tried; a busy machine is not.
    if (growth() > 8 && growth() > 8 && growth() > 8) return attack;
  }
  return null;
}

test('no regular expression of ours takes more than linear time, whatever long text it meets', async () => {
  const all = await patterns();
  expect(all.length).toBeGreaterThan(400);
  const slow = all.filter(isEndless).flatMap((pattern) => {
    const attack = worstOf(pattern);
    return attack === null ? [] : [`${pattern.place} /${pattern.source}/ on ${JSON.stringify(attack)}`];
  });
  expect(slow).toEqual([]);
}, 900_000);

test.each([
  ['two runs of blanks before an end', '\\s+$', ''],
  ['letters that both of two parts take', '^[\\d.,]*\\d[\\d.,]*$', ''],
  ['a group within a group', '^(a+)+$', ''],
])('finds that a pattern is slow: %s', (_, source, flags) => {
  expect(worstOf({ place: 'here:1', source, flags })).not.toBeNull();
});
