import { expect, test } from 'vitest';
import { decideRows } from '../../../../src/core/customers/match/decide-rows.js';
import type { MatchRules, RowToDecide } from '../../../../src/core/customers/match/row-decision.js';
import type { CustomerDraft } from '../../../../src/core/customers/model/customer.js';

const rules: MatchRules = { mode: 'overwrite', country: 'DK', onDuplicate: 'update', onProbable: 'hold' };
const nothing: CustomerDraft = {
  ...{ name: '', email: null, phone: null, address: null, companyName: null, notes: null, tags: [] },
  ...{ totalLeads: null, totalBookings: null, totalRevenue: null, lastContactAt: null },
};
type Said = Partial<CustomerDraft> & { readonly name: string };

const rowOf = (said: Said, seq = 0): RowToDecide => ({
  ...{ seq, line: seq + 2, newId: `new${seq}`, hasBookings: false },
  customer: { ...nothing, ...said },
});
const phone = '+4520607080';

const word = (n: number) =>
  [n % 19, (n >> 4) % 17, (n >> 8) % 23, (n >> 12) % 13]
    .map((at) => 'bakedilofunymersavoti'.slice(at, at + 3))
    .join('');

test('ten thousand people on one phone are decided in some seconds', () => {
  const rows = Array.from({ length: 10_000 }, (_, n) =>
    rowOf({ name: `${word(n)} ${word(n * 7919 + 13)}`, email: `k${n}@x.example`, phone }, n),
  );
  const started = performance.now();
  const decisions = decideRows(rows, [], rules);
  expect(decisions.filter(({ outcome }) => outcome === 'created').length).toBeGreaterThan(9_900);
  expect(performance.now() - started).toBeLessThan(20_000);
});

test.each([
  ['two phones', (n: number) => ({ email: `k${n >> 1}@x.example`, phone: `+457010101${n % 2}` })],
  ['one e-mail and phones of their own', (n: number) => ({ email: 'info@x.example', phone: `+45${20_000_000 + n}` })],
  [
    'one name and address',
    (n: number) => ({ name: 'Jens Hansen', address: 'Vej 1, 8000 Aarhus', phone: `+45${20_000_000 + n}` }),
  ],
])('rows that share %s cost in proportion to their number', (_, says) => {
  const timeOf = (count: number) => {
    const rows = Array.from({ length: count }, (_, n) =>
      rowOf({ name: `${word(n)} ${word(n * 7919 + 13)}`, ...says(n) }, n),
    );
    const started = performance.now();
    expect(decideRows(rows, [], rules)).toHaveLength(count);
    return performance.now() - started;
  };
  timeOf(500);
  // Eight times as many rows take eight times as long; with a product they would take 64 times.
  expect(timeOf(8_000) / Math.max(timeOf(1_000), 20)).toBeLessThan(24);
});
