import type { ConflictsResult, DecidedConflict, HeldConflictDetail } from '../../core/results/status-result.js';
import { moment, named, wordsOn } from '../page.js';
import { badge, command, notice, section } from './components.js';
import { disputedFields } from './fields.js';
import { type Frame, list, renderFile } from './frame.js';
import { html } from './markup.js';

const most = 500;

/** The conflicts that wait for a person, both values side by side, and how to decide them; then those decided lately. */
export function conflictsPage({ held, decided }: ConflictsResult, frame: Frame): string {
  const { page } = frame;
  const { causes, items, pages, sync: words } = wordsOn(page);
  const showHeld = ({ id, code, reason, since, values, ...conflict }: HeldConflictDetail) =>
    html`<li><p>${badge('warn', pages.held)} <strong>${items.bookingNamed(named(page, conflict))}</strong> <span class="dim">${words.heldSince(moment(page, since), causes.conflict({ code, reason }))}</span></p>
${disputedFields(values, page)}${command(`renos-sync conflicts resolve ${id} --take google`)}</li>`;
  const showDecided = ({ at, decision, values, ...conflict }: DecidedConflict) =>
    html`<li><p>${badge('good', `${words.taken}: ${words.sides[decision]}`)} <strong>${items.bookingNamed(named(page, conflict))}</strong> <span class="dim">${moment(page, at)}</span></p>
${disputedFields(values, page)}</li>`;
  const all = 'renos-sync conflicts --json';
  const body = [
    held.length === 0
      ? notice('good', html`<p>${words.noneHeld}</p>`)
      : section(pages.held, [
          html`<p>${words.decide} <code>--take google</code> ${words.decideOr}; <code>renos-sync conflicts resolve</code> ${words.decideAsks}.</p>`,
          list({ items: held, most, show: showHeld, all, page }),
        ]),
    decided !== null &&
      section(
        words.decidedHead,
        decided.length === 0 ? words.noneDecided : list({ items: decided, most, show: showDecided, all, page }),
      ),
  ];
  return renderFile(pages.titles.conflicts, body, frame);
}
