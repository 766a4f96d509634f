import type { runs as english } from '../en/runs.js';
import { counter } from '../language.js';

const n = counter('da');

export const runs: typeof english = {
  nothingRun: 'Der er ikke kørt noget endnu.',
  noneFits: 'Ingen kørsel passer.',
  run: 'kørsel',
  kind: 'slags',
  started: 'begyndt',
  took: 'varede',
  outcome: 'udfald',
  whatItDid: 'hvad den gjorde',
  nothingToDo: 'intet at gøre',
  noChanges: 'ingen ændringer',
  changes: (count) => n(count, 'ændring', 'ændringer'),
  changedNothing: 'Den ændrede intet.',
  startedAt: (moment) => `begyndt ${moment}`,
  tookTime: (time) => `varede ${time}`,
  canBeUndone: {
    all: (id, count) =>
      `Den kan fortrydes: ${n(count, 'ændring', 'ændringer')} ville blive fortrudt af renos-sync undo ${id}`,
    part: (id, count) =>
      `Den kan fortrydes delvist: ${n(count, 'ændring', 'ændringer')} ville blive fortrudt af renos-sync undo ${id}, og dette ville blive stående:`,
    nothing: () => 'Intet af den kan fortrydes, eller alt er fortrudt.',
    'not-known': (id) => `Om den kan fortrydes, vides ikke, da ikke alt kunne spørges: renos-sync undo ${id} --dry-run`,
  },
  rule: (rule) => `regel: ${rule}`,
  counts: {
    eventsCreated: (count) => n(count, 'begivenhed oprettet', 'begivenheder oprettet'),
    eventsUpdated: (count) => n(count, 'begivenhed rettet', 'begivenheder rettet'),
    eventsDeleted: (count) => n(count, 'begivenhed fjernet', 'begivenheder fjernet'),
    bookingsCreated: (count) => n(count, 'booking oprettet', 'bookinger oprettet'),
    bookingsUpdated: (count) => n(count, 'booking rettet', 'bookinger rettet'),
    bookingsCancelled: (count) => n(count, 'booking aflyst', 'bookinger aflyst'),
    customersCreated: (count) => n(count, 'kunde oprettet', 'kunder oprettet'),
    customersUpdated: (count) => n(count, 'kunde rettet', 'kunder rettet'),
    customersRemoved: (count) => n(count, 'kunde fjernet', 'kunder fjernet'),
    customersRestored: (count) => n(count, 'kunde ført tilbage', 'kunder ført tilbage'),
    customersMadeAgain: (count) => n(count, 'kunde lavet igen', 'kunder lavet igen'),
    bookingsRemoved: (count) => n(count, 'booking fjernet', 'bookinger fjernet'),
    bookingsRestored: (count) => n(count, 'booking ført tilbage', 'bookinger ført tilbage'),
    bookingsMadeAgain: (count) => n(count, 'booking lavet igen', 'bookinger lavet igen'),
    kept: (count) => n(count, 'bliver', 'bliver'),
    created: (count) => n(count, 'kunde oprettet', 'kunder oprettet'),
    updated: (count) => n(count, 'kunde rettet', 'kunder rettet'),
    unchanged: (count) => n(count, 'uændret', 'uændrede'),
    skipped: (count) => n(count, 'sprunget over', 'sprunget over'),
    rejected: (count) => n(count, 'afvist', 'afviste'),
    linked: (count) => n(count, 'koblet', 'koblet'),
    conflicts: (count) => n(count, 'konflikt', 'konflikter'),
    moved: (count) => n(count, 'flyttet', 'flyttet'),
    errors: (count) => n(count, 'fejlet', 'fejlet'),
  },
};
