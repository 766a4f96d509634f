import type { ImportDetails } from '../../../core/customers/import/import-details.js';
import type { ImportAndSyncResult } from '../../../core/results/import-result.js';
import type { Told } from '../../../messages/voice.js';
import { wordsOn } from '../../page.js';
import { failureNotice, section } from '../components.js';
import { columnTable, importBody, type ReadColumn } from '../import-body.js';
import { type Html, html, type Part } from '../markup.js';
import { form, link, runLink } from '../view.js';
import { type LiveProgress, progressPart } from './runs-page.js';
import type { Site } from './site.js';

/** Which file, and how far it has come. */
interface ImportPage {
  readonly name: string;
  /** What a person chose for a column. */
  readonly mapping: Readonly<Record<string, string>>;
  readonly targets: readonly string[];
  /** How the file is understood; null before that is known, and where it cannot be read. */
  readonly reading: { readonly columns: readonly ReadColumn[]; readonly samples: ImportDetails['samples'] } | null;
  /** null while it is being read. */
  readonly outcome: { readonly result: ImportAndSyncResult; readonly details: ImportDetails } | null;
  readonly progress: LiveProgress | null;
  readonly failure: Told | null;
}

/** Where a file is sent, by choosing it or dropping it on the field. */
export function importStartBody(site: Site, current: string | null): Html {
  const { site: words } = wordsOn(site.page);
  const fields = html`<p><label for="file">${words.chooseFile}</label><input id="file" name="file" type="file" required></p><p class="dim">${words.fileKinds}</p><p><label class="check"><input type="checkbox" name="bookings"> ${words.withBookings}</label></p><button>${words.readFile}</button>`;
  return html`<section><p>${words.importMeans}</p>${form(site, '/import', fields, html` enctype="multipart/form-data"`)}${current !== null && html`<p>${link('/import/file', words.goOnWith(current))}</p>`}</section>`;
}

/** How a file is read, with each column to choose; what importing it would do, or did. */
export function importFileBody(site: Site, shown: ImportPage): Part {
  const { page } = site;
  const { name, reading, outcome, progress, failure } = shown;
  const { site: words } = wordsOn(page);
  const another = link('/import', words.anotherFile);
  if (failure !== null)
    return [failureNotice(failure, page), html`<p>${another}</p>`, reading !== null && choices(site, shown, reading)];
  if (outcome === null)
    return [
      html`<section data-again="1000"><p role="status">${words.beingRead(name)}</p>${progressPart(progress, page)}<p><a href="">${words.lookAgain}</a></p></section>`,
      reading !== null && choices(site, shown, reading),
    ];
  const { result, details } = outcome;
  const isDone = !result.dryRun && result.refusal === null;
  const actions = isDone
    ? html`<div class="bar">${result.runId !== null && runLink(result.runId, words.theRun)}${another}</div>`
    : decision(result, another, site);
  return importBody(result, details, site, {
    actions,
    reading: isDone || reading === null ? null : choices(site, shown, reading),
  });
}

/** The buttons of the form of columns, which is further down, as the rows to look at are longer than a screen. */
function decision(
  { refusal, customersCreated, customersUpdated, ...result }: ImportAndSyncResult,
  another: Html,
  { page }: Site,
): Html {
  const { site: words } = wordsOn(page);
  const accept = refusal?.code === 'many-renames' ? 'acceptRenames' : 'acceptRejects';
  const accepts =
    refusal !== null &&
    html`<label class="check"><input type="checkbox" name="${accept}" form="columns"> ${words.allTheSame}</label>`;
  const isWork =
    refusal !== null || customersCreated + customersUpdated + result.bookingsCreated + result.bookingsUpdated > 0;
  const button = html`<button form="columns" name="do" value="import">${words.importNow}</button>`;
  return html`<div class="bar act">${accepts}${isWork ? button : html`<span>${words.nothingToImport}</span>`}${another}</div>`;
}

function choices(
  site: Site,
  { name, mapping, targets, outcome }: ImportPage,
  reading: NonNullable<ImportPage['reading']>,
): Html {
  const { page } = site;
  const { imports, site: words } = wordsOn(page);
  const rows = columnTable(reading.columns, reading.samples, page, ({ name: column, target, at }) => {
    const chosen = mapping[column] ?? '';
    const others = targets.filter((one) => one !== (target ?? 'ignore') || one === chosen);
    const option = (value: string, text: string) =>
      html`<option value="${value}"${value === chosen && html` selected`}>${text}</option>`;
    const own = target === null || target === 'ignore' ? imports.leftOut : (words.targets[target] ?? target);
    return html`<input type="hidden" name="column-${at}" value="${column}"><select name="target-${at}" aria-label="${words.becomesOf(column)}">${option('', own)}${others.map((one) => option(one, words.targets[one] ?? one))}</select>`;
  });
  const again = html`<button class="quiet" name="do" value="look">${words.lookWithThis}</button>`;
  const fields = form(site, '/import/file', [rows, again], html` id="columns"`);
  return section(words.howRead(name), [outcome !== null && html`<p class="dim">${words.choosingMeans}</p>`, fields]);
}
