import type { CellValue, Sheet, WriteSheet } from 'hucre';
import type { Redactor } from '../../core/customers/model/source.js';
import type { Workbook } from '../workbook/sheet-rows.js';

/** Years by which dates are moved, as in texts. */
const years = 28;
const firstDay = Date.UTC(1904, 0, 2);

/**
 * A workbook of the same sheets with other words and figures in the same cells. Hidden rows and columns and merged
 * cells stay; all other contents, such as pictures, comments and authors, are left out.
 */
export async function redactWorkbook(
  { format, content }: Workbook,
  chosen: number,
  redactor: Redactor,
): Promise<Uint8Array> {
  const isOds = format === 'ods';
  const [{ readXlsx, writeXlsx }, { readOds, writeOds }] = await Promise.all([
    import('hucre/xlsx'),
    import('hucre/ods'),
  ]);
  const { sheets } = isOds ? await readOds(content) : await readXlsx(content);
  const written = { sheets: sheets.map((sheet, index) => redactSheet(sheet, index === chosen, redactor)) };
  return isOds ? writeOds(written) : writeXlsx(written);
}

function redactSheet(sheet: Sheet, isChosen: boolean, redactor: Redactor): WriteSheet {
  const { columns, rowDefs, merges, hidden, veryHidden } = sheet;
  let seq = 0;
  const rows = sheet.rows.map((cells) => {
    if (cells.every((cell) => cell === null || cell === '')) return [...cells];
    const isKept = isChosen && seq === redactor.headerSeq;
    seq += 1;
    return isKept ? [...cells] : cells.map((cell, index) => redactValue(cell, isChosen ? index : null, redactor));
  });
  return {
    name: redactor.text(sheet.name, null),
    rows,
    ...(columns === undefined
      ? {}
      : { columns: columns.map(({ hidden: isHidden }) => ({ hidden: isHidden === true })) }),
    ...(rowDefs === undefined
      ? {}
      : {
          rowDefs: new Map(
            [...rowDefs].filter(([, row]) => row.hidden === true).map(([row]) => [row, { hidden: true }]),
          ),
        }),
    ...(merges === undefined ? {} : { merges }),
    ...(hidden === true ? { hidden } : {}),
    ...(veryHidden === true ? { veryHidden } : {}),
  };
}

function redactValue(value: CellValue, column: number | null, redactor: Redactor): CellValue {
  if (typeof value === 'string') return redactor.text(value, column);
  if (typeof value === 'number') return Number(redactor.text(String(value), column));
  if (!(value instanceof Date) || Number.isNaN(value.getTime()) || value.getTime() < firstDay) return value;
  const moved = new Date(value);
  moved.setUTCFullYear(value.getUTCFullYear() + years);
  return moved;
}
