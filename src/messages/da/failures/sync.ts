import type { syncFailures as english } from '../../en/failures/sync.js';
import { counter, digits } from '../../language.js';
import { step, type Voice } from '../../voice.js';

const n = counter('da');
const d = (count: number) => digits('da', count);
const kinds = { customer: 'kunder', booking: 'bookinger', event: 'begivenheder' };
const runNames: Readonly<Record<string, string>> = { sync: 'synkronisering', import: 'import' };
const nameOf = (name: string) => runNames[name] ?? name;

const keeping = (calendarId: string, say: Voice) => [
  say.here(
    `renos-sync adopt-calendar --calendar ${calendarId}`,
    'hvis denne database skal føre den fra nu af: den anden afvises så',
  ),
  'GOOGLE_CALENDAR_ID=…   # en anden kalender, hvis denne database er til prøver',
];
const isMeant = 'hvis det er meningen';
const ofLinked = (removed: number, links: number) =>
  links === 0 ? n(removed, 'par', 'par') : `${removed} af ${n(links, 'koblet par', 'koblede par')}`;
const tooMany = (removed: number, say: Voice) => [
  say.sync({ dryRun: true }, 'viser hver enkelt'),
  say.sync({ maxDeletes: removed }, isMeant),
];
const role = 'Giv servicekontoen rollen "Foretag ændringer af begivenheder" i kalenderens indstillinger';
const calendars = 'de kalendere, der synkroniseres';

