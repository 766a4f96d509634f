import type { ReadableStream } from 'node:stream/web';
import type { Cell, CustomerSource, RejectedRow } from '../../core/customers/model/source.js';

type Rejects = { at(seq: number): Promise<RejectedRow | null> };

/** The rejected rows of a sheet as a workbook, ready to be corrected: `added` names the columns before its own. */
export async function workbookOfRejects(
  source: CustomerSource,
  headerSeq: number | null,
  rejects: Rejects,
  added: readonly [string, string],
): Promise<AsyncIterable<Uint8Array>> {
  const { writeXlsxStream } = await import('hucre/xlsx');
  const rows = rejectedRows(source, headerSeq, rejects, added);
  return writeXlsxStream(rows, { name: 'Rejects' }) as ReadableStream<Uint8Array>;
}

async function* rejectedRows(
  source: CustomerSource,
  headerSeq: number | null,
  rejects: Rejects,
  added: readonly [string, string],
): AsyncIterable<(string | number | boolean | null)[]> {
  // A rejects file that is imported again has the two columns already.
  let own = 0;
  for await (const rows of source.rows()) {
    for (const { seq, cells } of rows) {
      if (seq === headerSeq) {
        own = cells[0] === added[0] && cells[1] === added[1] ? 2 : 0;
        yield [...added, ...cells.slice(own).map(plain)];
      }
      const reject = headerSeq !== null && seq <= headerSeq ? null : await rejects.at(seq);
      if (reject === null) continue;
      const line = own === 0 ? reject.line : (plain(cells[0] ?? null) ?? reject.line);
      yield [line, reject.reasons, ...cells.slice(own).map(plain)];
    }
  }
}

function plain(cell: Cell): string | number | boolean | null {
  return cell === '' || (cell !== null && typeof cell === 'object') ? null : cell;
}
