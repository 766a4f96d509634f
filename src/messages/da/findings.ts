import type { findingWords as englishWords, Findings, SortedField } from '../en/findings.js';
import { digits } from '../language.js';
import { columnFindings } from './column-findings.js';
import { fileFindings } from './file-findings.js';
import { matchFindings, matchRemedies } from './match-findings.js';
import { rowFindings } from './row-findings.js';

export const findings: Findings = { ...rowFindings, ...columnFindings, ...matchFindings, ...fileFindings };

const sorted: Readonly<Record<SortedField, string>> = {
  name: 'det navn',
  email: 'den e-mail',
  phone: 'det telefonnummer',
  address: 'den adresse',
  notes: 'de noter',
};

export const findingWords: typeof englishWords = {
  remedies: matchRemedies,
  nothing: (why) => `Intet: ${why}.`,
  strictly: (why) => `Ret filen, eller udelad --strict (${why}).`,
  refusals: {
    'no-customers': ({ rows }) =>
      `Ingen af de ${digits('da', rows)} rækker er en kunde, men en overskrift, en sum eller kolonnenavnene igen: intet er skrevet.`,
    'most-rows-rejected': ({ rejected, all }) =>
      `${digits('da', rejected)} af ${digits('da', all)} rækker ville blive afvist: intet er skrevet.`,
    'many-renames': ({ renamed, known }) =>
      `${digits('da', renamed)} af ${digits('da', known)} kendte kunder ville få en anden persons navn: intet er skrevet. Sådan ser det ud, når en kolonne med navne er sorteret alene.`,
    'many-renames/sorted': ({ moved, known, field }) =>
      `${digits('da', moved)} af ${digits('da', known)} kendte kunder ville få ${sorted[field]}, som en anden af dem har: intet er skrevet. Sådan ser det ud, når en kolonne er sorteret alene.`,
  },
  or: ' eller ',
  ofWholeColumn: (percent, reasons, code) => {
    const hint =
      code === 'number-invalid'
        ? '; se efter, om kolonnen overhovedet er tal'
        : code === 'email-invalid'
          ? '; se efter, om kolonnen overhovedet er e-mails'
          : '';
    return `${percent} % af kolonnen: hver ${reasons}${hint}`;
  },
};
