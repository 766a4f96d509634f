import type { Finding, FindingGroup, ImportResult } from '../../results/import-result.js';
import type { FileReading, ImportPorts } from '../match/ports.js';
import type { ReplacedValue } from '../match/replaced.js';
import type { Cell, CustomerSource } from '../model/source.js';

/** A row of the file, its cells as text in the order of the columns. */
export interface QuotedRow {
  readonly line: number;
  readonly record?: number | undefined;
  readonly cells: readonly string[];
}

/** Data for the page of an import; the result itself contains no customer's data. */
export interface ImportDetails {
  /** The first values of each column, by its number. */
  readonly samples: ReadonlyMap<number, readonly string[]>;
  readonly replaced: readonly ReplacedValue[];
  /** The first rows of a kind of finding. */
  readonly rowsOf: (group: FindingGroup) => readonly QuotedRow[];
}

const mostReplaced = 200;
/** For each kind of finding. */
const mostRows = 20;
/** The longest text of a cell that is kept: pages do not show more. */
const longestCell = 10_000;

type Watch = Required<Pick<ImportPorts, 'review' | 'onReplaced'>>;

/** Collects the details of one import, in bounded memory. */
export class ImportDetailsCollector {
  #reading: FileReading | null = null;
  readonly #replaced: ReplacedValue[] = [];

  /** Collects during an import; another function may review the columns too. */
  watch(review?: ImportPorts['review']): Watch {
    return {
      review: async (reading) => {
        this.#reading = reading;
        await review?.(reading);
      },
      onReplaced: (value) => {
        if (this.#replaced.length < mostReplaced) this.#replaced.push(value);
      },
    };
  }

  /** Reads the file again for the rows of the findings. */
  async finish(
    source: CustomerSource,
    found: Pick<ImportResult, 'findings' | 'findingGroups'>,
  ): Promise<ImportDetails> {
    const wanted = new Set(found.findingGroups.flatMap((group) => placesOf(group, found.findings)));
    const rows = new Map<string, QuotedRow>();
    const samples = new Map([...(this.#reading?.samples ?? [])].map(([at, texts]) => [at, texts.slice(0, 3)] as const));
    const rowsOf = (group: FindingGroup) => placesOf(group, found.findings).flatMap((place) => rows.get(place) ?? []);
    const details = { samples, replaced: this.#replaced, rowsOf };
    if (wanted.size === 0) return details;
    for await (const page of source.rows()) {
      for (const { line, record, cells } of page)
        for (const place of [keyOf(line, record), keyOf(line)])
          if (wanted.has(place) && !rows.has(place)) rows.set(place, { line, record, cells: cells.map(textOf) });
      if (rows.size === wanted.size) break;
    }
    return details;
  }
}

const keyOf = (line: number, record?: number) => (record === undefined ? `line ${line}` : `record ${record}`);

/** The first places of a kind of finding. */
function placesOf(
  { code, column, lines, records }: Pick<FindingGroup, 'code' | 'column' | 'lines' | 'records'>,
  findings: readonly Finding[],
): readonly string[] {
  const found = new Map<string, number>();
  const add = (line: number, record?: number) => found.set(keyOf(line, record), record ?? line);
  for (const [index, line] of lines.entries()) add(line, records?.[index]?.number);
  for (const one of findings) {
    if (found.size >= mostRows) break;
    if (one.line !== null && one.code === code && one.column === column) add(one.line, one.record?.number);
  }
  return [...found].sort(([, one], [, other]) => one - other).map(([place]) => place);
}

function textOf(cell: Cell | undefined): string {
  if (cell === null || cell === undefined) return '';
  return (typeof cell === 'string' ? cell : JSON.stringify(cell)).slice(0, longestCell);
}
