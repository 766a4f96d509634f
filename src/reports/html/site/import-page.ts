import type { FileReading } from '../../../core/customers/match/ports.js';
import type { FindingGroup, ImportAndSyncResult } from '../../../core/results/import-result.js';
import { tellFindings, tellRefusal } from '../../../messages/findings.js';
import type { Told } from '../../../messages/voice.js';
import { columnsTogether } from '../../import-report.js';
import { number, type Page, wordsOn } from '../../page.js';
import { badge, notice, said, section, table } from '../components.js';
import { type Html, html } from '../markup.js';
import { failureBody, form, link, runLink, type Site } from './site.js';

/** Which file, and how far it has come. */
interface ImportPage {
  readonly upload: { readonly name: string; readonly mapping: Readonly<Record<string, string>> };
  readonly reading: FileReading | null;
  /** Each column's name as a mapping calls it. */
  readonly names: readonly string[];
  readonly targets: readonly string[];
  readonly result: ImportAndSyncResult | null;
  readonly failure: Told | null;
}

const [mostColumns, mostFindings] = [100, 60];

export function importStartBody(site: Site, current: string | null): Html {
  const { site: words } = wordsOn(site.page);
  const fields = html`<p><label for="file">${words.chooseFile}</label><br><input id="file" name="file" type="file" required></p><p><label><input type="checkbox" name="bookings"> ${words.withBookings}</label></p><button>${words.readFile}</button>`;
  return html`<section><p>${words.importMeans}</p>${form(site, '/import', fields, 'files')}${current !== null && html`<p>${link('/import/file', words.goOnWith(current))}</p>`}</section>`;
}

/** How a file is read, with each column to choose; what importing it would do, or did. */
export function importFileBody(site: Site, { upload, reading, names, targets, result, failure }: ImportPage): Html {
  const { page } = site;
  const { site: words } = wordsOn(page);
  const isDone = result !== null && !result.dryRun && result.refusal === null;
  const columns = reading !== null && columnTable(site, { upload, reading, names, targets });
  const override = result?.refusal?.code;
  const accepts =
    override !== undefined &&
    html`<p><label><input type="checkbox" name="${override === 'many-renames' ? 'acceptRenames' : 'acceptRejects'}"> ${words.allTheSame}</label></p>`;
  const buttons = html`${accepts}<div class="bar"><button name="do" value="look">${words.lookWithThis}</button>${result !== null && html`<button name="do" value="import">${words.importNow}</button>`}${link('/import', words.anotherFile)}</div>`;
  const reread =
    reading !== null && section(words.howRead(upload.name), form(site, '/import/file', html`${columns}${buttons}`));
  const ended =
    isDone &&
    html`<div class="bar">${result.rejectsFile !== null && link('/import/rejects', words.downloadRejects)}${result.runId !== null && runLink(result.runId)}${link('/import', words.anotherFile)}</div>`;
  const outcome =
    result !== null && section(isDone ? words.imported : words.wouldHappen, html`${counts(result, page)}${ended}`);
  const found =
    result !== null &&
    result.findingGroups.length > 0 &&
    section(words.findings, findings(columnsTogether(result.findingGroups), page));
  return html`${failure !== null && failureBody(failure)}${failure !== null && reading === null && html`<p>${link('/import', words.anotherFile)}</p>`}${result?.refusal != null && notice('warn', html`<p>${tellRefusal(result.refusal, { language: page.language, as: 'typed' }).message}</p>`)}${outcome}${found}${reread}`;
}

function columnTable(
  site: Site,
  {
    upload,
    reading,
    names,
    targets,
  }: Pick<ImportPage, 'upload' | 'names' | 'targets'> & { readonly reading: FileReading },
): Html {
  const { page } = site;
  const { imports, site: words } = wordsOn(page);
  const rows = reading.mapping.slice(0, mostColumns).map(({ header, target, index }, at) => {
    const name = names[at] ?? header;
    const chosen = upload.mapping[name] ?? '';
    const option = (value: string, text: string) =>
      html`<option value="${value}"${value === chosen && html` selected`}>${text}</option>`;
    const select = html`<input type="hidden" name="column-${index}" value="${name}"><select name="target-${index}" aria-label="${words.becomesOf(name)}">${option('', words.asRead(target === null || target === 'ignore' ? imports.leftOut : target))}${targets.map((one) => option(one, one))}</select>`;
    return [
      said(name, page),
      select,
      (reading.samples.get(index) ?? []).map((sample, nth) => [nth > 0 && ' · ', said(sample.slice(0, 60), page)]),
    ];
  });
  return table(
    imports.readingHeads.map((text) => ({ text })),
    rows,
  );
}

function counts(result: ImportAndSyncResult, page: Page): Html {
  const { imports: words } = wordsOn(page);
  const heads = ['', words.created, words.updated, words.unchanged, words.skipped, words.rejected, words.rowsHead];
  const {
    customersCreated,
    customersUpdated,
    customersUnchanged,
    customersSkipped,
    customersRejected,
    customersProcessed,
  } = result;
  const all = [
    customersCreated,
    customersUpdated,
    customersUnchanged,
    customersSkipped,
    customersRejected,
    customersProcessed,
  ];
  const bookings = [result.bookingsCreated, result.bookingsUpdated, result.bookingsUnchanged];
  const rows = [[words.customers, ...all.map((count) => number(page, count))]];
  if (bookings.some((count) => count > 0)) rows.push([words.bookings, ...bookings.map((count) => number(page, count))]);
  return table(
    heads.map((text, at) => (at === 0 ? { text } : { text, align: 'right' as const })),
    rows,
  );
}

function findings(groups: readonly FindingGroup[], page: Page): Html {
  const { imports: words, items } = wordsOn(page);
  const lines = groups.slice(0, mostFindings).map((group) => {
    const { severity, count, column, lines: at } = group;
    const { reason, remedy } = tellFindings(group, { language: page.language, as: 'typed' });
    const shown = at.map((line) => number(page, line)).join(', ');
    const place = at.length > 0 && words.atLines(count, shown + (count > at.length ? ', …' : ''));
    return html`<li>${badge(severity === 'error' ? 'bad' : 'warn', words.severities[severity])} ${number(page, count)} × ${column !== null && words.column(column)}${reason}${place} <span class="dim">${remedy}</span></li>`;
  });
  return html`<ul>${lines}</ul>${groups.length > mostFindings && html`<p>${items.more(groups.length - mostFindings)}</p>`}`;
}
