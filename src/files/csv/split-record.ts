/** Whether a byte is after an odd number of backslashes. */
export function isEscaped(bytes: Buffer, at: number): boolean {
  let before = at;
  while (before > 0 && bytes[before - 1] === 92) before -= 1;
  return (at - before) % 2 === 1;
}

/**
 * Splits a record as MySQL writes it, with a backslash before quotes, newlines and backslashes; null if its quotes do
 * not match.
 */
export function splitEscaped(record: string, delimiter: string): string[] | null {
  const cells: string[] = [];
  let at = 0;
  for (;;) {
    if (record[at] !== '"') {
      const next = record.indexOf(delimiter, at);
      cells.push(record.slice(at, next === -1 ? record.length : next));
      if (next === -1) return cells;
      at = next + 1;
      continue;
    }
    let cell = '';
    at += 1;
    while (at < record.length && (record[at] !== '"' || record[at + 1] === '"')) {
      const isPair = record[at] === '"' || (record[at] === '\\' && /["\\\r\n]/.test(record[at + 1] ?? ''));
      if (isPair) at += 1;
      cell += record[at];
      at += 1;
    }
    if (record[at] !== '"') return null;
    cells.push(cell);
    if (at + 1 === record.length) return cells;
    if (record[at + 1] !== delimiter) return null;
    at += 2;
  }
}

/** Splits a record with quotes only around whole cells; null if a quote has text next to it: such a record is left to fast-csv. */
export function splitRecord(record: string, delimiter: string): string[] | null {
  const cells: string[] = [];
  let at = 0;
  for (;;) {
    let end: number;
    if (record.charCodeAt(at) === 34) {
      let close = record.indexOf('"', at + 1);
      let hasDoubled = false;
      while (close !== -1 && record[close + 1] === '"') {
        hasDoubled = true;
        close = record.indexOf('"', close + 2);
      }
      if (close === -1) return null;
      end = close + 1;
      if (end < record.length && record[end] !== delimiter) return null;
      const cell = record.slice(at + 1, close);
      cells.push(hasDoubled ? cell.replaceAll('""', '"') : cell);
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
