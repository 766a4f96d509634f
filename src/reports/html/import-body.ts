import type { ImportDetails, QuotedRow } from '../../core/customers/import/import-details.js';
import type { FindingGroup, ImportAndSyncResult } from '../../core/results/import-result.js';
import { tellFindings, tellRefusal } from '../../messages/findings.js';
import { columnsTogether, countsTable, replacedInWords } from '../import-report.js';
import { number, wordsOn } from '../page.js';
import {
  badge,
  beforeAndAfter,
  command,
  counts,
  details,
  facts,
  firstOf,
  notice,
  said,
  section,
  type Tone,
  table,
} from './components.js';
import { type Html, html, type Part } from './markup.js';
import { syncBody } from './sync-body.js';
import { leftOut, link, roomOfList, tellerOf, type View } from './view.js';

const mostColumns = 100;
const mostGroups = 60;
const longestSample = 80;
/** The most cells of a quoted row, and the most characters of each. */
const mostCells = 40;
const longestCell = 1_000;

/** The changes of an import, or of its dry run, with the affected rows. */
export interface ShownImport {
  readonly result: ImportAndSyncResult;
  readonly details: ImportDetails;
}

/** How a file is read, with the first values of each column. */
export interface ReadFile {
  readonly columns: readonly ReadColumn[];
  readonly samples: ImportDetails['samples'];
}

export interface ReadColumn {
  readonly name: string;
  readonly target: string | null;
  /** The column's number in the file, from 0. */
  readonly at: number;
}

/** Forms that a page of the server has in place of a file's texts: the steps, and the columns to choose. */
export interface ImportForms {
  readonly actions: Part;
  readonly reading: Part;
}

/**
 * The changes of an import, or of its dry run: how the file was read, counts, findings with their rows, replaced
 * values, rejects.
 */
export function importBody(
  result: ImportAndSyncResult,
  view: View,
  quoted: ImportDetails,
  forms: ImportForms | null = null,
): Part {
  const { imports: words, pages, sync } = wordsOn(view);
  const { shown, rest } = firstOf(columnsTogether(result.findingGroups), {
    most: mostGroups,
    room: roomOfList * 2,
    show: (group) => findingGroup(group, result, quoted, view),
  });
  return [
    verdict(result, view),
    counts(countsTable(result, view)),
    forms?.actions,
    shown.length > 0 && section(pages.findings, [shown, rest > 0 && html`<p class="dim">${words.moreKinds(rest)}</p>`]),
    rejects(result, view),
    replaced(result, quoted, view),
    forms?.reading ?? reading(result, quoted, view),
    result.sync !== null && [html`<h2 class="part">${sync.afterImport}</h2>`, syncBody(result.sync, view)],
  ];
}

function verdict({ dryRun, resumed, customersRejected, refusal }: ImportAndSyncResult, view: View): Part {
  const { imports: words, pages, site } = wordsOn(view);
  const isFile = view.formToken === null;
  const explained = refusal === null ? null : tellRefusal(refusal, tellerOf(view));
  return [
    explained !== null &&
      notice(isFile ? 'bad' : 'warn', [
        html`<p><strong>${words.refused}</strong> ${explained.message}</p>`,
        isFile && html`<p>${words.override} <code>${explained.override}</code></p>`,
      ]),
    dryRun && notice('info', html`<p>${isFile ? words.wroteNothing : site.nothingYet}</p>`),
    explained === null && !dryRun && customersRejected === 0 && notice('good', html`<p>${pages.allIn}</p>`),
    resumed && notice('info', html`<p>${words.resumed}</p>`),
  ];
}

/** How the file was read: its format, and each column. */
function reading({ file, mapping }: ImportAndSyncResult, { samples }: ImportDetails, view: View): Html {
  const { imports: words, pages } = wordsOn(view);
  const isText = file.format === 'csv' || file.format === 'json';
  const delimiter = file.delimiter === '\t' ? 'tab' : file.delimiter;
  const about: readonly (readonly [string, Part])[] = [
    [pages.file, said(file.name, view)],
    [pages.format, words.formats[file.format] || 'CSV'],
    [pages.encoding, isText && file.encoding],
    [pages.delimiter, delimiter],
    [pages.size, `${words.rows(file.rows)}, ${words.columns(file.columns, file.columnsUsed)}`],
  ];
  const columns = mapping.map(({ column, target }, at) => ({ name: column, target, at }));
  const becomes = ({ target }: ReadColumn) =>
    target === null || target === 'ignore'
      ? html`<span class="dim">${words.leftOut}</span>`
      : html`<code>${target}</code>`;
  return section(words.reading, [
    facts(about.filter(([, value]) => value !== null && value !== false)),
    columnTable(columns, samples, view, becomes),
  ]);
}

