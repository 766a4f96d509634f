import type { runs as english } from '../en/runs.js';
import { counter } from '../language.js';

const n = counter('da');

export const runs: typeof english = {
  nothingRun: 'Der er ikke kørt noget endnu.',
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
