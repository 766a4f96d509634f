import type { findings as english, findingWords as englishWords } from '../../en/findings/findings.js';
import { columnFindings } from './column.js';
import { fileFindings } from './file.js';
import { matchFindings, matchRemedies } from './match.js';
import { rowFindings } from './row.js';

export const findings: typeof english = { ...rowFindings, ...columnFindings, ...matchFindings, ...fileFindings };

export const findingWords: typeof englishWords = {
  remedies: matchRemedies,
  nothing: (why) => `Intet: ${why}.`,
  strictly: (why, strict) => `Ret filen, eller udelad ${strict} (${why}).`,
  or: ' eller ',
  record: (number) => `post ${number}`,
  line: (line) => `linje ${line}`,
  column: (name) => `kolonne ${name}`,
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
