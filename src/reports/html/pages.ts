import type { Messages } from '../../messages/messages.js';
import type { Explanation } from '../../messages/voice.js';
import { moment, type Page, wordsOn } from '../page.js';
import { conflictsBody } from './conflicts-body.js';
import { filePolicy, renderDocument } from './document.js';
import { importBody } from './import-body.js';
import { html, type Part } from './markup.js';
import { statsBody } from './stats-body.js';
import { statusBody } from './status-body.js';
import { syncBody } from './sync-body.js';
import { undoBody } from './undo-body.js';
import { failureNotice, type View } from './view.js';

/** The data of a page besides its result. */
export interface Frame {
  readonly page: Page;
  readonly at: Date;
  /** The error that ended the work early; null if none did. */
  readonly failure: Explanation | null;
}

type Titles = Messages['pages']['titles'];

/* The pages of the command line, each made from the same result as its table and its JSON: files that can be mailed. */
export const conflictsPage = file((titles) => titles.conflicts, conflictsBody);
export const importPage = file(
  (titles, { dryRun, file: { name } }) => titles[dryRun ? 'importPlan' : 'import'](name),
  importBody,
);
export const statsPage = file((titles) => titles.stats, statsBody);
export const statusPage = file((titles) => titles.status, statusBody);
export const syncPage = file((titles, { dryRun }) => titles[dryRun ? 'syncPlan' : 'sync'], syncBody);
export const undoPage = file((titles) => titles.undo, undoBody);

/** Makes a whole page from a body, with its time, and a note that it contains personal data. */
function file<Result, More extends readonly unknown[]>(
  titleOf: (titles: Titles, result: Result) => string,
  bodyOf: (result: Result, view: View, ...more: More) => Part,
) {
  return (result: Result, { page, at, failure }: Frame, ...more: More): string => {
    const { madeAt, keepSafe, titles } = wordsOn(page).pages;
    const made = html`<p class="dim">${madeAt(moment(page, at))}</p>`;
    const view: View = { ...page, formToken: null };
    const body = [made, failure !== null && failureNotice(failure, view), bodyOf(result, view, ...more)];
    return renderDocument({ title: titleOf(titles, result), page, policy: filePolicy, body, footer: keepSafe });
  };
}
