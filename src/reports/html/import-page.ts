import type { ImportDetails, QuotedRow } from '../../core/customers/import/import-details.js';
import type { FindingGroup, ImportAndSyncResult } from '../../core/results/import-result.js';
import { tellFindings, tellRefusal } from '../../messages/findings.js';
import { columnsTogether, countsTable, replacedInWords } from '../import-report.js';
import { number, type Page, wordsOn } from '../page.js';
import {
  badge,
  beforeAndAfter,
  command,
  details,
  facts,
  firstOf,
  notice,
  said,
  section,
  table,
  tiles,
} from './components.js';
import { countTable, type Frame, leftOut, renderFile, roomOfList } from './frame.js';
import { type Html, html, type Part } from './markup.js';
import { syncBody } from './sync-page.js';

const mostColumns = 100;
const mostGroups = 60;
const longestSample = 80;
/** Cells of a quoted row that are shown, and how much of each. */
const mostCells = 40;
const longestCell = 1_000;

/** What an import did, or would do: how the file was read, counts, findings with their rows, what was replaced, rejects. */
export function importPage(result: ImportAndSyncResult, quoted: ImportDetails, frame: Frame): string {
  const { page } = frame;
  const { pages, sync } = wordsOn(page);
  const title = pages.titles[result.dryRun ? 'importPlan' : 'import'](result.file.name);
  const body = [
    verdict(result, page),
    countTiles(result, page),
    findings(result, quoted, page),
    rejects(result, page),
    replaced(result, quoted, page),
    reading(result, quoted, page),
    result.sync !== null && [html`<h2 class="part">${sync.afterImport}</h2>`, syncBody(result.sync, page)],
  ];
  return renderFile(title, body, frame);
}

function verdict(result: ImportAndSyncResult, page: Page): Part {
  const { dryRun, resumed, customersRejected } = result;
  const refusal =
    result.refusal === null ? null : tellRefusal(result.refusal, { language: page.language, as: 'typed' });
  const words = wordsOn(page).imports;
  return [
    refusal !== null &&
      notice('bad', [
        html`<p><strong>${words.refused}</strong> ${refusal.message}</p>`,
        html`<p>${words.override} <code>${refusal.override}</code></p>`,
      ]),
    dryRun && notice('info', html`<p>${words.wroteNothing}</p>`),
    refusal === null && !dryRun && customersRejected === 0 && notice('good', html`<p>${wordsOn(page).pages.allIn}</p>`),
    resumed && notice('info', html`<p>${words.resumed}</p>`),
  ];
}

function countTiles(result: ImportAndSyncResult, page: Page): Part {
  const { imports, pages } = wordsOn(page);
  const tile = (label: string, value: number, tone: 'good' | 'info' | 'bad' | 'quiet') => ({
    label,
    value: number(page, value),
    tone: value === 0 ? ('quiet' as const) : tone,
  });
  const [head, rows] = countsTable(result, page);
  return [
    tiles([
      tile(pages.rows, result.customersProcessed, 'quiet'),
      tile(imports.created, result.customersCreated, 'good'),
      tile(imports.updated, result.customersUpdated, 'info'),
      tile(imports.unchanged, result.customersUnchanged, 'quiet'),
      tile(imports.skipped, result.customersSkipped, 'quiet'),
      tile(imports.rejected, result.customersRejected, 'bad'),
    ]),
    rows.length > 1 && section(pages.counts, countTable(head, rows)),
  ];
}

function reading({ file, mapping }: ImportAndSyncResult, { samples }: ImportDetails, page: Page): Part {
  const { imports: words, items, pages } = wordsOn(page);
  const [column, becomes, values] = words.readingHeads;
  const rows = mapping.slice(0, mostColumns).map(({ column: header, target }, at) => {
    const isLeft = target === null || target === 'ignore';
    const became = isLeft ? html`<span class="dim">${words.leftOut}</span>` : html`<code>${target}</code>`;
    const shown = (samples.get(at) ?? []).map(
      (text) => html`<li><bdi>${text.length > longestSample ? `${text.slice(0, longestSample)}…` : text}</bdi></li>`,
    );
    return [said(header, page), became, shown.length === 0 ? null : html`<ul class="samples">${shown}</ul>`];
  });
  const isText = file.format === 'csv' || file.format === 'json';
  return section(words.reading, [
    facts([
      [pages.file, said(file.name, page)],
      [pages.format, words.formats[file.format] || 'CSV'],
      ...(isText ? [[pages.encoding, file.encoding] as const] : []),
      ...(file.delimiter === null
        ? []
        : [[pages.delimiter, file.delimiter === '\t' ? 'tab' : file.delimiter] as const]),
      [pages.size, `${words.rows(file.rows)}, ${words.columns(file.columns, file.columnsUsed)}`],
    ]),
    table([{ text: column }, { text: becomes }, { text: values }], rows),
    mapping.length > rows.length && html`<p class="dim">${items.more(mapping.length - rows.length)}</p>`,
  ]);
}

