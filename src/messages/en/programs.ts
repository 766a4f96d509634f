import type { ProgressLabel, ProgressNote } from '../../core/ports.js';
import { counter, digits } from '../language.js';

const n = counter('en');

/** Texts of the program itself: the frame of errors, prompts, progress, and the short reports of export, migrate, doctor. */
export const programs = {
  error: 'Error:',
  whatToDo: 'What to do:',
  whatToDoOneOf: 'What to do, one of:',

  stopping: (finishesItem: boolean) =>
    `Stopping${finishesItem ? ': the current item is finished first' : ''}. Once more to stop at once.`,
  progress: {
    Counting: 'Counting',
    Exporting: 'Exporting',
    Importing: 'Importing',
    'Comparing with the customers': 'Comparing with the customers',
    'Moving events': 'Moving events',
    'Reading the calendar': 'Reading the calendar',
    'Reading the file': 'Reading the file',
    'Reading what the run did': 'Reading what the run did',
    Starting: 'Starting',
    Undoing: 'Undoing',
    'Understanding the rows': 'Understanding the rows',
    'Writing to Google Calendar': 'Writing to Google Calendar',
  } as Record<ProgressLabel, string>,
  /** Notes while work continues. */
  notes: (note: ProgressNote): string => {
    if (note.id === 'waiting-for-run') return `Waiting for another ${note.name} to end…`;
    if (note.id === 'waiting-for-program')
      return `Waiting for another renos-sync (${note.purpose}, process ${note.pid}) to end…`;
    if (note.id === 'address-ignored') return `DATABASE_URL: ignored ${note.names.join(', ')}.`;
    return {
      'guests-left-out': 'This service account may not invite guests: events are written without them.',
      'import-goes-on': 'An import of this file was interrupted: it goes on where it stopped.',
      'letters-not-asked':
        'The database was not asked which letters it can hold, as it cannot be read: renos-sync doctor',
    }[note.id];
  },
  speed: (each: string) => `${each} a second`,
  ofTotal: (done: string, total: string) => `${done} of ${total}`,
  left: (time: string) => `${time} left`,

  oneOf: (index: number, all: number) => `${index} of ${all}`,
  whoIsRight: (several: boolean) =>
    `Who is right? [g]oogle, [d]atabase, ${several ? '[f]ield by field, ' : ''}[s]kip, [q]uit:`,
  whoIsRightIn: (field: string) => `${field}: [g]oogle or [d]atabase?`,
  answers: { g: 'google', d: 'database', f: 'fields', s: 'skip', q: 'quit' } as Readonly<Record<string, string>>,
  mayInvite: 'Google will mail an invitation to the customer of each new booking to come. Go on? [y/N] ',
  noCalendar: (confirmations: boolean) =>
    `No calendar is set up (see: renos-sync doctor): new bookings wait for the next renos-sync sync${confirmations ? ', and no confirmation is mailed' : ''}.`,

  exported: {
    customers: (count: number, file: string) => `${n(count, 'customer', 'customers')} written to ${file}.`,
    bookings: (count: number, file: string) => `${n(count, 'booking', 'bookings')} written to ${file}.`,
  },
  redacted: (file: string) => `${file} is written. validate finds the same in it. Look through it before you send it.`,
  redactedOtherwise: (file: string) => `${file} is written, but these findings are in one of the two files only:`,
  line: (line: number) => `line ${digits('en', line)}`,
  nothingToApply: 'Nothing to apply.',
  upToDate: 'Nothing to apply: the database is up to date.',
  applied: (names: string) => `Applied ${names}.`,
  served: (url: string, schedule: string | null) =>
    `renos-sync at ${url}${schedule === null ? '' : `, syncing ${schedule}`}`,
  watching: (seconds: number) =>
    `Watching bookings and Google Calendar, which is asked every ${n(seconds, 'second', 'seconds')}. Ctrl-C ends it.`,
  worksAgain: 'It works again.',
  sandbox: (url: string) => `Sandbox calendar at ${url}\nIn a browser it shows the calendar.`,
  ui: (url: string) => `Open this address in your browser. It logs in once. Ctrl-C ends the pages.\n${url}`,
  databaseServed: (url: string) =>
    `The embedded database is served as PostgreSQL until you press Ctrl-C. Meanwhile no other command can use it.\n\npsql '${url}'\nDATABASE_URL='${url}' npx drizzle-kit studio\nDBeaver and others: host 127.0.0.1, port ${new URL(url).port}, database postgres, user postgres, password ${new URL(url).password}\n\nTimes are UTC. What you change in "bookings" goes to the calendar with the next: renos-sync sync`,
  databaseClosed: 'The embedded database is closed; what was committed is kept. Next: renos-sync sync',

  allIsWell: (warnings: number) =>
    warnings === 0 ? 'All is well.' : `All is well, but for ${n(warnings, 'warning', 'warnings')}.`,
  checksFailed: (failed: number, all: number) =>
    `${digits('en', failed)} of ${digits('en', all)} checks failed: fix the first one first.`,
};
