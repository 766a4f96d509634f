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

export type SortedField = 'name' | 'email' | 'phone' | 'address' | 'notes';
const sorted: Readonly<Record<SortedField, string>> = {
  name: 'name',
  email: 'e-mail',
  phone: 'phone',
  address: 'address',
  notes: 'notes',
};

/** What the findings of an import are told with, besides their own sentences. */
export const findingWords = {
  remedies: matchRemedies,
  nothing: (why: string) => `Nothing: ${why}.`,
  /** The same where a file is to be without a doubt. */
  strictly: (why: string) => `Fix the file, or leave --strict out (${why}).`,
  /** Why a file is not imported as a whole. */
  refusals: {
    'no-customers': ({ rows }: { readonly rows: number }) =>
      `None of the ${rows} rows is a customer, but a title, a total or the headers again: nothing was written.`,
    'most-rows-rejected': (p: { readonly rejected: number; readonly all: number }) =>
      `${p.rejected} of ${p.all} rows would be rejected: nothing was written.`,
    'many-renames': (p: { readonly renamed: number; readonly known: number }) =>
      `${p.renamed} of ${p.known} known customers would get another person’s name: nothing was written. A column of names that was sorted alone looks like this.`,
    'many-renames/sorted': (p: { readonly moved: number; readonly known: number; readonly field: SortedField }) =>
      `${p.moved} of ${p.known} known customers would get the ${sorted[p.field]} that another of them has: nothing was written. A column that was sorted alone looks like this.`,
  },
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

export type RefusalId = keyof typeof findingWords.refusals;
/** The option that imports the rest all the same. */
export const overrides: Readonly<Record<RefusalId, string>> = {
  'no-customers': 'acceptRejects',
  'most-rows-rejected': 'acceptRejects',
  'many-renames': 'acceptRenames',
  'many-renames/sorted': 'acceptRenames',
};
