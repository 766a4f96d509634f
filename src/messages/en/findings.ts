import { columnFindings } from './column-findings.js';
import { fileFindings } from './file-findings.js';
import { matchFindings, matchRemedies } from './match-findings.js';
import { type Remark, rowFindings } from './row-findings.js';

/** Every finding of an import, by its code: what is so, and what to do. */
export const findings = { ...rowFindings, ...columnFindings, ...matchFindings, ...fileFindings };
export type { Remark } from './row-findings.js';
export type Findings = typeof findings;
export type FindingId = keyof Findings;
/** The values in a finding's sentences. */
export type FindingParams<Id extends FindingId> = Findings[Id] extends () => Remark
  ? Record<never, never>
  : Parameters<Findings[Id]>[0];

/** What the findings of an import are told with, besides their own sentences. */
export const findingWords = {
  remedies: matchRemedies,
  nothing: (why: string) => `Nothing: ${why}.`,
  /** The same where a file is to be without a doubt. */
  strictly: (why: string) => `Fix the file, or leave --strict out (${why}).`,
  or: ' or ',
  /** A column that fails for most of its rows. */
  ofWholeColumn: (percent: number, reasons: string, code: string) => {
    const hint =
      code === 'number-invalid'
        ? '; look whether the column is a number at all'
        : code === 'email-invalid'
          ? '; look whether the column holds e-mails at all'
          : '';
    return `${percent} % of the column: each ${reasons}${hint}`;
  },
};

/** Why a file is not imported as a whole, and the option that imports the rest all the same. */
export const overrides = {
  'no-customers': 'acceptRejects',
  'most-rows-rejected': 'acceptRejects',
  'many-renames': 'acceptRenames',
  'many-renames/sorted': 'acceptRenames',
};
export type RefusalId = keyof typeof overrides;