export const syncFailures: typeof english = {
  'database-copied': ({ calendarId }, say) => ({
    message: `Databasen er kopieret eller flyttet, siden den sidst blev synkroniseret med kalenderen ${calendarId}: den ligger på en anden server eller et andet sted. Er den en kopi, synkroniserer den anden også, og de to ville ophæve hinandens arbejde; intet blev ændret.`,
    actions: keeping(calendarId, say),
  }),
  'calendar-kept-elsewhere': ({ calendarId, events }, say) => ({
    message: `Kalenderen ${calendarId} føres af en anden database: den har skrevet ${n(events, 'af begivenhederne', 'af begivenhederne')}; intet blev ændret.`,
    actions: keeping(calendarId, say),
  }),
  'nothing-to-move/same': (_, say) => ({
    message: 'De to kalendere er den samme.',
    actions: [say.status('de kalendere, hvor bookinger er koblet')],
  }),
  'nothing-to-move/none': ({ calendarId }, say) => ({
    message: `Ingen booking er koblet til en begivenhed i kalenderen ${calendarId}.`,
    actions: [say.status('de kalendere, hvor bookinger er koblet')],
  }),
  'database-restored': ({ older, gone, unknown, isProven }, say) => {
    const found = [
      ...(older === 0 ? [] : [`${n(older, 'booking er', 'bookinger er')} ældre, end da de to sider sidst var enige`]),
      ...(gone === 0 ? [] : [`${n(gone, 'koblet booking er', 'koblede bookinger er')} væk`]),
      ...(unknown === 0
        ? []
        : [`${n(unknown, 'begivenhed blev', 'begivenheder blev')} skrevet af kørsler, som databasen ikke kender`]),
    ];
    return {
      message: `Databasen ser ud til at være genskabt fra en sikkerhedskopi${isProven ? '' : ', eller programmets ur går forkert'}: ${found.join('; ')}; intet blev ændret.`,
      actions: [
        say.sync({ restored: 'keep-calendar', dryRun: true }, 'Google har ret: viser, hvad der hentes ind i rækkerne'),
        say.sync(
          { restored: 'keep-database', dryRun: true },
          'rækkerne har ret: viser, hvad der rulles tilbage i Google',
        ),
        step('Se efter, at ingen kopi af databasen synkroniserer med samme kalender.'),
      ],
    };
  },
  'calendar-emptied': ({ calendarId, events }, say) => ({
    message: `Alle ${n(events, 'begivenhed', 'begivenheder')} i kalenderen ${calendarId}, der er koblet til bookinger, er slettet; intet blev ændret.`,
    actions: [
      step('Se efter, om nogen har tømt kalenderen ved en fejl: papirkurven gemmer slettede begivenheder i 30 dage.'),
      say.sync({ maxDeletes: events }, isMeant),
    ],
  }),
  'calendar-replaced': ({ calendarId, before, now }, say) => ({
    message: `Kalenderen ${calendarId} er en anden end før: Google kender den som ${now}, og det, der er koblet til bookinger, ligger i ${before}; intet blev ændret.`,
    actions: [
      step('Se efter i GOOGLE_IMPERSONATED_USER og GOOGLE_CALENDAR_ID.'),
      ...(calendarId === before
        ? []
        : [say.sync({ calendarId: before, renamedFrom: calendarId }, 'for at fortsætte med den kalender, det var')]),
      say.here(`renos-sync adopt-calendar --calendar ${calendarId}`, 'hvis det er samme kalender under en ny adresse'),
    ],
  }),
  'events-missing': ({ calendarId, missing, links }, say) => ({
    message: `I listen fra kalenderen ${calendarId} mangler ${missing} af ${n(links, 'koblet begivenhed', 'koblede begivenheder')}; intet blev ændret.`,
    actions: [say.sync({ maxDeletes: missing }, 'hvis det er meningen: Google spørges først om hver enkelt')],
  }),
  'calendar-hides-details': ({ calendarId }) => ({
    message: `Kalenderen ${calendarId} viser kun, hvornår der er optaget (rollen freeBusyReader), og ikke hvad der står i begivenhederne; intet blev ændret.`,
    actions: [`${role}; "Se alle begivenhedsoplysninger" er nok til at synkronisere fra Google til databasen alene.`],
  }),
  'calendar-read-only': ({ calendarId, role: given }, say) => ({
    message: `Kalenderen ${calendarId} må kun læses (rollen ${given}); intet blev ændret.`,
    actions: [`${role}.`, say.sync({ direction: 'google-to-db' })],
  }),
  'calendar-empty': ({ calendarId, events }, say) => ({
    message: `Kalenderen ${calendarId} er pludselig tom, mens ${n(events, 'af dens begivenheder', 'af dens begivenheder')} er koblet til bookinger; intet blev ændret.`,
    actions: [
      step('Se efter, om det er den rigtige kalender, og om nogen har tømt den ved en fejl.'),
      say.sync({ maxDeletes: '100%' }, isMeant),
    ],
  }),
  'bookings-gone': ({ calendarId, bookings }, say) => ({
    message: `Rækkerne for alle ${n(bookings, 'booking', 'bookinger')}, der er koblet til kalenderen ${calendarId}, er forsvundet; intet blev ændret.`,
    actions: [
      step('Se efter, om DATABASE_URL peger på den rigtige database, og om nogen har tømt den ved en fejl.'),
      step(
        'Findes de med nye nøgler, så skriv id’et på begivenheden i calendarEventId i hver række; næste synkronisering går videre med dem.',
      ),
      say.sync({ maxDeletes: '100%' }, isMeant),
      say.sync({ restored: 'keep-calendar' }, 'henter bookingerne tilbage fra kalenderen, hvis de ikke findes mere'),
    ],
  }),
  'noted-events-missing': ({ bookings, calendars: names }, say) => ({
    message: `${n(bookings, 'booking peger', 'bookinger peger')} på en begivenhed, som kalenderen ${names} ikke har; intet blev ændret.`,
    actions: [
      step('Se efter, om GOOGLE_CALENDAR_ID er den kalender, RenOS har skrevet til.'),
      say.sync({ maxDeletes: '100%' }, isMeant),
    ],
  }),
  'calendar-known-by-another-name': ({ calendarId, other, events }, say) => ({
    message: `${n(events, 'begivenhed', 'begivenheder')} i kalenderen ${calendarId} er koblet til bookinger under navnet ${other}, som ikke synkroniseres nu; intet blev ændret.`,
    actions: [
      `GOOGLE_CALENDAR_ID=${other}   # for at fortsætte under det navn, den havde`,
      say.sync({ calendarId, renamedFrom: other }, 'hvis det er samme kalender'),
    ],
  }),
  'calendar-not-renamed/synced': ({ from, to }, say) => ({
    message: `Kalenderen ${to} er allerede synkroniseret under det navn: dens koblinger kan ikke også være dem fra ${from}.`,
    actions: [say.status(calendars), say.sync({ calendarId: to })],
  }),
  'calendar-not-renamed/unknown': ({ from, to }, say) => ({
    message: `Ingen kalender er synkroniseret under navnet ${from}.`,
    actions: [say.status(calendars), say.sync({ calendarId: to })],
  }),
  'too-many-removals/events': ({ removed, links }, say) => ({
    message: `${ofLinked(removed, links)} ville blive slettet i kalenderen; intet blev ændret.`,
    actions: tooMany(removed, say),
  }),
  'too-many-removals/bookings': ({ removed, links }, say) => ({
    message: `${ofLinked(removed, links)} ville blive aflyst i databasen; intet blev ændret.`,
    actions: tooMany(removed, say),
  }),
  'too-many-removals/undo': ({ kind, removed, total, run, most }, say) => ({
    message: `${d(removed)} af ${d(total)} ${kinds[kind]} ville blive fjernet; intet er ændret.`,
    actions: [
      say.undo(run, { dryRun: true }, 'viser hver af dem'),
      say.undo(run, { maxDeletes: most }, 'hvis det er meningen'),
    ],
  }),
  busy: ({ name }, say) => ({
    message: `En anden ${nameOf(name)} er i gang på denne database.`,
    actions: [say.wait(name, 'venter, til den er færdig'), say.status()],
  }),
  'busy/not-ended': (_, say) => ({
    message: 'Synkroniseringen, der var i gang, blev ikke færdig i tide.',
    actions: [say.status()],
  }),
  'lease-lost': ({ name }, say) => ({
    message: `Et andet renos-sync overtog denne ${nameOf(name)}, mens den her stod stille; der blev ikke skrevet mere.`,
    actions: [say.status(), say.again()],
  }),
  'event-ids-used-up': (_, say) => ({
    message: 'Alle de id’er, bookingens begivenhed kan få, er i brug.',
    actions: [step('Slet kopierne af begivenheden i Google Kalender.'), say.sync({ retryFailed: true })],
  }),
  'nothing-to-undo': (_, say) => ({
    message: 'Ingen kørsel, som historikken stadig kender, har ændret noget.',
    actions: [say.here('renos-sync history')],
  }),
  'sync-first': ({ run, events }, say) => ({
    message: `Kørslen stoppede, før den havde gemt, at den skrev til ${d(events)} ${events === 1 ? 'begivenhed' : 'begivenheder'}; det skal en synkronisering finde ud af, før den kan fortrydes. Intet er ændret.`,
    actions: [say.sync({}, 'finder ud af, hvad der blev skrevet'), say.undo(run, {}, 'fortryder så kørslen')],
  }),
};
