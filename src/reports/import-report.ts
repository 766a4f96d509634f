import type { ImportResult } from '../core/customers/import/import-result.js';
import type { FindingGroup } from '../core/customers/model/finding.js';
import { safeText } from './one-line.js';
import { number, type Page, paint } from './page.js';
import { renderTable } from './table.js';
import { paragraph, wrap } from './wrap.js';

const shownColumns = 40;
const shownFindings = 40;

/** What an import did or would do: how the file was read, counts, findings by reason, and where rejected rows are. */
export function renderImport(result: ImportResult, page: Page): string {
  const say = (text: string) => paragraph(text, page, 0).join('\n');
  const parts = [
    say(renderFile(result, page)),
    renderMapping(result, page),
    renderCounts(result, page),
    renderReplaced(result, page),
    renderFindings(result.findingGroups, page),
    // The name of a file stays whole: it is there to be copied.
    result.rejectsFile === null
      ? ''
      : `Rejected rows, ready to be corrected and imported:\n  ${safeText(result.rejectsFile)}\nTo ask somebody about them, without the people in them:\n  renos-sync redact ${safeText(quoted(result.rejectsFile))} -o redacted${extensionOf(result.rejectsFile)}`,
    result.resumed ? 'Taken up where an earlier import of this file had stopped.' : '',
    result.refusal === null
      ? ''
      : `${paint(page, 'red', 'Refused:')} ${result.refusal.message}\nTo import the rest all the same: ${result.refusal.override}`,
    result.dryRun ? 'Nothing was written.' : '',
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

/** As a shell takes it for one word. */
function quoted(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}

function extensionOf(path: string): string {
  return /\.\w{1,6}$/.exec(path)?.[0] ?? '';
}

const formatNames: Readonly<Record<string, string>> = {
  xlsx: 'Excel workbook',
  vcard: 'contacts (vCard)',
  ods: 'OpenDocument workbook',
};
const delimiterNames: Readonly<Record<string, string>> = { '\t': 'tab' };

function renderFile({ file }: ImportResult, page: Page): string {
  const delimiter = file.delimiter === null ? '' : `, delimiter ${delimiterNames[file.delimiter] ?? file.delimiter}`;
  const reading =
    formatNames[file.format] ?? `encoding ${file.encoding}${delimiter}${file.format === 'json' ? ', JSON' : ''}`;
  const many = (count: number, word: string) => `${number(page, count)} ${word}${count === 1 ? '' : 's'}`;
  return `${safeText(file.name)}: ${reading}, ${many(file.columns, 'column')}, ${number(page, file.columnsUsed)} used, ${many(file.rows, 'row')}`;
}

function renderMapping({ mapping }: ImportResult, page: Page): string {
  const used = mapping.filter(({ target }) => target !== null && target !== 'ignore');
  const unused = mapping.filter(({ target }) => target === null || target === 'ignore');
  const lines = used.slice(0, shownColumns).map(({ column, target }) => `  ${safeText(column)} → ${target}`);
  const more = used.length > shownColumns ? [`  … and ${used.length - shownColumns} more`] : [];
  const left = unused.slice(0, 10).map(({ column }) => safeText(column));
  const rest = unused.length > 10 ? ` and ${unused.length - 10} more` : '';
  const forgotten = left.length === 0 ? [] : paragraph(`not imported: ${left.join(', ')}${rest}`, page, 2);
  return [...lines, ...more, ...forgotten].join('\n');
}

function renderCounts(result: ImportResult, page: Page): string {
  const would = result.dryRun || result.refusal !== null;
  const heads = ['created', 'updated', 'unchanged', 'skipped', 'rejected', 'rows'];
  const columns = [{ head: would ? 'would be' : '' }, ...heads.map((head) => ({ head, align: 'right' as const }))];
  const customers = [
    result.customersCreated,
    result.customersUpdated,
    result.customersUnchanged,
    result.customersSkipped,
    result.customersRejected,
    result.customersProcessed,
  ].map((count) => number(page, count));
  const rows = [['Customers', ...customers]];
  if (result.bookingsCreated + result.bookingsUpdated + result.bookingsUnchanged > 0)
    rows.push([
      'Bookings',
      ...[result.bookingsCreated, result.bookingsUpdated, result.bookingsUnchanged].map((count) => number(page, count)),
    ]);
  return renderTable(page, columns, rows);
}

const replacedWords = {
  name: ['name', 'names'],
  email: ['e-mail', 'e-mails'],
  phone: ['phone', 'phones'],
  address: ['address', 'addresses'],
  companyName: ['company', 'companies'],
  notes: ['note', 'notes'],
} as const;

/** What stands in place of something else, and where that can be seen. */
function renderReplaced({ replaced, customersRenamed, runId }: ImportResult, page: Page): string {
  const counts = Object.entries(replacedWords).flatMap(([field, [one, many]]) => {
    const count = replaced[field as keyof typeof replacedWords];
    return count === 0 ? [] : [`${number(page, count)} ${count === 1 ? one : many}`];
  });
  if (counts.length === 0) return '';
  const renamed = customersRenamed === 0 ? '' : `, of which ${number(page, customersRenamed)} of another person`;
  const [names, ...others] = replaced.name > 0 ? [`${counts[0]}${renamed}`, ...counts.slice(1)] : counts;
  const say = (text: string) => paragraph(text, page, 0).join('\n');
  const list = say(`Replaced: ${[names, ...others].join(', ')}.`);
  if (runId === null) return list;
  const how = say('What stood there before, to be put back in RenOS or by a file with those values:');
  return `${list}\n${how}\n  renos-sync history ${runId}`;
}

function renderFindings(groups: readonly FindingGroup[], page: Page): string {
  const lines = groups.slice(0, shownFindings).flatMap((group) => {
    const { severity, count, reason, code, remedy } = group;
    const what = `${severity} ${number(page, count)} × ${place(group)}${safeText(reason)} [${code}]${linesOf(group, page)}`;
    const [first = '', ...others] = wrap(what, page, { indent: 6, used: -4 });
    const painted = first.replace(severity, paint(page, severity === 'error' ? 'red' : 'yellow', severity));
    return [`  ${painted}`, ...others.map((line) => `      ${line}`), ...paragraph(safeText(remedy), page, 6)];
  });
  const rest = groups.length - shownFindings;
  return [...lines, ...(rest > 0 ? [`  … and ${rest} more kinds; --json shows all.`] : [])].join('\n');
}

function place({ column }: FindingGroup): string {
  return column === null ? '' : `column ${safeText(column)}: `;
}

function linesOf({ lines, count }: FindingGroup, page: Page): string {
  if (lines.length === 0) return '';
  const shown = lines.map((line) => number(page, line)).join(', ');
  return `, line${count === 1 ? '' : 's'} ${shown}${count > lines.length ? ', …' : ''}`;
}
