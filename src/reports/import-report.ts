import type { Finding, FindingGroup, ImportResult } from '../core/results/import-result.js';
import { tellFindings, tellRefusal } from '../messages/findings.js';
import { safeText } from './one-line.js';
import { number, type Page, paint, wordsOn } from './page.js';
import { renderTable } from './table.js';
import { paragraph, wrap } from './wrap.js';

const shownColumns = 40;
const shownFindings = 40;

/**
 * The changes of an import, or of its dry run: how the file was read, counts, findings by reason, and where rejected
 * rows are.
 */
export function renderImport(result: ImportResult, page: Page, { brief = false } = {}): string {
  const words = wordsOn(page).imports;
  const say = (text: string) => paragraph(text, page, 0).join('\n');
  const refusal =
    result.refusal === null ? null : tellRefusal(result.refusal, { language: page.language, as: 'typed' });
  const parts = [
    brief ? '' : say(renderFile(result, page)),
    brief ? '' : renderMapping(result, page),
    renderCounts(result, page),
    renderReplaced(result, page),
    renderFindings(columnsTogether(result.findingGroups), page),
    result.rejectsFile === null ? '' : rejectsOf(result.rejectsFile, page),
    result.resumed ? words.resumed : '',
    refusal === null
      ? ''
      : [
          ...paragraph(`${paint(page, 'red', words.refused)} ${refusal.message}`, page, 0),
          ...paragraph(`${words.override} ${refusal.override}`, page, 0),
        ].join('\n'),
    result.dryRun ? words.wroteNothing : '',
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

/** The name of a file is not wrapped, because the user copies it. */
function rejectsOf(file: string, page: Page): string {
  const words = wordsOn(page).imports;
  const redact = `renos-sync redact ${safeText(quoted(file))} -o redacted${extensionOf(file)}`;
  return `${words.rejects}\n  ${safeText(file)}\n${words.askAboutRejects}\n  ${redact}`;
}

/** Quoted as one word for a shell. */
function quoted(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}

function extensionOf(path: string): string {
  return /\.\w{1,6}$/.exec(path)?.[0] ?? '';
}

function renderFile({ file }: ImportResult, page: Page): string {
  const words = wordsOn(page).imports;
  const isText = file.format === 'csv' || file.format === 'json';
  const reading = [
    ...(isText ? [words.encoding(file.encoding)] : []),
    ...(isText && file.delimiter !== null ? [words.delimiter(file.delimiter)] : []),
    words.formats[file.format],
    words.columns(file.columns, file.columnsUsed),
    words.rows(file.rows),
  ];
  return `${safeText(file.name)}: ${reading.filter((part) => part !== '').join(', ')}`;
}

/** An unused column is listed once: here, unless a finding below names it. */
function renderMapping({ mapping, findingGroups }: ImportResult, page: Page): string {
  const { imports: words, items } = wordsOn(page);
  const listed = new Set(findingGroups.flatMap(({ code, column }) => (code === 'column-unused' ? [column] : [])));
  const used = mapping.filter(({ target }) => target !== null && target !== 'ignore');
  const unused = mapping.filter(
    ({ column, target }) => (target === null || target === 'ignore') && !listed.has(column),
  );
  const lines = used.slice(0, shownColumns).map(({ column, target }) => `  ${safeText(column)} → ${target}`);
  const more = used.length > shownColumns ? [`  ${items.more(used.length - shownColumns)}`] : [];
  const left = unused.slice(0, 10).map(({ column }) => safeText(column));
  const rest = unused.length > 10 ? words.andMore(unused.length - 10) : '';
  const forgotten = left.length === 0 ? [] : paragraph(words.notImported(`${left.join(', ')}${rest}`), page, 2);
  return [...lines, ...more, ...forgotten].join('\n');
}

function renderCounts(result: ImportResult, page: Page): string {
  const [heads, rows] = countsTable(result, page);
  return renderTable(
    page,
    heads.map((head, at) => (at === 0 ? { head } : { head, align: 'right' as const })),
    rows,
  );
}

/** The outcomes of the rows: heads, then a row of customers, and one of bookings if there are any. */
export function countsTable(result: ImportResult, page: Page): readonly [heads: string[], rows: string[][]] {
  const words = wordsOn(page).imports;
  const would = result.dryRun || result.refusal !== null;
  const heads = [words.created, words.updated, words.unchanged, words.skipped, words.rejected, words.rowsHead];
  const customers = [
    result.customersCreated,
    result.customersUpdated,
    result.customersUnchanged,
    result.customersSkipped,
    result.customersRejected,
    result.customersProcessed,
  ].map((count) => number(page, count));
  const rows = [[words.customers, ...customers]];
  if (result.bookingsCreated + result.bookingsUpdated + result.bookingsUnchanged > 0)
    rows.push([
      words.bookings,
      ...[result.bookingsCreated, result.bookingsUpdated, result.bookingsUnchanged].map((count) => number(page, count)),
    ]);
  return [[would ? words.wouldBe : '', ...heads], rows];
}

/** How many values of each field were replaced; empty: none. */
export function replacedInWords({ replaced, customersRenamed }: ImportResult, page: Page): string {
  const words = wordsOn(page).imports;
  const fields = ['name', 'email', 'phone', 'address', 'companyName', 'notes'] as const;
  const counts = fields.flatMap((field) =>
    replaced[field] === 0 ? [] : [words.replacedFields[field](replaced[field])],
  );
  const renamed = customersRenamed === 0 ? '' : words.renamed(customersRenamed);
  return counts.map((count, at) => (at === 0 && replaced.name > 0 ? `${count}${renamed}` : count)).join(', ');
}

/** The replaced values, and where to see them. */
function renderReplaced(result: ImportResult, page: Page): string {
  const words = wordsOn(page).imports;
  const counts = replacedInWords(result, page);
  if (counts === '') return '';
  const say = (text: string) => paragraph(text, page, 0).join('\n');
  const list = say(words.replaced(counts));
  const { runId } = result;
  if (runId === null) return list;
  return `${list}\n${say(words.seeReplaced)}\n  renos-sync history ${runId}\n  renos-sync undo ${runId}`;
}

const shownNames = 12;

/** All unused columns in one finding, instead of one for each. */
export function columnsTogether(groups: readonly FindingGroup[]): readonly FindingGroup[] {
  const unused = groups.filter(({ sentences }) => sentences?.[0]?.id === 'column-unused');
  const [first] = unused;
  if (first === undefined || unused.length < 2) return groups;
  const names = unused.map(({ column }) => column ?? '');
  const params = {
    ...first.sentences?.[0]?.params,
    names: names.slice(0, shownNames).join(', '),
    more: Math.max(0, names.length - shownNames),
  };
  const count = unused.reduce((sum, group) => sum + group.count, 0);
  const together = { ...first, column: null, count, sentences: [{ id: 'column-unused/several', params }] };
  return groups.flatMap((group) => (group === first ? [together] : unused.includes(group) ? [] : [group]));
}

function renderFindings(groups: readonly FindingGroup[], page: Page): string {
  const words = wordsOn(page).imports;
  const lines = groups.slice(0, shownFindings).flatMap((group) => {
    const { count, code, column } = group;
    const { reason, remedy } = tellFindings(group, { language: page.language, as: 'typed' });
    const severity = words.severities[group.severity];
    const place = column === null ? '' : words.column(safeText(column));
    const what = `${severity} ${number(page, count)} × ${place}${safeText(reason)} [${code}]${placesOf(group, page)}`;
    const [first = '', ...others] = wrap(what, page, { indent: 6, used: -4 });
    const painted = first.replace(severity, paint(page, group.severity === 'error' ? 'red' : 'yellow', severity));
    return [`  ${painted}`, ...others.map((line) => `      ${line}`), ...paragraph(safeText(remedy), page, 6)];
  });
  const rest = groups.length - shownFindings;
  return [...lines, ...(rest > 0 ? [`  ${words.moreKinds(rest)}`] : [])].join('\n');
}

/** `3 (Mette Larsen)`: many records may be on one line. */
function nameRecord({ number: at, name }: NonNullable<Finding['record']>, page: Page): string {
  return `${number(page, at)}${name === null ? '' : ` (${safeText(name)})`}`;
}

function placesOf({ lines, records, count }: FindingGroup, page: Page): string {
  if (lines.length === 0) return '';
  if (records !== undefined) {
    const named = records.map((record) => nameRecord(record, page)).join(', ');
    return wordsOn(page).imports.atRecords(count, `${named}${count > records.length ? ', …' : ''}`);
  }
  const shown = lines.map((line) => number(page, line)).join(', ');
  return wordsOn(page).imports.atLines(count, `${shown}${count > lines.length ? ', …' : ''}`);
}
