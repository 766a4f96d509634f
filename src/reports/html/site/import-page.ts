import type { ImportAndSyncResult } from '../../../core/results/import-result.js';
import type { Explanation } from '../../../messages/voice.js';
import { wordsOn } from '../../page.js';
import { section } from '../components.js';
import { columnTable, importBody, type ReadFile, type ShownImport } from '../import-body.js';
import { type Html, html, type Part } from '../markup.js';
import { failureNotice, form, link, runLink, type View } from '../view.js';
import { type LiveProgress, waiting } from './runs-page.js';

/** The file and its progress. */
interface ImportPage {
  readonly name: string;
  /** The user's choice for each column. */
  readonly mapping: Readonly<Record<string, string>>;
  /** How the file is read; null until that is known, and if it cannot be read. */
  readonly reading: ReadFile | null;
  /** null while it is being read. */
  readonly outcome: ShownImport | null;
  readonly progress: LiveProgress | null;
  readonly failure: Explanation | null;
}

/** The form for a file, by choosing it or dropping it on the field. */
export function importStartBody(current: string | null, view: View): Html {
  const { site: words } = wordsOn(view);
  const fields = html`<p><label for="file">${words.chooseFile}</label><input id="file" name="file" type="file" required></p><p class="dim">${words.fileKinds}</p><p><label class="check"><input type="checkbox" name="bookings"> ${words.withBookings}</label></p><button>${words.readFile}</button>`;
  return html`<section><p>${words.importMeans}</p>${form(view, '/import', fields, html` enctype="multipart/form-data"`)}${current !== null && html`<p>${link('/import/file', words.goOnWith(current))}</p>`}</section>`;
}

/** How a file is read, with each column to choose; the changes of importing it, planned or done. */
export function importFileBody(shown: ImportPage, view: View): Part {
  const { name, reading, outcome, progress, failure } = shown;
  const { site: words } = wordsOn(view);
  const another = link('/import', words.anotherFile);
  const columns = reading !== null && choices(shown, reading, view);
  if (failure !== null) return [failureNotice(failure, view), html`<p>${another}</p>`, columns];
  if (outcome === null) {
    const looking = html`<p role="status">${words.beingRead(name)}</p>${waiting(progress, view)}`;
    return [html`<section data-again="1000">${looking}</section>`, columns];
  }
  const { result, details } = outcome;
  const isDone = !result.dryRun && result.refusal === null;
  const run = result.runId !== null && runLink(result.runId, words.theRun);
  const actions = isDone ? html`<div class="bar">${run}${another}</div>` : decision(result, another, view);
  return importBody(result, view, details, { actions, reading: isDone || columns === false ? null : columns });
}

/** The buttons of the columns' form, which is further down, because the rows to check are longer than a screen. */
function decision(result: ImportAndSyncResult, another: Html, view: View): Html {
  const { refusal, customersCreated, customersUpdated, bookingsCreated, bookingsUpdated } = result;
  const { site: words } = wordsOn(view);
  const name = refusal?.code === 'many-renames' ? 'acceptRenames' : 'acceptRejects';
  const accept = html`<label class="check"><input type="checkbox" name="${name}" form="columns"> ${words.allTheSame}</label>`;
  const isWork = customersCreated + customersUpdated + bookingsCreated + bookingsUpdated > 0;
  const button = html`<button form="columns" name="do" value="import">${words.importNow}</button>`;
  const what = refusal !== null ? [accept, button] : isWork ? button : html`<span>${words.nothingToImport}</span>`;
  return html`<div class="bar act">${what}${another}</div>`;
}

function choices({ name, mapping, outcome }: ImportPage, { columns, samples }: ReadFile, view: View): Html {
  const { imports, site: words } = wordsOn(view);
  const rows = columnTable(columns, samples, view, ({ name: column, target, at }) => {
    const chosen = mapping[column] ?? '';
    const own = target ?? 'ignore';
    const others = Object.keys(words.targets).filter((one) => one !== own || one === chosen);
    const options = ['', ...others].map((one) => {
      const text = words.targets[one === '' ? own : one] ?? own;
      return html`<option value="${one}"${one === chosen && html` selected`}>${one === '' && own === 'ignore' ? imports.leftOut : text}</option>`;
    });
    return html`<input type="hidden" name="column-${at}" value="${column}"><select name="target-${at}" aria-label="${words.becomesOf(column)}">${options}</select>`;
  });
  const again = html`<button class="quiet" name="do" value="look">${words.lookWithThis}</button>`;
  const fields = form(view, '/import/file', [rows, again], html` id="columns"`);
  return section(words.howRead(name), [outcome !== null && html`<p class="dim">${words.choosingMeans}</p>`, fields]);
}
