import type { Failures, Sentence } from '../../codes/failures.js';
import type { FindingId, Findings } from '../../codes/findings.js';
import { inEnglish, type RefusalId } from '../../english.js';
import { GuardRefusal, saying } from '../../errors.js';
import type { Finding, FindingGroup, ImportResult } from '../../results/import-result.js';

/** The sentence of a finding as data: a key of the messages, and its values. The code is the part of the key before a slash. */
export interface FindingSentence<Id extends FindingId = FindingId> {
  readonly id: Id;
  readonly params: Findings[Id];
}

/** The remedy in a strict check. */
export function strictRemedy({ id, params }: NonNullable<Finding['sentence']>): string {
  return inEnglish().finding(id as FindingId, params, true).remedy;
}

/** Names a sentence of the messages; the compiler checks its values. */
export function sentence<Id extends FindingId>(id: Id, params: Findings[Id]): FindingSentence {
  return { id, params } as unknown as FindingSentence;
}

/** A finding's code, its sentence, and the same in English. */
export function noting<Id extends FindingId>(
  id: Id,
  params: Findings[Id],
): Pick<Finding, 'code' | 'reason' | 'remedy' | 'sentence'> {
  const said = params as Readonly<Record<string, unknown>>;
  return { code: codeOf(id), ...inEnglish().finding(id, said, false), sentence: { id, params: said } };
}

/** A rejection for which the database stored only the reason's text. */
export function storedRejection(rule: string, reason: string): Pick<Finding, 'code' | 'reason' | 'remedy'> {
  return { reason, ...inEnglish().rejection(rule) };
}

/** Why a file is not imported as a whole, in English too. */
export function refusalOf<Id extends RefusalId>(id: Id, params: Failures[Id]): NonNullable<ImportResult['refusal']> {
  const { code, message } = new GuardRefusal(saying(id, params));
  return { code, message, override: inEnglish().override(id), params: { id, ...params } };
}

/** The stable part of a sentence's key. */
function codeOf(id: FindingId): string {
  const slash = id.indexOf('/');
  return slash < 0 ? id : id.slice(0, slash);
}

/** A warning about a column, or about the file: null. */
export function warningOf<Id extends FindingId>(column: string | null, id: Id, params: Findings[Id]): Finding {
  return { severity: 'warning', line: null, column, ...noting(id, params) };
}

const leavingOut: ReadonlySet<string> = new Set(['contact-unused', 'column-contradicts', 'no-bookings']);

/** Whether a finding means that requested data was left out: the run is then incomplete. */
export function leavesOut({ code }: Pick<Finding, 'code'>): boolean {
  return leavingOut.has(code);
}

/** The place of a finding; null is the whole column or file. */
type FindingPlace = Pick<Finding, 'line' | 'record'>;

const inOrder = (one: FindingPlace, other: FindingPlace) =>
  (one.line ?? 0) - (other.line ?? 0) || (one.record?.number ?? 0) - (other.record?.number ?? 0);

function placed(places: readonly FindingPlace[]): Pick<FindingGroup, 'lines' | 'records'> {
  const records = places.flatMap(({ record }) => record ?? []);
  return { lines: places.map(({ line }) => line ?? 0), ...(records.length > 0 && { records }) };
}

const keptLines = 5;
const keptReasons = 3;
const keptFindings = 1_000;
const keptGroups = 500;

/** Counts findings in bounded memory: all are counted, the first thousand are kept. */
export class FindingTally {
  readonly #groups = new Map<
    string,
    { first: Finding; reasons: Map<string, Finding['sentence']>; count: number; places: FindingPlace[] }
  >();
  readonly #first: Finding[] = [];
  readonly #saidOnce = new Set<string>();

  /** `times` and `places`: how often it occurs, and the first places. */
  add(finding: Finding, times = 1, places: readonly FindingPlace[] = [finding]): void {
    if (this.#first.length < keptFindings) this.#first.push(finding);
    this.again(finding, times, places);
  }

  /**
   * Adds a finding that names another row; if many rows have the same finding about that one, the first is listed and
   * all are counted.
   */
  addOnce(finding: Finding): void {
    const said = `${finding.code}\u0000${finding.reason}`;
    if (this.#saidOnce.has(said)) this.again(finding, 1, [finding]);
    else this.add(finding);
    if (this.#saidOnce.size < keptFindings) this.#saidOnce.add(said);
  }

  /** Counts an added finding again, for a row that equals its row. */
  again(finding: Finding, times: number, all: readonly FindingPlace[]): void {
    const places = all.filter(({ line }) => line !== null).map(({ line, record }) => ({ line, record }));
    const key = `${finding.severity}\u0000${finding.code}\u0000${finding.column ?? ''}`;
    const group = this.#groups.get(key);
    if (group === undefined) {
      if (this.#groups.size >= keptGroups) return;
      this.#groups.set(key, {
        first: finding,
        reasons: new Map([[finding.reason, finding.sentence]]),
        count: times,
        places,
      });
      return;
    }
    group.count += times;
    if (group.reasons.size <= keptReasons) group.reasons.set(finding.reason, finding.sentence);
    group.places.push(...places.slice(0, keptLines - group.places.length));
  }

  /** The first findings, by line. */
  list(): readonly Finding[] {
    return [...this.#first].sort(inOrder);
  }

  /** First findings that leave out a column of contacts or all bookings, then errors, the most frequent first. */
  groups(): readonly FindingGroup[] {
    return [...this.#groups.values()]
      .map(({ first, reasons, count, places }) => ({
        severity: first.severity,
        code: first.code,
        column: first.column,
        reason: alternatives([...reasons.keys()]),
        remedy: first.remedy,
        count,
        ...placed(places.sort(inOrder)),
        sentences: [...reasons.values()].filter((sentence) => sentence !== undefined),
      }))
      .sort(
        (one, other) =>
          Number(leavesOut(other)) - Number(leavesOut(one)) ||
          one.severity.localeCompare(other.severity) ||
          other.count - one.count,
      );
  }
}

/** A group's findings may have different reasons: `has no @ or has a space inside`. */
function alternatives(reasons: readonly string[]): string {
  const shown = reasons.slice(0, keptReasons);
  return [...shown, ...(reasons.length > keptReasons ? ['…'] : [])].join(' or ');
}

/** Makes a header safe to show: no control characters or escapes, and not too long. */
export function printable(text: string, longest = 60): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to remove
  const clean = text.replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]+/g, ' ').trim();
  return clean.length > longest ? `${clean.slice(0, longest - 1)}…` : clean;
}

/** Why a file is not imported as a whole, as an error's sentence. */
export function sentenceOf({ code, params = {} }: NonNullable<ImportResult['refusal']>): Sentence {
  const { id = code, ...values } = params;
  return { id: id as Sentence['id'], params: values };
}
