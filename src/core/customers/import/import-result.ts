import type { Finding, ImportResult } from '../../results/import-result.js';

/** Says a finding in one line, without any of the customer's data. */
export function describeFinding({ line, column, reason }: Pick<Finding, 'line' | 'column' | 'reason'>): string {
  const where = [line === null ? null : `line ${line}`, column === null ? null : `column ${column}`].filter(Boolean);
  return where.length === 0 ? reason : `${where.join(', ')}: ${reason}`;
}

/** Every warning as an error, for those who want files without a doubt. The counts stay what an import would do. */
export function strictly<Result extends ImportResult>(result: Result): Result {
  const asError = <Of extends { readonly remedy: string }>(of: Of) =>
    ({ ...of, severity: 'error', remedy: strictRemedy(of.remedy) }) as const;
  return {
    ...result,
    success: result.success && result.findings.length === 0,
    errors: result.findings.map(describeFinding),
    warnings: [],
    findings: result.findings.map(asError),
    findingGroups: result.findingGroups.map(asError),
  };
}

/** What needs nothing in an import has to be fixed in a file that is to be without a doubt. */
function strictRemedy(remedy: string): string {
  return remedy.replace(/^Nothing: (.*)\.$/, 'Fix the file, or leave --strict out ($1).');
}
