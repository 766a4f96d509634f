import type { FindingId, Findings } from '../../src/core/codes/findings.js';
import { noting } from '../../src/core/customers/model/finding.js';
import type { Finding } from '../../src/core/results/import-result.js';
import { findings } from '../../src/messages/en/findings/findings.js';

/** Values for every sentence: each takes what it needs. */
const values = {
  ...{ count: 2, cells: 9, width: 4, line: 7, more: 2, opened: 3, closed: 9, rows: 2, columns: 1, place: 2 },
  ...{ name: '"Kol"', target: 'phone', other: 'notes', kind: 'phone', letter: 'U+0141', encoding: 'LATIN1' },
  ...{
    whose: 'mac',
    jq: '.x',
    isMore: true,
    fields: ['email', 'phone'],
    places: [{ line: 2 }, { line: 3, record: 3 }],
    totals: ['totalLeads'],
  },
  names: '"Farve", "Bil"',
  who: { line: 4 },
  doubt: { why: 'alike', reasons: [{ is: 'same-name' }, { is: 'phone-off', off: 1 }], score: 0.97 },
};
const special: Partial<Record<FindingId, object>> = {
  'sheet-chosen': { others: ['"Ark2"', '"Ark3"'] },
  'archive-entry-read': { others: 2 },
};
const paramsOf = (id: FindingId) => ({ ...values, ...special[id] }) as Findings[FindingId];
export const findingIds = Object.keys(findings) as FindingId[];
/** A finding with values for all that it may say. */
export const sampleFinding = (id: FindingId, severity: Finding['severity'] = 'warning'): Finding => ({
  ...{ severity, line: 3, column: 'Kol' },
  ...noting(id, paramsOf(id)),
});
