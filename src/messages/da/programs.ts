import type { programs as english } from '../en/programs.js';
import { counter, digits } from '../language.js';

const n = counter('da');

const runs: Readonly<Record<string, string>> = {
  sync: 'en anden synkronisering',
  import: 'en anden import',
  undo: 'en anden fortrydelse',
};

export const programs: typeof english = {
  error: 'Fejl:',
  whatToDo: 'Det kan du gøre:',
  whatToDoOneOf: 'Det kan du gøre, ét af dem:',

  stopping: (finishesItem) =>
    `Stopper${finishesItem ? ': først gøres det færdigt, der er i gang' : ''}. Én gang til for at stoppe med det samme.`,
  progress: {
    Counting: 'Tæller',
    Exporting: 'Eksporterer',
    Importing: 'Importerer',
    'Comparing with the customers': 'Sammenligner med kunderne',
    'Moving events': 'Flytter begivenheder',
    'Reading the calendar': 'Læser kalenderen',
    'Reading the file': 'Læser filen',
    'Reading what the run did': 'Læser, hvad kørslen gjorde',
    Starting: 'Begynder',
    Undoing: 'Fortryder',
    'Understanding the rows': 'Gennemgår rækkerne',
    'Writing to Google Calendar': 'Skriver til Google Kalender',
  },
  notes: (note) => {
    if (note.id === 'waiting-for-run') return `Venter på, at ${runs[note.name] ?? `en anden ${note.name}`} slutter…`;
    if (note.id === 'waiting-for-program')
      return `Venter på, at et andet renos-sync (${note.purpose}, proces ${note.pid}) slutter…`;
    if (note.id === 'address-ignored') return `DATABASE_URL: ${note.names.join(', ')} bruges ikke.`;
    return {
      'guests-left-out': 'Denne tjenestekonto kan ikke invitere gæster: begivenheder skrives uden dem.',
      'import-goes-on': 'En import af denne fil blev afbrudt: den fortsætter, hvor den slap.',
      'letters-not-asked':
        'Databasen blev ikke spurgt, hvilke bogstaver den kan rumme, for den kan ikke læses: renos-sync doctor',
    }[note.id];
  },
  speed: (each) => `${each} i sekundet`,
  ofTotal: (done, total) => `${done} af ${total}`,
  left: (time) => `${time} tilbage`,

  oneOf: (index, all) => `${index} af ${all}`,
  whoIsRight: (several) =>
    `Hvad er rigtigt? [g]oogle, [d]atabasen, ${several ? '[f]elt for felt, ' : ''}[s]pring over, [a]fslut:`,
  whoIsRightIn: (field) => `${field}: [g]oogle eller [d]atabasen?`,
  answers: { g: 'google', d: 'database', f: 'fields', s: 'skip', a: 'quit', q: 'quit' },
  mayInvite: 'Google sender en indbydelse til kunden for hver ny, kommende booking. Fortsæt? [j/N] ',
  noCalendar: (confirmations) =>
    `Der er ikke sat en kalender op (se: renos-sync doctor): nye bookinger venter på næste renos-sync sync${confirmations ? ', og der sendes ingen bekræftelser' : ''}.`,

  exported: {
    customers: (count, file) => `${n(count, 'kunde', 'kunder')} skrevet til ${file}.`,
    bookings: (count, file) => `${n(count, 'booking', 'bookinger')} skrevet til ${file}.`,
  },
  redacted: (file) => `${file} er skrevet. validate finder det samme i den. Se den igennem, før du sender den.`,
  redactedOtherwise: (file) => `${file} er skrevet, men dette findes kun i den ene af de to filer:`,
  line: (line) => `linje ${digits('da', line)}`,
  nothingToApply: 'Der er intet at udføre.',
  upToDate: 'Der er intet at udføre: databasen er ajour.',
  applied: (names) => `Udført: ${names}.`,
  served: (url, schedule) => `renos-sync på ${url}${schedule === null ? '' : `, synkroniserer ${schedule}`}`,
  watching: (seconds) =>
    `Holder øje med bookinger og Google Kalender, som spørges hvert ${seconds}. sekund. Ctrl-C slutter.`,
  worksAgain: 'Det virker igen.',
  sandbox: (url) => `Prøvekalender på ${url}\nI en browser viser den kalenderen.`,
  ui: (url) => `Åbn denne adresse i din browser. Den logger ind én gang. Ctrl-C lukker siderne.\n${url}`,
  databaseServed: (url) =>
    `Den indbyggede database kan bruges som PostgreSQL, indtil du trykker Ctrl-C. Imens kan ingen anden kommando bruge den.\n\npsql '${url}'\nDATABASE_URL='${url}' npx drizzle-kit studio\nDBeaver og andre: host 127.0.0.1, port ${new URL(url).port}, database postgres, bruger postgres, adgangskode ${new URL(url).password}\n\nTider er i UTC. Hvad du ændrer i "bookings", kommer i kalenderen ved næste: renos-sync sync`,
  databaseClosed: 'Den indbyggede database er lukket; det, der er gemt med commit, er bevaret. Næste: renos-sync sync',

  allIsWell: (warnings) =>
    warnings === 0 ? 'Alt er i orden.' : `Alt er i orden, bortset fra ${n(warnings, 'advarsel', 'advarsler')}.`,
  checksFailed: (failed, all) =>
    `${digits('da', failed)} af ${digits('da', all)} kontroller fejlede: ret den første først.`,
};
