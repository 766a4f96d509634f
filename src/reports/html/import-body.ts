import type { ImportDetails, QuotedRow } from '../../core/customers/import/import-details.js';
import type { FindingGroup, ImportAndSyncResult } from '../../core/results/import-result.js';
import { tellFindings, tellRefusal } from '../../messages/findings.js';
import { columnsTogether, countsTable, replacedInWords } from '../import-report.js';
import { number, type Page, wordsOn } from '../page.js';
import {
  badge,
  beforeAndAfter,
  command,
  countTable,
  details,
  facts,
  firstOf,
  notice,
  said,
  section,
  table,
  tiles,
} from './components.js';
import { type Html, html, type Part } from './markup.js';
import { syncBody } from './sync-body.js';
import { leftOut, link, roomOfList, type View } from './view.js';

const mostColumns = 100;
const mostGroups = 60;
const longestSample = 80;
/** Cells of a quoted row that are shown, and how much of each. */
const mostCells = 40;
const longestCell = 1_000;

/** What a page of the server has in place of what a file tells: what to do, and the columns to be chosen. */
export interface ImportForms {
  readonly actions: Part;
  readonly reading: Part;
}

/** What an import did, or would do: how the file was read, counts, findings with their rows, what was replaced, rejects. */
export function importBody(
  result: ImportAndSyncResult,
  quoted: ImportDetails,
  view: View,
  forms: ImportForms | null = null,
): Part {
  const { page } = view;
  const columns = result.mapping.map(({ column, target }, at) => ({ name: column, target, at }));
  const how = { result, quoted, page };
  return [
    verdict(result, view),
    countTiles(result, page),
    forms?.actions,
    findings(how),
    rejects(result, view),
    replaced(how),
    forms?.reading ??
      section(wordsOn(page).imports.reading, [
        fileFacts(result, page),
        columnTable(columns, quoted.samples, page, ({ target }) =>
          isUsed(target)
            ? html`<code>${target}</code>`
            : html`<span class="dim">${wordsOn(page).imports.leftOut}</span>`,
        ),
      ]),
    result.sync !== null && [
      html`<h2 class="part">${wordsOn(page).sync.afterImport}</h2>`,
      syncBody(result.sync, view),
    ],
  ];
}

function verdict(result: ImportAndSyncResult, { page, formToken }: View): Part {
  const { dryRun, resumed, customersRejected } = result;
  const refusal =
    result.refusal === null ? null : tellRefusal(result.refusal, { language: page.language, as: 'typed' });
  const { imports: words, pages, site } = wordsOn(page);
  const isFile = formToken === null;
  return [
    refusal !== null &&
      notice(isFile ? 'bad' : 'warn', [
        html`<p><strong>${words.refused}</strong> ${refusal.message}</p>`,
        isFile && html`<p>${words.override} <code>${refusal.override}</code></p>`,
      ]),
    dryRun && notice('info', html`<p>${isFile ? words.wroteNothing : site.nothingYet}</p>`),
    refusal === null && !dryRun && customersRejected === 0 && notice('good', html`<p>${pages.allIn}</p>`),
    resumed && notice('info', html`<p>${words.resumed}</p>`),
  ];
}

function countTiles(result: ImportAndSyncResult, page: Page): Part {
  const [head, rows] = countsTable(result, page);
  const [, created, updated, unchanged, skipped, rejected, all] = head.map((label, at) => ({
    label: result.dryRun && at > 0 && at < 3 ? `${head[0]} ${label}` : label,
    value: rows[0]?.[at] ?? '',
  }));
  const tones = ['quiet', 'good', 'info', 'quiet', 'quiet', 'bad'] as const;
  const shown = [all, created, updated, unchanged, skipped, rejected].flatMap((tile, at) =>
    tile === undefined ? [] : [{ ...tile, tone: tile.value === '0' ? 'quiet' : (tones[at] ?? 'quiet') } as const],
  );
  return [tiles(shown), rows.length > 1 && section(wordsOn(page).pages.counts, countTable(head, rows))];
}

const isUsed = (target: string | null) => target !== null && target !== 'ignore';

function fileFacts({ file }: ImportAndSyncResult, page: Page): Html {
  const { imports: words, pages } = wordsOn(page);
  const isText = file.format === 'csv' || file.format === 'json';
  return facts([
    [pages.file, said(file.name, page)],
    [pages.format, words.formats[file.format] || 'CSV'],
    ...(isText ? [[pages.encoding, file.encoding] as const] : []),
    ...(file.delimiter === null ? [] : [[pages.delimiter, file.delimiter === '\t' ? 'tab' : file.delimiter] as const]),
    [pages.size, `${words.rows(file.rows)}, ${words.columns(file.columns, file.columnsUsed)}`],
  ]);
}

export interface ReadColumn {
  readonly name: string;
  readonly target: string | null;
  /** Which column of the file it is, from 0. */
  readonly at: number;
}

/** Each column of a file, what becomes of it, and its first values. */
export function columnTable(
  columns: readonly ReadColumn[],
  samples: ImportDetails['samples'],
  page: Page,
  becomes: (column: ReadColumn) => Part,
): Part {
  const { imports: words, items } = wordsOn(page);
  const rows = columns.slice(0, mostColumns).map((column) => {
    const shown = (samples.get(column.at) ?? []).map(
      (text) => html`<li><bdi>${text.length > longestSample ? `${text.slice(0, longestSample)}…` : text}</bdi></li>`,
    );
    return [said(column.name, page, 500), becomes(column), shown.length > 0 && html`<ul class="samples">${shown}</ul>`];
  });
  const rest = columns.length - rows.length;
  return [table(words.readingHeads, rows), rest > 0 && html`<p class="dim">${items.more(rest)}</p>`];
}

interface Found {
  readonly result: ImportAndSyncResult;
  readonly quoted: ImportDetails;
  readonly page: Page;
}

function findings(how: Found): Part {
  const { imports, pages } = wordsOn(how.page);
  const groups = columnsTogether(how.result.findingGroups);
  if (groups.length === 0) return null;
  const { shown, rest } = firstOf(groups, {
    most: mostGroups,
    room: roomOfList * 2,
    show: (group) => findingGroup(group, how),
  });
  return section(pages.findings, [shown, rest > 0 && html`<p class="dim">${imports.moreKinds(rest)}</p>`]);
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

function rejects({ rejectsFile }: ImportAndSyncResult, { page, formToken }: View): Part {
  if (rejectsFile === null) return null;
  const { imports, pages, site } = wordsOn(page);
  if (formToken === null) return section(pages.rejects, [html`<p>${imports.rejects}</p>`, command(rejectsFile)]);
  const download = link('/import/rejects', site.downloadRejects, html` class="button"`);
  return section(pages.rejects, [html`<p>${site.rejectsMean}</p>`, html`<p>${download}</p>`]);
}

function replaced({ result, quoted: { replaced: values }, page }: Found): Part {
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