function findings(result: ImportAndSyncResult, quoted: ImportDetails, page: Page): Part {
  const { imports, pages } = wordsOn(page);
  const groups = columnsTogether(result.findingGroups);
  if (groups.length === 0) return null;
  const { shown, rest } = firstOf(groups, {
    most: mostGroups,
    room: roomOfList * 2,
    show: (group) => findingGroup(group, { result, quoted, page }),
  });
  return section(pages.findings, [shown, rest > 0 && html`<p class="dim">${imports.moreKinds(rest)}</p>`]);
}

interface Found {
  readonly result: ImportAndSyncResult;
  readonly quoted: ImportDetails;
  readonly page: Page;
}

/** One kind of finding: what is wrong, what to do, and the first rows as they were with the cell marked. */
function findingGroup(group: FindingGroup, { result, quoted, page }: Found): Html {
  const { imports } = wordsOn(page);
  const { severity, code, column, count } = group;
  const { reason, remedy } = tellFindings(group, { language: page.language, as: 'typed' });
  const isError = severity === 'error';
  const rows = quoted.rowsOf(group);
  const at = column === null ? -1 : result.mapping.findIndex((one) => one.column === column);
  const { shown } = firstOf(rows, {
    most: rows.length,
    room: roomOfList / 8,
    show: (row) => quote(row, { at, tone: isError ? 'bad' : 'warn', mapping: result.mapping, page }),
  });
  const summary = html`${badge(isError ? 'bad' : 'warn', `${imports.severities[severity]} ${number(page, count)} ×`)} <strong>${column !== null && [html`<bdi>${column}</bdi>`, ': ']}<bdi>${reason}</bdi></strong> <code class="dim">${code}</code>`;
  return details(
    summary,
    [
      html`<p><bdi>${remedy}</bdi></p>`,
      shown.length > 0 && html`<ul class="rows">${shown}</ul>`,
      shown.length > 0 &&
        leftOut(shown.length, count, isError && result.rejectsFile !== null ? result.rejectsFile : '--json', page),
    ],
    { open: shown.length > 0 && isError },
  );
}

interface Quote {
  /** The column that is marked; -1: none. */
  readonly at: number;
  readonly tone: 'bad' | 'warn';
  readonly mapping: ImportAndSyncResult['mapping'];
  readonly page: Page;
}

function quote({ line, record, cells }: QuotedRow, { at, tone, mapping, page }: Quote): Html {
  const { items, pages } = wordsOn(page);
  // A marked cell that would be left out comes first.
  const order = at >= mostCells ? [at, ...cells.keys()] : [...cells.keys()];
  const filled = [...new Set(order)].filter((column) => column === at || (cells[column] ?? '') !== '');
  const shown = filled.slice(0, mostCells).map((column) => {
    const isMarked = column === at;
    const head = html`<span class="head"><bdi>${mapping[column]?.column ?? String(column + 1)}</bdi></span>`;
    const text = said(cells[column], page, longestCell);
    return html`<span class="cell${isMarked && html` marked ${tone}`}">${head} ${isMarked && html`<span class="hidden">${pages.marked}</span>`}${text}</span>`;
  });
  const rest = filled.length - shown.length;
  return html`<li><span class="line">${record === undefined ? pages.line(line) : pages.record(record)}</span><div class="cells">${shown}${rest > 0 && html`<span class="dim">${items.more(rest)}</span>`}</div></li>`;
}

function rejects({ rejectsFile }: ImportAndSyncResult, page: Page): Part {
  if (rejectsFile === null) return null;
  const { imports, pages } = wordsOn(page);
  return section(pages.rejects, [html`<p>${imports.rejects}</p>`, command(rejectsFile)]);
}

function replaced(result: ImportAndSyncResult, { replaced: values }: ImportDetails, page: Page): Part {
  const counts = replacedInWords(result, page);
  if (counts === '') return null;
  const { pages, imports } = wordsOn(page);
  const all = Object.values(result.replaced).reduce((sum, count) => sum + count, 0);
  const names: Readonly<Record<string, string>> = pages.customerFields;
  const { shown } = firstOf(values, {
    most: values.length,
    room: roomOfList,
    show: ({ line, field, from, to }) =>
      html`<li><span class="line">${pages.line(line)}</span><div><span class="head">${names[field] ?? field}</span> ${beforeAndAfter(said(from, page), said(to, page), page)}</div></li>`,
  });
  const how = result.runId === null ? '--json' : `renos-sync history ${result.runId} --limit 0`;
  return section(pages.replaced, [
    html`<p>${imports.replaced(counts)}</p>`,
    html`<ul class="rows">${shown}</ul>`,
    result.runId !== null || shown.length === all
      ? leftOut(shown.length, all, how, page)
      : html`<p class="dim">${pages.firstOf(shown.length, all)}</p>`,
  ]);
}
