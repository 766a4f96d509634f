import type { UnreachableStatus } from '../../core/calendar/status/unreachable-status.js';
import type { ImportDetails } from '../../core/customers/import/import-details.js';
import type { StatisticsResult } from '../../core/results/export-result.js';
import type { ImportAndSyncResult } from '../../core/results/import-result.js';
import type { ConflictsResult, SyncStatus } from '../../core/results/status-result.js';
import type { SyncResult } from '../../core/results/sync-result.js';
import type { UndoResult } from '../../core/results/undo-result.js';
import type { Messages } from '../../messages/messages.js';
import type { Told } from '../../messages/voice.js';
import { moment, type Page, wordsOn } from '../page.js';
import { failureNotice } from './components.js';
import { conflictsBody } from './conflicts-body.js';
import { filePolicy, renderDocument } from './document.js';
import { importBody } from './import-body.js';
import { html, type Part } from './markup.js';
import { statsBody } from './stats-body.js';
import { statusBody } from './status-body.js';
import { syncBody } from './sync-body.js';
import { undoBody } from './undo-body.js';
import type { View } from './view.js';

/** What a page is made with, beside the result that it shows. */
export interface Frame {
  readonly page: Page;
  readonly at: Date;
  /** Why the work ended early, if it did. */
  readonly failure: Told | null;
}

/*
 * The pages of the command line, each made from the result that its table and JSON are made from: files that can be
 * mailed.
 */

export function conflictsPage(result: ConflictsResult, frame: Frame): string {
  return renderFile(frame, (titles) => titles.conflicts, conflictsBody(result, viewOf(frame)));
}

export function importPage(result: ImportAndSyncResult, quoted: ImportDetails, frame: Frame): string {
  const title = (titles: Titles) => titles[result.dryRun ? 'importPlan' : 'import'](result.file.name);
  return renderFile(frame, title, importBody(result, quoted, viewOf(frame)));
}

export function statsPage(result: StatisticsResult, frame: Frame): string {
  return renderFile(frame, (titles) => titles.stats, statsBody(result, frame.page));
}

export function statusPage(status: SyncStatus | UnreachableStatus, frame: Frame): string {
  return renderFile(frame, (titles) => titles.status, statusBody(status, viewOf(frame)));
}

export function syncPage(result: SyncResult, frame: Frame): string {
  return renderFile(frame, (titles) => titles[result.dryRun ? 'syncPlan' : 'sync'], syncBody(result, viewOf(frame)));
}

export function undoPage(result: UndoResult, frame: Frame): string {
  return renderFile(frame, (titles) => titles.undo, undoBody(result, viewOf(frame)));
}

type Titles = Messages['pages']['titles'];

const viewOf = ({ page }: Frame): View => ({ page, formToken: null });

/** A whole page: when it was made, and that it is about people. */
function renderFile({ page, at, failure }: Frame, titleOf: (titles: Titles) => string, body: Part): string {
  const { madeAt, keepSafe, titles } = wordsOn(page).pages;
  return renderDocument({
    title: titleOf(titles),
    page,
    policy: filePolicy,
    body: [
      html`<p class="dim">${madeAt(moment(page, at))}</p>`,
      failure !== null && failureNotice(failure, page),
      body,
    ],
    footer: html`<p>${keepSafe}</p>`,
  });
}