/** Each column of a file, its meaning, and its first values. */
export function columnTable(
  columns: readonly ReadColumn[],
  samples: ImportDetails['samples'],
  view: View,
  becomes: (column: ReadColumn) => Part,
): Part {
  const { imports: words, items } = wordsOn(view);
  const rows = columns.slice(0, mostColumns).map((column) => {
    const shown = (samples.get(column.at) ?? []).map(
      (text) => html`<li><bdi>${text.length > longestSample ? `${text.slice(0, longestSample)}…` : text}</bdi></li>`,
    );
    return [said(column.name, view, 500), becomes(column), shown.length > 0 && html`<ul class="samples">${shown}</ul>`];
  });
  const rest = columns.length - rows.length;
  return [table(words.readingHeads, rows), rest > 0 && html`<p class="dim">${items.more(rest)}</p>`];
}

/** One kind of finding: the error, what to do, and the first rows with the cell marked. */
function findingGroup(group: FindingGroup, result: ImportAndSyncResult, quoted: ImportDetails, view: View): Html {
  const { imports } = wordsOn(view);
  const { severity, code, column, count } = group;
  const { reason, remedy } = tellFindings(group, tellerOf(view));
  const isError = severity === 'error';
  const tone = isError ? 'bad' : 'warn';
  const rows = quoted.rowsOf(group);
  const names = result.mapping.map((one) => one.column);
  const at = column === null ? -1 : names.indexOf(column);
  const show = (row: QuotedRow) => quote(row, { at, tone }, names, view);
  const { shown } = firstOf(rows, { most: rows.length, room: roomOfList / 8, show });
  const about = column !== null && html`<bdi>${column}</bdi>: `;
  const all = isError && result.rejectsFile !== null ? result.rejectsFile : '--json';
  return details(
    html`${badge(tone, `${imports.severities[severity]} ${number(view, count)} ×`)} <strong>${about}<bdi>${reason}</bdi></strong> <code class="dim">${code}</code>`,
    [
      html`<p><bdi>${remedy}</bdi></p>`,
      shown.length > 0 && [html`<ul class="rows">${shown}</ul>`, leftOut(shown.length, count, all, view)],
    ],
    { open: shown.length > 0 && isError },
  );
}

/** A row of the file; if the error is in one column, that cell is marked. */
function quote(
  { line, record, cells }: QuotedRow,
  { at, tone }: { readonly at: number; readonly tone: Tone },
  names: readonly string[],
  view: View,
): Html {
  const { items, pages } = wordsOn(view);
  // A marked cell that would be left out comes first.
  const order = at >= mostCells ? [at, ...cells.keys()] : [...cells.keys()];
  const filled = [...new Set(order)].filter((column) => column === at || (cells[column] ?? '') !== '');
  const shown = filled.slice(0, mostCells).map((column) => {
    const isMarked = column === at;
    const head = html`<span class="head"><bdi>${names[column] ?? String(column + 1)}</bdi></span>`;
    const text = said(cells[column], view, longestCell);
    return html`<span class="cell${isMarked && html` marked ${tone}`}">${head} ${isMarked && html`<span class="hidden">${pages.marked}</span>`}${text}</span>`;
  });
  const rest = filled.length - shown.length;
  return html`<li><span class="line">${record === undefined ? pages.line(line) : pages.record(record)}</span><div class="cells">${shown}${rest > 0 && html`<span class="dim">${items.more(rest)}</span>`}</div></li>`;
}

function rejects({ rejectsFile }: ImportAndSyncResult, { formToken, ...view }: View): Part {
  if (rejectsFile === null) return null;
  const { imports, pages, site } = wordsOn(view);
  if (formToken === null) return section(pages.rejects, [html`<p>${imports.rejects}</p>`, command(rejectsFile)]);
  const download = link('/import/rejects', site.downloadRejects, html` class="button"`);
  return section(pages.rejects, [html`<p>${site.rejectsMean}</p>`, html`<p>${download}</p>`]);
}

function replaced(result: ImportAndSyncResult, { replaced: values }: ImportDetails, view: View): Part {
  const text = replacedInWords(result, view);
  if (text === '') return null;
  const { pages, imports, site } = wordsOn(view);
  const { runId: id } = result;
  const all = Object.values(result.replaced).reduce((sum, count) => sum + count, 0);
  const show = ({ line, field, from, to }: ImportDetails['replaced'][number]) =>
    html`<li><span class="line">${pages.line(line)}</span><div><span class="head">${pages.customerFields[field]}</span> ${beforeAndAfter(said(from, view), said(to, view), view)}</div></li>`;
  const { shown } = firstOf(values, { most: values.length, room: roomOfList, show });
  const typed = html`<p>${imports.seeReplaced}</p>${command(`renos-sync history ${id}\nrenos-sync undo ${id}`)}`;
  return section(pages.replaced, [
    html`<p>${imports.replaced(text)}</p>`,
    html`<ul class="rows">${shown}</ul>`,
    leftOut(shown.length, all, id && `renos-sync history ${id} --limit 0`, view),
    id !== null && (view.formToken === null ? typed : html`<p>${link(`/runs/${id}/undo`, site.undoThis)}</p>`),
  ]);
}
