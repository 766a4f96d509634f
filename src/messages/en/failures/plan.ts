import type { PlanFailures } from '../../../core/codes/plan-failures.js';
import { counter } from '../../language.js';
import { type EverySentence, step, type Voice } from '../../voice.js';

const n = counter('en');
const again = (kind: string, say: Voice) => say.plan(kind, 'a new plan');

/** Why a plan is not saved or not applied. */
export const planFailures = {
  'plan-moved-on': (p, say) => ({
    message: `${p.moved} of the plan's ${n(p.items, 'item', 'items')} changed since it was made; nothing was written.`,
    actions: [say.apply({ dryRun: true }, 'lists them'), say.apply({}, 'does the others')],
  }),
  'plan-of-another-database': (p, say) => ({
    message: 'The plan was made from another database, or this one was copied or moved since; nothing was changed.',
    actions: [step('Check DATABASE_URL.'), again(p.kind, say)],
  }),
  'plan-of-another-calendar': (p, say) => ({
    message: `The calendar ${p.calendarId} is another one than when the plan was made: it was ${p.before}, and is ${p.now}; nothing was changed.`,
    actions: [step('Check GOOGLE_CALENDAR_ID and GOOGLE_IMPERSONATED_USER.'), again('sync', say)],
  }),
  'plan-unreadable/not-json': (p, say) => ({
    message: `${p.file} is not a plan of renos-sync: it is not JSON.`,
    actions: [again('sync', say)],
  }),
  'plan-unreadable/other-document': (p, say) => ({
    message: `${p.file} is not a plan of renos-sync: it does not begin with "document": "renos-sync plan".`,
    actions: [again('sync', say)],
  }),
  'plan-unreadable/wrong-field': (p, say) => ({
    message: `${p.file} is not a plan of renos-sync: ${p.place} is not as it should be.`,
    actions: [again('sync', say)],
  }),
  'plan-version': (p, _say) => ({
    message: `${p.file} is a plan of version ${p.version}, which this renos-sync does not know.`,
    actions: [step('Update renos-sync, or make a new plan with this one.')],
  }),
  'plan-file-changed': (p, say) => ({
    message: `The file ${p.file} is not the one that the plan was made from: its bytes differ. Nothing was changed.`,
    actions: [say.apply({ file: 'FILE' }, 'the file as it was'), again('import', say)],
  }),
  'plan-file-unnamed': (_, say) => ({
    message: 'The plan is of a file that came through standard input: it has to be named.',
    actions: [say.apply({ file: 'FILE' }, 'the file as it was')],
  }),
  'plan-not-replaced': (p, _say) => ({
    message: `The file ${p.file} exists already and is no plan: nothing was written.`,
    actions: [step('Name another file for the plan.')],
  }),
} satisfies EverySentence<PlanFailures>;
