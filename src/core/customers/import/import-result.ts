import type { Finding, ImportResult } from '../../results/import-result.js';
import { strictRemedy } from '../model/finding.js';

/** A finding in one line, without any of the customer's data. */
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

/** Turns every warning into an error, for users who want files without any doubt. The counts stay those of an import. */
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

/** A finding that needs nothing in an import must be fixed in a strict check. */
function strict<Of extends { readonly remedy: string }>(of: Of, sentence: Finding['sentence']) {
  const remedy = sentence === undefined ? of.remedy : strictRemedy(sentence);
  return { ...of, severity: 'error', remedy } as const;
}
