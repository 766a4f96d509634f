import type { Finding, FindingGroup } from '../../results/import-result.js';

const leavingOut: ReadonlySet<string> = new Set(['contact-unused', 'column-contradicts', 'no-bookings']);

/** Whether a finding says that something was left out which the person counts on: the run is not whole then. */
export function leavesOut({ code }: Pick<Finding, 'code'>): boolean {
  return leavingOut.has(code);
}

const keptLines = 5;
const keptReasons = 3;
const keptFindings = 1_000;
const keptGroups = 500;

/** Counts findings in bounded memory: every one is counted, the first thousand are kept. */
export class FindingTally {
  readonly #groups = new Map<string, { first: Finding; reasons: Set<string>; count: number; lines: number[] }>();
  readonly #first: Finding[] = [];
  #errors = 0;
  #warnings = 0;

  /** `times` and `lines`: how often it is found, and where first. */
  add(finding: Finding, times = 1, lines: readonly number[] = finding.line === null ? [] : [finding.line]): void {
    if (this.#first.length < keptFindings) this.#first.push(finding);
    this.again(finding, times, lines);
  }

  /** Counts a finding that was added before, of a row that equals its row. */
  again(finding: Finding, times: number, lines: readonly number[]): void {
    if (finding.severity === 'error') this.#errors += times;
    else this.#warnings += times;
    const key = `${finding.severity}\u0000${finding.code}\u0000${finding.column ?? ''}`;
    const group = this.#groups.get(key);
    if (group === undefined) {
      if (this.#groups.size >= keptGroups) return;
      this.#groups.set(key, { first: finding, reasons: new Set([finding.reason]), count: times, lines: [...lines] });
      return;
    }
    group.count += times;
    if (group.reasons.size <= keptReasons) group.reasons.add(finding.reason);
    group.lines.push(...lines.slice(0, keptLines - group.lines.length));
  }

  get errors(): number {
    return this.#errors;
  }

  get warnings(): number {
    return this.#warnings;
  }

  /** The first findings, by line. */
  list(): readonly Finding[] {
    return [...this.#first].sort((one, other) => (one.line ?? 0) - (other.line ?? 0));
  }

  /** What left a column of contacts or all bookings out first, then errors, the most frequent first. */
  groups(): readonly FindingGroup[] {
    return [...this.#groups.values()]
      .map(({ first, reasons, count, lines }) => ({
        severity: first.severity,
        code: first.code,
        column: first.column,
        reason: alternatives([...reasons]),
        remedy: first.remedy,
        count,
        lines: [...lines].sort((one, other) => one - other),
      }))
      .sort(
        (one, other) =>
          Number(leavesOut(other)) - Number(leavesOut(one)) ||
          one.severity.localeCompare(other.severity) ||
          other.count - one.count,
      );
  }

  countOf(code: string, column: string | null): number {
    let count = 0;
    for (const { first, count: these } of this.#groups.values()) {
      if (first.code === code && first.column === column) count += these;
    }
    return count;
  }
}

/** A group's findings need not all have the same reason: `has no @ or has a space inside`. */
function alternatives(reasons: readonly string[]): string {
  const shown = reasons.slice(0, keptReasons);
  return [...shown, ...(reasons.length > keptReasons ? ['…'] : [])].join(' or ');
}

/** Makes a header safe to show: no control characters or escapes, and not too long. */
export function printable(text: string, longest = 60): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  const clean = text.replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]+/g, ' ').trim();
  return clean.length > longest ? `${clean.slice(0, longest - 1)}…` : clean;
}
