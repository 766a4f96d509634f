import type { ImportPorts } from '../core/customers/match/ports.js';
import type { English, RefusalId } from '../core/english.js';
import type { Finding, FindingGroup, ImportResult } from '../core/results/import-result.js';
import { findings as inDanish, findingWords as wordsInDanish } from './da/findings/findings.js';
import { findingWords, findings as inEnglish } from './en/findings/findings.js';
import { type Teller, tellFailure } from './failures.js';
import type { Language } from './language.js';
import { type FindingVoice, findingVoice, type Remark, voiceOf } from './voice.js';

/** Why a file is not imported as a whole, and the option that imports the rest anyway. */
export const overrides: Readonly<Record<RefusalId, string>> = {
  'no-customers': 'acceptRejects',
  'most-rows-rejected': 'acceptRejects',
  'many-renames': 'acceptRenames',
  'many-renames/sorted': 'acceptRenames',
};

type Sentence = NonNullable<Finding['sentence']>;

const all: Readonly<Record<Language, typeof inEnglish>> = { en: inEnglish, da: inDanish };
const words: Readonly<Record<Language, typeof findingWords>> = { en: findingWords, da: wordsInDanish };

function remark({ id, params }: Sentence, { language, as }: Teller, isStrict: boolean): Remark | null {
  const tell = (all[language] as Readonly<Record<string, unknown>>)[id];
  if (typeof tell !== 'function') return null;
  const { nothing, strictly } = words[language];
  const strict = voiceOf(as, language).option('strict');
  const say = findingVoice(as, language, isStrict ? (why) => strictly(why, strict) : nothing);
  return (tell as (params: object, say: FindingVoice) => Remark)(params, say);
}

/** The text of a finding, and what to do; in English if its sentence is unknown. */
export function tellFinding(finding: Pick<Finding, 'reason' | 'remedy' | 'sentence' | 'severity'>, by: Teller): Remark {
  const { sentence, reason, remedy, severity } = finding;
  const texts = sentence === undefined ? null : remark(sentence, by, severity === 'error');
  return texts ?? { reason, remedy };
}

/** Says in one line where a finding is and what is so; never a value of a customer. */
export function placeFinding(
  { line, record, column, reason }: Parameters<English['placed']>[0],
  language: Language,
): string {
  const say = words[language];
  const place = [
    ...(record === undefined ? [] : [say.record(record.number)]),
    ...(line === null ? [] : [say.line(line)]),
    ...(column === null ? [] : [say.column(column)]),
  ];
  return place.length === 0 ? reason : `${place.join(', ')}: ${reason}`;
}

/** The same for all findings of one kind and column: their reasons may differ. */
export function tellFindings(group: FindingGroup, by: Teller): Remark {
  const { sentences = [], reason, remedy, severity, code, percent } = group;
  const texts = sentences.map((sentence) => remark(sentence, by, severity === 'error')).filter((one) => one !== null);
  const [first] = texts;
  if (first === undefined || texts.length < sentences.length) return { reason, remedy };
  const { or, ofWholeColumn } = words[by.language];
  const shown = [...new Set(texts.map((one) => one.reason))];
  const reasons = [...shown.slice(0, 3), ...(shown.length > 3 ? ['…'] : [])].join(or);
  return {
    reason: percent === undefined ? reasons : ofWholeColumn(percent, reasons, code),
    remedy: first.remedy,
  };
}

/** Returns a function that writes why a row is rejected, for the rejects file. */
export function rejectReason(language: Language): ImportPorts['tellReason'] {
  return (finding) => {
    const { reason } = tellFinding({ severity: 'error', ...finding }, { language, as: 'typed' });
    return finding.column === null ? reason : `${finding.column}: ${reason}`;
  };
}

type Refusal = NonNullable<ImportResult['refusal']>;

/** Why a file was not imported as a whole, and the option that imports the rest. */
export function tellRefusal(refusal: Refusal, teller: Teller): Refusal {
  const { id, ...params } = refusal.params ?? {};
  if (!isRefusal(id)) return refusal;
  const { message } = tellFailure({ id, params }, teller);
  return { ...refusal, message, override: voiceOf(teller.as, teller.language).option(overrides[id], true) };
}

function isRefusal(id: unknown): id is RefusalId {
  return typeof id === 'string' && Object.hasOwn(overrides, id);
}
