import { inEnglish } from '../../english.js';
import type { Finding, ImportResult } from '../../results/import-result.js';
import { strictRemedy } from '../model/finding.js';

/** Turns every warning into an error, for users who want files without any doubt. The counts stay those of an import. */
export function strictly<Result extends ImportResult>(result: Result): Result {
  const findings = result.findings.map((finding) => strict(finding, finding.sentence));
  return {
    ...result,
    success: result.success && findings.length === 0,
    errors: findings.map(inEnglish().placed),
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
