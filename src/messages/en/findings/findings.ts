import type { Findings } from '../../../core/codes/findings.js';
import type { EverySentence, FindingVoice, Remark } from '../../voice.js';
import { columnFindings } from './column.js';
import { fileFindings } from './file.js';
import { matchFindings, matchRemedies } from './match.js';
import { rowFindings } from './row.js';

/** Every finding of an import, by its code: the fact, and what to do. */
export const findings: EverySentence<Findings, FindingVoice, Remark> = {
  ...rowFindings,
  ...columnFindings,
  ...matchFindings,
  ...fileFindings,
};

/** Texts around the findings of an import. */
export const findingWords = {
  remedies: matchRemedies,
  nothing: (why: string) => `Nothing: ${why}.`,
  /** The same in a strict check. */
  strictly: (why: string, strict: string) => `Fix the file, or leave ${strict} out (${why}).`,
  or: ' or ',
  record: (number: number) => `record ${number}`,
  line: (line: number) => `line ${line}`,
  column: (name: string) => `column ${name}`,
  /** A column in which most rows fail. */
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
