import type { Action } from '../../core/calendar/model/truth-table.js';
import type { ConflictCode, FailureCode } from '../../core/codes/reasons.js';
import type { LeftAlone } from '../../core/results/story-result.js';
import type { SyncResult } from '../../core/results/sync-result.js';
import type { causes as english } from '../en/causes.js';
import { step, type Action as ToDo, type Voice } from '../voice.js';
import { sync } from './sync.js';

const actions: Readonly<Record<Action | 'undo', string>> = {
  undo: 'kørslen er fortrudt',
  nothing: 'de to sider er enige',
  push: 'bookingen blev ændret',
  pull: 'begivenheden blev ændret',
  merge: 'begge sider blev ændret',
  adopt: 'de hører sammen',
  'create-event': 'bookingen har endnu ingen begivenhed',
  'create-booking': 'begivenheden har endnu ingen booking',
  'delete-event': 'bookingen blev aflyst eller er væk',
  'cancel-booking': 'begivenheden blev slettet',
  'revive-event': 'bookingen gælder, men begivenheden er væk',
  'revive-booking': 'begivenheden gælder, men bookingen er aflyst eller væk',
  'edited-here-deleted-there': 'bookingen blev ændret, begivenheden slettet',
  'deleted-here-edited-there': 'bookingen blev aflyst, begivenheden ændret',
  close: 'væk på begge sider',
};

const leftAlone: Readonly<Record<LeftAlone, string>> = {
  'outside-window': 'ligger uden for perioden (--since, --until)',
  private: 'begivenheden er privat (--include private)',
  'details-hidden': 'Google viser ikke kontoen, hvad der står i begivenheden',
  declined: 'begivenheden er afslået (--include declined)',
  'other-event-type': 'begivenheden er ikke en almindelig begivenhed',
  cancelled: 'begivenheden er slettet og har ingen booking',
  'series-master': 'begivenheden er en serie: hver gang synkroniseres for sig',
  'failed-before': 'fejlede før og er ikke ændret siden (--retry-failed)',
  'no-time': 'begivenheden har intet tidspunkt',
  'linked-elsewhere': 'bookingen hører til samme begivenhed i en anden kalender',
  unchanged: 'ingen har ændret begivenheden, siden der sidst blev set på den',
  'calendar-not-synced': 'dens kalender synkroniseres ikke (GOOGLE_CALENDAR_ID)',
  refused: 'en spærring afviser kørslen',
  'cancelled-booking': 'bookingen er aflyst og har ingen begivenhed',
};

const conflicts: Readonly<Record<ConflictCode, string>> = {
  'policy-hold': 'reglen er: vent på en afgørelse',
  'person-decides': 'et menneske skal afgøre det',
  'no-time-of-change': 'den ene side har intet ændringstidspunkt',
  'no-new-updated-at': 'bookingen blev ændret uden nyt updatedAt',
  'changed-in-future': 'et ændringstidspunkt ligger i fremtiden',
  'within-clock-skew': 'begge blev ændret inden for urenes unøjagtighed',
  'paired-by-likeness': 'kun det, der står i dem, gør dem til et par: ingen af dem overskrives',
  'policy-google': 'reglen er: Google har ret',
  'policy-database': 'reglen er: databasen har ret',
  'booking-changed-last': 'bookingen blev ændret sidst',
  'event-changed-last': 'begivenheden blev ændret sidst',
  'decided-by-hand': 'afgjort af et menneske',
  'edit-beats-deletion': 'en ændring vejer tungere end en sletning',
  'given-away': 'begivenheden hører nu til en anden booking eller kunde',
};

