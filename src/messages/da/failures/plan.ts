import type { planFailures as english } from '../../en/failures/plan.js';
import { counter } from '../../language.js';
import { step, type Voice } from '../../voice.js';

const n = counter('da');
const again = (kind: string, say: Voice) => say.plan(kind, 'en ny plan');

export const planFailures: typeof english = {
  'plan-moved-on': ({ moved, items }, say) => ({
    message: `${moved} af planens ${n(items, 'punkt', 'punkter')} har ændret sig, siden den blev lavet; intet blev ændret.`,
    actions: [say.apply({ dryRun: true }, 'viser dem'), say.apply({}, 'udfører de andre')],
  }),
  'plan-of-another-database': ({ kind }, say) => ({
    message:
      'Planen blev lavet ud fra en anden database, eller denne er kopieret eller flyttet siden; intet blev ændret.',
    actions: [step('Se efter i DATABASE_URL.'), again(kind, say)],
  }),
  'plan-of-another-calendar': ({ calendarId, before, now }, say) => ({
    message: `Kalenderen ${calendarId} er en anden, end da planen blev lavet: den var ${before} og er ${now}; intet blev ændret.`,
    actions: [step('Se efter i GOOGLE_CALENDAR_ID og GOOGLE_IMPERSONATED_USER.'), again('sync', say)],
  }),
  'plan-unreadable/not-json': ({ file }, say) => ({
    message: `${file} er ikke en plan fra renos-sync: den er ikke JSON.`,
    actions: [again('sync', say)],
  }),
  'plan-unreadable/other-document': ({ file }, say) => ({
    message: `${file} er ikke en plan fra renos-sync: den begynder ikke med "document": "renos-sync plan".`,
    actions: [again('sync', say)],
  }),
  'plan-unreadable/wrong-field': ({ file, place }, say) => ({
    message: `${file} er ikke en plan fra renos-sync: ${place} er ikke, som det skal være.`,
    actions: [again('sync', say)],
  }),
  'plan-version': ({ file, version }) => ({
    message: `${file} er en plan af version ${version}, som denne renos-sync ikke kender.`,
    actions: [step('Opdatér renos-sync, eller lav en ny plan med denne.')],
  }),
  'plan-file-changed': ({ file }, say) => ({
    message: `Filen ${file} er ikke den, som planen blev lavet ud fra: indholdet er et andet. Intet blev ændret.`,
    actions: [say.apply({ file: 'FIL' }, 'filen, som den var'), again('import', say)],
  }),
  'plan-file-unnamed': (_, say) => ({
    message: 'Planen er lavet ud fra standardinput: filen skal nævnes.',
    actions: [say.apply({ file: 'FIL' }, 'filen, som den var')],
  }),
  'plan-not-replaced': ({ file }) => ({
    message: `Filen ${file} findes allerede og er ikke en plan: intet blev skrevet.`,
    actions: [step('Nævn en anden fil til planen.')],
  }),
};
