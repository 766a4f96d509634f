import { createHash } from 'node:crypto';
import { readFieldName } from '../../core/customers/columns/file-words.js';
import { warningOf } from '../../core/customers/model/finding.js';
import type { CustomerSource, SourceRow, SourceShape } from '../../core/customers/model/source.js';
import { InputFileError, saying } from '../../core/errors.js';
import type { Finding } from '../../core/results/import-result.js';
import { type ArchiveLimits, largeArchives } from '../source-options.js';
import { type HiddenCount, measureWorkbook } from './measure-workbook.js';
import type { SheetInfo, Workbook } from './sheet-rows.js';
import { type Sheets, sheetsOf } from './sheets-apart.js';

/** Rows per batch. */
const batchSize = 200;
/** Headers are searched in this many rows of each sheet, as in a CSV. */
const preamble = 30;

/** A workbook of which one sheet is read; its rows can also be read for writing them again. */
export interface WorkbookSource extends CustomerSource {
  readonly kind: 'workbook';
}

interface WorkbookOptions {
  readonly sheet?: string | null;
  readonly compressed?: boolean;
  readonly limits?: ArchiveLimits;
  readonly isApart?: boolean;
}

interface Choice {
  readonly sheet: SheetInfo;
  readonly findings: readonly Finding[];
}

/** Reads the requested sheet of a workbook, or the one with customers. */
export function workbookSource(
  workbook: Workbook,
  { sheet = null, compressed = false, limits = largeArchives, isApart = false }: WorkbookOptions = {},
): WorkbookSource {
  const sheets = sheetsOf(workbook, isApart);
  let chosen: Promise<Choice> | null = null;
  const choice = () => {
    chosen ??= chooseSheet(workbook, sheets, { asked: sheet, limits });
    return chosen;
  };
  return {
    kind: 'workbook',
    inspect: async (): Promise<SourceShape> => ({
      name: workbook.name,
      format: workbook.format,
      encoding: 'utf-8',
      delimiter: null,
      compressed,
      bytes: workbook.content.length,
      fingerprint: fingerprintOf(workbook, (await choice()).sheet),
      findings: (await choice()).findings,
    }),
    fields: () => null,
    async *redacted(redactor) {
      const { redactWorkbook } = await import('../redact/redact-workbook.js');
      yield await redactWorkbook(workbook, (await choice()).sheet.index, redactor);
    },
    close: async () => {},
    async *rows() {
      let batch: SourceRow[] = [];
      for await (const row of sheets.rows((await choice()).sheet)) {
        batch.push(row);
        if (batch.length < batchSize) continue;
        yield batch;
        batch = [];
      }
      if (batch.length > 0) yield batch;
    },
  };
}

/** Another sheet of the same workbook is another import. */
function fingerprintOf({ content }: Workbook, { index }: SheetInfo): string {
  return createHash('sha256').update(content).update(`sheet ${index}`).digest('hex');
}

async function chooseSheet(
  workbook: Workbook,
  read: Sheets,
  { asked, limits }: { readonly asked: string | null; readonly limits: ArchiveLimits },
): Promise<Choice> {
  const hidden = await measureWorkbook(workbook.archive, { ...workbook, limits });
  const sheets = await read.list();
  if (asked !== null) return { sheet: sheetNamed(asked, sheets), findings: [] };
  const looks: { sheet: SheetInfo; rows: number; isNaming: boolean }[] = [];
  for (const sheet of sheets) {
    const rows = await firstRows(read, sheet);
    if (rows.length > 0) looks.push({ sheet, rows: rows.length, isNaming: rows.some(namesCustomers) });
  }
  const shown = looks.filter(({ sheet }) => !sheet.hidden);
  const naming = (shown.some(({ isNaming }) => isNaming) ? shown : looks).filter(({ isNaming }) => isNaming);
  const best = naming[0] ?? shown[0] ?? looks[0];
  if (best === undefined) throw new InputFileError(saying('file-empty/workbook', { name: workbook.name }));
  const others = looks.filter((look) => look !== best).map(({ sheet }) => sheet.name);
  const findings = [
    ...(others.length === 0 ? [] : [sheetFinding(best.sheet, others)]),
    ...hiddenFindings(best.sheet, hidden[workbook.format === 'ods' ? 0 : best.sheet.index]),
  ];
  return { sheet: best.sheet, findings };
}

function sheetNamed(asked: string, sheets: readonly SheetInfo[]): SheetInfo {
  const fold = (name: string) => name.trim().toLowerCase();
  const found =
    sheets.find(({ name }) => name === asked) ??
    sheets.find(({ name }) => fold(name) === fold(asked)) ??
    sheets.find(({ index }) => String(index + 1) === asked.trim());
  if (found !== undefined) return found;
  throw new InputFileError(saying('sheet-unknown', { names: sheets.map(({ name }) => name) }));
}

async function firstRows(sheets: Sheets, sheet: SheetInfo): Promise<readonly SourceRow[]> {
  const rows: SourceRow[] = [];
  for await (const row of sheets.rows(sheet)) {
    rows.push(row);
    if (rows.length >= preamble) break;
  }
  return rows;
}

function namesCustomers({ cells }: SourceRow): boolean {
  return cells.filter((cell) => cell !== '').length > 1 && cells.some((cell) => readFieldName(String(cell)).isName);
}

function sheetFinding({ name }: SheetInfo, others: readonly string[]): Finding {
  const listed = others.slice(0, 5).map((other) => JSON.stringify(other));
  const about = { name: JSON.stringify(name), others: listed, isMore: others.length > 5, count: others.length };
  return warningOf(null, 'sheet-chosen', about);
}

function hiddenFindings({ name }: SheetInfo, { rows = 0, columns = 0 }: Partial<HiddenCount> = {}): readonly Finding[] {
  return rows + columns === 0
    ? []
    : [warningOf(null, 'sheet-hidden-cells', { name: JSON.stringify(name), rows, columns })];
}
