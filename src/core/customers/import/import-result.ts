import type { Finding, ImportResult } from '../../results/import-result.js';
import { strictRemedy } from '../model/finding.js';

/** Says a finding in one line, without any of the customer's data. */
export function describeFinding({
  line,
  record,
  column,
  reason,
}: Pick<Finding, 'line' | 'record' | 'column' | 'reason'>): string {
  const place = [record === undefined ? null : `record ${record.number}`, line === null ? null : `line ${line}`];
  const where = [...place, column === null ? null : `column ${column}`].filter(Boolean);
  return where.length === 0 ? reason : `${where.join(', ')}: ${reason}`;
}

/** Every warning as an error, for those who want files without a doubt. The counts stay what an import would do. */
export function strictly<Result extends ImportResult>(result: Result): Result {
  const findings = result.findings.map((finding) => strict(finding, finding.sentence));
  return {
    ...result,
    success: result.success && findings.length === 0,
    errors: findings.map(describeFinding),
    warnings: [],
    findings,
    findingGroups: result.findingGroups.map((group) => strict(group, group.sentences?.[0])),
  };
}

/** What needs nothing in an import has to be fixed in a file that is to be without a doubt. */
function strict<Of extends { readonly remedy: string }>(of: Of, sentence: Finding['sentence']) {
  const remedy = sentence === undefined ? of.remedy : strictRemedy(sentence);
  return { ...of, severity: 'error', remedy } as const;
}
