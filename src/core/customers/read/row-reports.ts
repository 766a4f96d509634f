import type { FindingId, Findings } from '../../codes/findings.js';
import type { Finding } from '../../results/import-result.js';
import type { ColumnTarget } from '../columns/header-words.js';
import type { ColumnMapping } from '../columns/map-headers.js';
import { noting, printable } from '../model/finding.js';
import type { SourceRow } from '../model/source.js';
import type { RowContext } from './row-context.js';

/** The names of JSON records and contacts in findings; other rows are named by their line. */
export function recordNamer(mapping: ColumnMapping): (row: SourceRow) => Pick<Finding, 'record'> {
  const named = mapping
    .filter(({ target }) => target !== null && nameTargets.has(target))
    .sort((one, other) => one.rank - other.rank);
  return ({ record, cells }) => {
    if (record === undefined) return {};
    const texts = (targets: readonly ColumnTarget[]) =>
      named.flatMap(({ target, index }) => {
        const cell = cells[index];
        return target !== null && targets.includes(target) && typeof cell === 'string' ? [cell] : [];
      });
    const [whole = texts(['firstName', 'lastName']).join(' ') || texts(['companyName'])[0]] = texts(['name']);
    return recordNamed(record, whole ?? null);
  };
}

const nameTargets: ReadonlySet<ColumnTarget> = new Set(['name', 'firstName', 'lastName', 'companyName']);

/** A record by its number and its name. */
export function recordNamed(record: number | undefined, name: string | null): Pick<Finding, 'record'> {
  return record === undefined ? {} : { record: { number: record, name: printable(name ?? '', 40) || null } };
}

/** The findings of one row. */
export class RowReports implements RowContext {
  readonly line: number;
  readonly reasons: Finding[] = [];
  readonly #row: SourceRow;
  readonly #nameRecord: ReturnType<typeof recordNamer>;
  readonly #tell: (finding: Finding) => void;

  constructor(row: SourceRow, nameRecord: ReturnType<typeof recordNamer>, tell: (finding: Finding) => void) {
    this.line = row.line;
    this.#row = row;
    this.#nameRecord = nameRecord;
    this.#tell = tell;
  }

  place(): Pick<Finding, 'line' | 'record'> {
    return { line: this.line, ...this.#nameRecord(this.#row) };
  }

  report<Id extends FindingId>(
    severity: Finding['severity'],
    column: string | null,
    id: Id,
    params: Findings[Id],
  ): void {
    const finding = { severity, ...this.place(), column, ...noting(id, params) };
    this.#tell(finding);
    if (severity === 'error') this.reasons.push(finding);
  }
}
