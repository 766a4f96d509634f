import type { UnreachableStatus } from '../../core/calendar/status/unreachable-status.js';
import type { DoctorResult } from '../../core/results/setup-result.js';
import type { SyncStatus } from '../../core/results/status-result.js';
import { tellCheck } from '../../messages/checks.js';
import { tellStated, tellStatus } from '../../messages/results.js';
import { voiceOf } from '../../messages/voice.js';
import { fieldName } from '../history-report.js';
import { moment, wordsOn } from '../page.js';
import { calendarsTable, overviewOf, reachInWords, verdictOf } from '../status-report.js';
import { badge, command, facts, notice, said, section, table } from './components.js';
import { html, type Part } from './markup.js';
import { known } from './sync-body.js';
import { actionsPart, itemName, link, listed, statusBadge, tellerOf, type View } from './view.js';

const colours = { green: 'good', yellow: 'warn', red: 'bad' } as const;
const checkTones = { ok: 'good', warn: 'warn', fail: 'bad', skipped: 'quiet' } as const;

/** The verdict first, then what waits, the errors, and what to do. */
export function statusBody(given: SyncStatus | UnreachableStatus, view: View): Part {
  const { causes, pages, status: words } = wordsOn(view);
  const reached = [
    [words.database, reach(given.database, view)],
    [words.google, reach(given.google, view)],
  ] as const;
  if (!('calendars' in given))
    return [notice('bad', html`<p>${words.databaseUnusable}</p>`), section(pages.overview, facts(reached))];
  const status = tellStatus(given, tellerOf(view));
  const { held, failed, notes, elsewhere, refusal } = status;
  const { colour, text } = verdictOf(status, view, tellerOf(view).as);
  const isFile = view.formToken === null;
  const showHeld = (conflict: SyncStatus['held'][number]) => {
    const names = conflict.fields.map((field) => fieldName(view, field)).join(', ');
    const why = html`<span class="dim">(<bdi>${causes.conflict(conflict)}</bdi>, ${moment(view, conflict.since)})</span>`;
    return [html`<p>${itemName(conflict, view)}: ${names} ${why}</p>`, isFile && command(conflict.help)];
  };
  const showFailed = (failure: SyncStatus['failed'][number]) => [
    html`<p>${badge('bad', failure.code)} ${itemName(failure, view)}: <bdi>${causes.failure(failure)}</bdi></p>`,
    actionsPart([causes.help(failure, voiceOf(tellerOf(view).as, view.language))], view),
  ];
  const first = !isFile && html`<p>${link('/conflicts', wordsOn(view).site.places.conflicts)}</p>`;
  const all = 'renos-sync status --json';
  return [
    notice(colours[colour], html`<p><strong>${text}</strong></p>`),
    refusal !== null &&
      notice('bad', [html`<p>${words.wouldRefuse} ${refusal}</p>`, isFile && command('renos-sync sync --dry-run')]),
    section(pages.overview, facts([...overviewOf(status, view), ...reached])),
    listed(words.held(held.length), { items: held, show: showHeld, all: 'renos-sync conflicts', first }, view),
    listed(words.failed(failed.length), { items: failed, show: showFailed, all }, view),
    notes.length + elsewhere.length > 0 &&
      section(words.notes(notes.length + elsewhere.length), known(notes, elsewhere, view)),
    calendars(status, view),
  ];
}

/** The result of `doctor`: each check by its state, and what to do. */
export function checksPart({ checks, success }: DoctorResult, view: View): Part {
  const { programs, site } = wordsOn(view);
  const count = (state: 'warn' | 'fail') => checks.filter((check) => check.state === state).length;
  const sum = success ? programs.allIsWell(count('warn')) : programs.checksFailed(count('fail'), checks.length);
  const lines = checks.map((check) => {
    const { name, message, actions } = tellCheck(check, tellerOf(view));
    return html`<li><p>${badge(checkTones[check.state], name)} <bdi>${message}</bdi></p>${actionsPart(actions, view)}</li>`;
  });
  return section(site.checks, [html`<p>${sum}</p>`, html`<ul class="plain">${lines}</ul>`]);
}

function reach(reached: SyncStatus['google'], view: View): Part {
  const { reachable, problem, help: actions, sentence } = reached;
  const explained = tellStated({ message: problem ?? '', actions, sentence }, tellerOf(view));
  return [badge(reachable ? 'good' : 'bad', reachInWords(reached, view)), actionsPart(explained.actions, view)];
}

function calendars({ calendars: all }: SyncStatus, view: View): Part {
  const [heads, rows] = calendarsTable(all, view);
  const shown = rows.map(([name, ...cells], at) => {
    const lastRun = all[at]?.lastRun ?? null;
    return [said(name, view), ...cells.slice(0, -1), lastRun !== null && statusBadge(lastRun, view)];
  });
  return section(wordsOn(view).pages.calendars, table(heads, shown));
}
