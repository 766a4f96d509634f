import type { answers as englishAnswers } from '../en/requests.js';
import { counter, digits } from '../language.js';
import { items } from './items.js';

const n = counter('da');
const d = (count: number) => digits('da', count);

const customers = (p: { readonly created: number; readonly updated: number; readonly rejected: number }) =>
  `${d(p.created)} oprettet, ${d(p.updated)} rettet, ${d(p.rejected)} afvist`;

const verdicts: Readonly<Record<Parameters<(typeof englishAnswers)['ready']>[0], string>> = {
  'in-step': 'i takt',
  'changes-waiting': 'ændringer venter',
  attention: 'noget kræver opmærksomhed',
  stale: 'for længe siden',
  unreachable: 'Google kan ikke nås',
};

export const answers: typeof englishAnswers = {
  alive: 'renos-sync kører.',
  understood: 'Forstået.',
  ready: (verdict) => `Klar: ${verdicts[verdict]}.`,
  status: (verdict) => `Bookinger og kalender: ${verdicts[verdict]}.`,
  run: (id, status) => `Kørsel ${id}: ${items.runStatuses[status]}.`,
  runRuns: (id) => `Kørsel ${id} er i gang.`,
  synced: ({ dryRun, created, updated, removed, failed }) => {
    const changes = `${d(created)} oprettet, ${d(updated)} rettet, ${d(removed)} fjernet`;
    if (dryRun) return `Prøvekørsel, intet er skrevet: ${changes}, hvis den blev udført.`;
    return failed === 0
      ? `Kalenderen er synkroniseret: ${changes}.`
      : `Kalenderen er synkroniseret: ${changes}, ${d(failed)} fejlede.`;
  },
  imported: (p) => (p.dryRun ? `Prøvekørsel, intet er skrevet. Kunder: ${customers(p)}.` : `Kunder: ${customers(p)}.`),
  validated: (all, rejected) => `${n(all, 'kunde', 'kunder')}: ${d(rejected)} ville blive afvist.`,
  statistics: (all) => `Kunder: ${d(all)}.`,
  planned: (id, count) => `Plan ${id}: ${n(count, 'punkt', 'punkter')}; intet er skrevet.`,
  applied: ({ dryRun, runId, moved, doneBefore }) => {
    const done = dryRun
      ? 'Prøvekørsel, intet er skrevet'
      : runId === null
        ? 'Der var intet at gøre'
        : `Udført som kørsel ${runId}`;
    return `${done}; ${d(moved)} er ændret siden planen, ${d(doneBefore)} var allerede som planlagt.`;
  },
  undone: ({ dryRun, changes, kept, failed }) => {
    const done = dryRun
      ? `Prøvekørsel, intet er skrevet: ${d(changes)} ville blive fortrudt`
      : `${d(changes)} fortrudt`;
    return `${done}, ${d(kept)} beholdt${failed === 0 ? '' : `, ${d(failed)} fejlede`}.`;
  },
  customer: 'kunde',
};
