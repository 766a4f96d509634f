/**
 * Cuts a record whose quotes are only those around whole cells; null where one is doubled, or anything stands around
 * it: such a record is fast-csv's.
 */
export function splitRecord(record: string, delimiter: string): string[] | null {
  const cells: string[] = [];
  let at = 0;
  for (;;) {
    let end: number;
    if (record.charCodeAt(at) === 34) {
      const close = record.indexOf('"', at + 1);
      if (close === -1) return null;
      end = close + 1;
      if (end < record.length && record[end] !== delimiter) return null;
      cells.push(record.slice(at + 1, close));
    } else {
      const next = record.indexOf(delimiter, at);
      end = next === -1 ? record.length : next;
      const cell = record.slice(at, end);
      if (cell.includes('"')) return null;
      cells.push(cell);
    }
    if (end >= record.length) return cells;
    at = end + 1;
  }
}
