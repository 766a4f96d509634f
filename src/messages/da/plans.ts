import type { plans as english, planFailures as englishFailures } from '../en/plans.js';
import { counter } from '../language.js';
import { step, type Voice } from '../voice.js';

const n = counter('da');
const again = (kind: string, say: Voice) => say.plan(kind, 'en ny plan');

export const planFailures: typeof englishFailures = {
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
  'usage/plan-without-dry-run': ({ flag }, say) => ({
    message: `--${flag} kan kun bruges sammen med --dry-run.`,
    actions: [again('sync', say)],
  }),
  'usage/redact-without-plan': () => ({
    message: '--redact udelader værdierne i en gemt plan, og der gemmes ingen.',
    actions: ['renos-sync sync --dry-run --save-plan plan.json --redact'],
  }),
};

export const plans: typeof english = {
  saved: (file, items) => `Planen (${n(items, 'punkt', 'punkter')}) er gemt. Den udføres med: renos-sync apply ${file}`,
  notSaved: 'Ingen plan er gemt, da den afvises.',
  of: (id, madeAt, items) => `Plan ${id} fra ${madeAt}, ${n(items, 'punkt', 'punkter')}.`,
  nothing: 'Der er intet at gøre.',
  doneBefore: (count) => `${n(count, 'punkt er', 'punkter er')} allerede som planlagt.`,
  moved: (count) => `${n(count, 'punkt', 'punkter')} har ændret sig, siden planen blev lavet, og er ikke udført:`,
  reasons: {
    'changed-since': 'ændret, og nu ville der blive gjort noget andet',
    'no-longer-planned': 'nu ville der intet blive gjort',
    'changed-meanwhile': 'ændret, mens planen blev udført',
  },
  line: (line) => `linje ${line}`,
  undo: (id) => `For at fortryde det: renos-sync undo ${id}`,
  calendarLater: 'Nye bookinger kommer i kalenderen ved næste synkronisering.',
};
