import type { undo as english } from '../en/undo.js';
import { counter } from '../language.js';

const n = counter('da');

export const undo: typeof english = {
  run: (id, kind) => `Kørsel ${id} (${kind}):`,
  columns: ['', 'fjernet', 'ført tilbage', 'lavet igen'],
  rows: { customers: 'Kunder', bookings: 'Bookinger', events: 'Google Kalender' },
  actions: { remove: 'fjern', restore: 'før tilbage', 'make-again': 'lav igen' },
  nothing: 'Der er intet at fortryde.',
  kept: (count) => `${n(count, 'ting bliver, som den er nu', 'ting bliver, som de er nu')}:`,
  failed: (count) => `${n(count, 'ting', 'ting')} kunne ikke fortrydes; resten blev det:`,
  dryRun: 'Prøvekørsel: der blev ikke skrevet noget på nogen af siderne.',
  doAgain: (id) => `For at tage det tilbage: renos-sync undo ${id}`,
  mayUndo: 'Skal det fortrydes? [j/N] ',
  field: ({ field, before, written, now }) =>
    `${field}: kørslen skrev ${written}, nu står der ${now}; før stod der ${before}`,
  reasons: {
    'changed-since': 'ændret siden kørslen',
    gone: 'findes ikke mere',
    'in-use': 'andre tabeller henviser til den',
    'has-bookings': 'har bookinger',
    'event-changed': 'begivenheden er ændret siden',
    'booking-kept': 'bookingen bliver',
    'not-linked': 'ikke længere koblet med en booking',
    moved: 'ændret, mens der blev fortrudt',
  },
};