const failures: Readonly<Record<FailureCode, string>> = {
  'ends-before-start': 'Bookingen slutter, før den begynder.',
  'time-unusable': 'Bookingen begynder eller slutter på et tidspunkt, som ingen kalender kan rumme.',
  'details-hidden':
    'Google viser ikke kontoen, hvad der står i begivenheden, så den kan ikke sammenlignes med bookingen.',
  'parted-before-first-sync':
    'Den ene side blev slettet eller aflyst før den første synkronisering, og intet viser, hvem der har ret.',
  'pair-unclear':
    'Bookinger og begivenheder, der begynder samtidig, kan høre sammen på flere måder: de bliver ikke rørt.',
  'event-named-twice': 'En anden booking peger på samme begivenhed: én begivenhed hører til én booking.',
  'event-and-former-event': 'Bookingen peger på en anden begivenhed end før, og den tidligere findes stadig.',
  'named-event-missing': 'Bookingens begivenhed blev slettet, og den, den nu peger på, findes ikke.',
  'named-event-differs': 'Bookingen peger på en begivenhed med en anden kunde, adresse eller ydelse.',
  'row-is-another':
    'Bookingen peger ikke længere på en begivenhed og har en anden kunde, tid og adresse: den kan være en anden under samme nøgle.',
  'event-ids-used-up': 'Alle de id’er, bookingens begivenhed kan få, er i brug.',
  'google-no-reply': 'Google svarede ikke på, om det blev gjort.',
  'event-became-series':
    'Begivenheden blev til en serie, eller dens serie blev ændret, mens der blev skrevet; næste kørsel følger med.',
  'event-keeps-moving': 'Begivenheden blev ændret igen ved hvert forsøg.',
  'google-refused-event': 'Google afviser begivenheden.',
  'database-refused': 'En regel i databasen tillader ikke bookingen, som begivenheden har den.',
};

const again = (say: Voice) => say.sync({}, 'det prøves igen ved hver kørsel');
const helps: Readonly<Partial<Record<FailureCode, (say: Voice) => ToDo>>> = {
  'ends-before-start': () => step('Ret bookingens tider; næste synkronisering prøver igen.'),
  'details-hidden': () =>
    step('Giv kontoen rollen "Foretag ændringer af begivenheder" i kalenderen; næste synkronisering ser den.'),
  'time-unusable': () =>
    step('Ret bookingens tider (hverken uendelig eller et årstal på fem cifre); næste synkronisering prøver igen.'),
  'event-named-twice': () => step('Ret calendarEventId i en af de to rækker; næste synkronisering ser på dem igen.'),
  'event-and-former-event': () =>
    step('Slet en af de to begivenheder, eller ret calendarEventId; næste synkronisering ser på dem igen.'),
  'named-event-missing': () =>
    step('Ret calendarEventId i rækken, eller aflys bookingen; næste synkronisering ser på den igen.'),
  'named-event-differs': () =>
    step('Ret calendarEventId i rækken, eller ret begivenheden; næste synkronisering ser på dem igen.'),
  'row-is-another': () =>
    step(
      'Skriv begivenhedens id i calendarEventId, hvis det er samme booking; ellers slet den, og opret den under en ny nøgle.',
    ),
  'pair-unclear': () =>
    step(
      'Skriv kundens navn eller adressen i begivenheden, eller slet det, der står der to gange; næste synkronisering ser på dem igen.',
    ),
  'google-no-reply': again,
  'event-became-series': again,
  'event-keeps-moving': again,
  'parted-before-first-sync': (say) => say.sync({ forceSync: true, onConflict: 'google' }, 'eller database'),
};

const notes: Readonly<Record<SyncResult['notes'][number]['code'], string>> = {
  declined: 'Begivenheden blev afslået i Google; bookingen gælder.',
  'clock-wrong':
    'Bookingen blev ændret, og dens updatedAt er tidligere end før: programmets ur går eller gik forkert. Ændringen gælder.',
  'declined-by-customer': 'Kunden har takket nej til indbydelsen.',
};

export const causes: typeof english = {
  change: ({ rule, reason }) => find(actions, rule.split(' ')[0] ?? '') ?? reason,
  next: ({ action, leftAlone: why, reason }) =>
    (action === 'left-alone' ? (why === null ? null : leftAlone[why]) : actions[action]) ?? reason,
  conflict: ({ code, reason }) => (code === null ? reason : conflicts[code]),
  failure: ({ code, reason }) => find(failures, code) ?? reason,
  undone: ({ code, kind, message }) => {
    if (code === 'event-not-found') return sync.whyNotMoved;
    if (code === 'database-refused' && kind === 'customer')
      return 'En regel i databasen tillader ikke kunden, som den var.';
    return find(failures, code) ?? message;
  },
  help: ({ code, bookingId, eventId }, say) => {
    const item = bookingId ?? eventId ?? null;
    const help = find(helps, code);
    if (help !== undefined) return help(say);
    const retry = say.retry();
    return item === null ? step(`Ret det, og kør så: ${retry}`) : say.story(item, `ret det, og kør så: ${retry}`);
  },
  note: ({ code }) => notes[code],
};

/** A row of an older or newer program may have a code that is not here. */
function find<Words>(words: Readonly<Record<string, Words | undefined>>, code: string): Words | undefined {
  return Object.hasOwn(words, code) ? words[code] : undefined;
}
