import { inEnglish } from '../../english.js';
import type { FindingGroup } from '../../results/import-result.js';
import type { Analysis } from './analyze-file.js';

const aboutValues: ReadonlySet<string> = new Set([
  'number-invalid',
  'number-ambiguous',
  'date-invalid',
  'date-ambiguous',
  'excel-date',
  'excel-number',
  'email-invalid',
  'phone-doubtful',
]);

/** If a column fails for most rows, reports it once for the whole column. */
export function wholeColumns(groups: readonly FindingGroup[], analysis: Analysis): readonly FindingGroup[] {
  return groups.map((group) => {
    const index = analysis.mapping.find(({ header }) => header === group.column)?.index;
    const filled = index === undefined ? 0 : (analysis.filled.get(index) ?? 0);
    if (!aboutValues.has(group.code) || filled < 10 || group.count * 2 <= filled) return group;
    const percent = Math.round((100 * group.count) / filled);
    return { ...group, percent, reason: inEnglish().ofWholeColumn(percent, group.reason, group.code) };
  });
}
