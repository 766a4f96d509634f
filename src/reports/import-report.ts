import Table from 'cli-table3';
import type { FindingGroup } from '../core/customers/finding.js';
import type { ImportResult } from '../core/customers/import-result.js';

const shownColumns = 40;
const shownFindings = 40;

/** What an import did or would do: how the file was read, counts, findings by reason, and where rejected rows are. */
export function renderImport(result: ImportResult): string {
  const parts = [
    renderFile(result),
    renderMapping(result),
    renderCounts(result),
    renderFindings(result.findingGroups),
    result.rejectsFile === null ? '' : `Rejected rows, ready to be mended and imported: ${result.rejectsFile}`,
    result.resumed ? 'Taken up where an earlier import of this file had stopped.' : '',
    result.refusal === null
      ? ''
      : `Refused: ${result.refusal.message}\nTo import the rest all the same: ${result.refusal.override}`,
    result.dryRun ? 'Nothing was written.' : '',
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

const delimiterNames: Readonly<Record<string, string>> = { '\t': 'tab' };

function renderFile({ file }: ImportResult): string {
  const delimiter = file.delimiter === null ? 'JSON' : `delimiter ${delimiterNames[file.delimiter] ?? file.delimiter}`;
  return `${file.name}: encoding ${file.encoding}, ${delimiter}, ${file.columns} columns, ${file.columnsUsed} used, ${file.rows} rows`;
}

function renderMapping({ mapping }: ImportResult): string {
  const used = mapping.filter(({ target }) => target !== null && target !== 'ignore');
  const unused = mapping.filter(({ target }) => target === null);
  const lines = used.slice(0, shownColumns).map(({ column, target }) => `  ${column} → ${target}`);
  const more = used.length > shownColumns ? [`  … and ${used.length - shownColumns} more`] : [];
  const left = unused.slice(0, 10).map(({ column }) => column);
  const rest = unused.length > 10 ? ` and ${unused.length - 10} more` : '';
  return [...lines, ...more, ...(left.length === 0 ? [] : [`  not imported: ${left.join(', ')}${rest}`])].join('\n');
}

function renderCounts(result: ImportResult): string {
  const would = result.dryRun || result.refusal !== null;
  const table = new Table({
    head: [would ? 'would be' : '', 'created', 'updated', 'unchanged', 'skipped', 'rejected', 'rows'],
    colAligns: ['left', 'right', 'right', 'right', 'right', 'right', 'right'],
    style: { head: [], border: [] },
  });
  table.push([
    'Customers',
    result.customersCreated,
    result.customersUpdated,
    result.customersUnchanged,
    result.customersSkipped,
    result.customersRejected,
    result.customersProcessed,
  ]);
  if (result.bookingsCreated + result.bookingsUnchanged > 0) {
    table.push(['Bookings', result.bookingsCreated, '', result.bookingsUnchanged, '', '', '']);
  }
  return table.toString();
}

function renderFindings(groups: readonly FindingGroup[]): string {
  const lines = groups
    .slice(0, shownFindings)
    .flatMap((group) => [
      `  ${group.severity} ${group.count} × ${place(group)}${group.reason} [${group.code}]${linesOf(group)}`,
      `      ${group.remedy}`,
    ]);
  const rest = groups.length - shownFindings;
  return [...lines, ...(rest > 0 ? [`  … and ${rest} more kinds; --json shows all.`] : [])].join('\n');
}

function place({ column }: FindingGroup): string {
  return column === null ? '' : `column ${column}: `;
}

function linesOf({ lines, count }: FindingGroup): string {
  if (lines.length === 0) return '';
  return `, line${count === 1 ? '' : 's'} ${lines.join(', ')}${count > lines.length ? ', …' : ''}`;
}
