import { describe, expect, test } from 'vitest';
import { linkedTable, unlinkedTable } from '../../../../src/core/calendar/model/truth-table.js';
import { planPair } from '../../../../src/core/calendar/plan/plan-pair.js';
import { directions, outcomeOf, policies, samplePair, sampleRules, sideStates } from '../../../helpers/sample-pairs.js';
import { outcomeIn, rows } from '../../../helpers/truth-rows.js';

const statesOf = (kind: string) => rows.filter(([of]) => of === kind).map(([, state]) => state);

test('every state has its row, in the order of the truth table', () => {
  expect(statesOf('linked')).toEqual(Object.keys(linkedTable));
  expect(statesOf('unlinked')).toEqual(Object.keys(unlinkedTable));
  const all = sideStates.flatMap((booking) => sideStates.map((event) => `${booking}/${event}`));
  expect([...statesOf('linked')].sort()).toEqual([...all].sort());
  // Without a link nothing is known of before: no side has changed or stayed the same.
  const first = all.filter((state) => !/changed/.test(state));
  expect([...statesOf('unlinked')].sort()).toEqual([...first].sort());
});

describe.each(rows.map((row) => ({ row, kind: row[0], state: row[1], action: row[2] })))(
  '$kind $state: $action',
  ({ row, kind, state, action }) => {
    const pair = samplePair(state, kind === 'linked');

    test.each(directions.flatMap((direction) => policies.map((policy) => ({ direction, policy }))))(
      '$direction, $policy',
      ({ direction, policy }) => {
        const plan = planPair(pair, sampleRules(direction, policy));
        expect(plan).toMatchObject({ state, action });
        expect(outcomeOf(plan)).toBe(outcomeIn(row, direction, policy));
      },
    );
  },
);

test('the event wins where it was changed last, and neither where the stamps are too near to tell', () => {
  const pair = samplePair('changed/changed', true);
  const changedAt = (iso: string) => ({ ...pair, event: pair.event && { ...pair.event, updated: new Date(iso) } });
  const rules = sampleRules('bidirectional', 'newest');
  expect(outcomeOf(planPair(changedAt('2026-05-03T00:00:00Z'), rules))).toBe('b~');
  expect(outcomeOf(planPair(changedAt('2026-05-02T00:00:00.500Z'), rules))).toBe('hold');
  const skewed = { ...rules, skewMs: 2 * 86_400_000 };
  expect(outcomeOf(planPair(changedAt('2026-05-03T00:00:00Z'), skewed))).toBe('hold');
});
