import type { Failures } from '../../../core/codes/failures.js';
import type { SyncFailures } from '../../../core/codes/sync-failures.js';
import { counter } from '../../language.js';
import { type EverySentence, step, type Voice } from '../../voice.js';

const n = counter('en');

type OfCalendar = Failures['database-copied'];

type OfPairs = Failures['too-many-removals/events'];

const keeping = ({ calendarId }: OfCalendar, say: Voice) => [
  say.here(
    `renos-sync adopt-calendar --calendar ${calendarId}`,
    'if this database is to keep it from now on: the other one is refused then',
  ),
  'GOOGLE_CALENDAR_ID=…   # another calendar, if this database is for tests',
];
const isMeant = 'if it is meant';
const ofLinked = ({ removed, links }: OfPairs) => `${removed} ${links === 0 ? '' : `of ${links} linked `}pairs`;
const tooMany = ({ removed }: OfPairs, say: Voice) => [
  say.sync({ dryRun: true }, 'shows each of them'),
  say.sync({ maxDeletes: removed }, isMeant),
];

/** Failures of a sync, a move or an undo as a whole; the part of a key before the slash is the failure's code. */
export const syncFailures = {
  'database-copied': (p, say) => ({
    message: `This database was copied or moved since it last synced with the calendar ${p.calendarId}: it is on another server, or in another place. If it is a copy, the other one syncs too, and each would undo the work of the other; nothing was changed.`,
    actions: keeping(p, say),
  }),
  'calendar-kept-elsewhere': (p, say) => ({
    message: `The calendar ${p.calendarId} is kept by another database: ${p.events} of its events were written by it; nothing was changed.`,
    actions: keeping(p, say),
  }),
  'nothing-to-move/same': (_, say) => ({
    message: 'The two calendars are the same.',
    actions: [say.status('the calendars in which bookings are linked')],
  }),
  'nothing-to-move/none': ({ calendarId }, say) => ({
    message: `No booking is linked with an event of the calendar ${calendarId}.`,
    actions: [say.status('the calendars in which bookings are linked')],
  }),
  'database-restored': (p, say) => {
    const found = [
      ...(p.older === 0
        ? []
        : [
            `${n(p.older, 'booking is older than it was', 'bookings are older than they were')} when both sides last agreed`,
          ]),
      ...(p.gone === 0 ? [] : [`${n(p.gone, 'booking that was linked is', 'bookings that were linked are')} gone`]),
      ...(p.unknown === 0
        ? []
        : [`${n(p.unknown, 'event was', 'events were')} written by runs that this database knows nothing of`]),
    ];
    const clock = p.isProven ? '' : ", or the application's clock is wrong";
    return {
      message: `The database seems to have been restored from a backup${clock}: ${found.join('; ')}; nothing was changed.`,
      actions: [
        say.sync(
          { restored: 'keep-calendar', dryRun: true },
          'Google is right: shows what is brought back into the rows',
        ),
        say.sync({ restored: 'keep-database', dryRun: true }, 'the rows are right: shows what is undone in Google'),
        step('Check that no copy of this database syncs with the same calendar.'),
      ],
    };
  },
  'calendar-emptied': (p, say) => ({
    message: `All ${p.events} events of the calendar ${p.calendarId} that are linked with bookings were deleted; nothing was changed.`,
    actions: [
      step('Check that the calendar was not emptied by mistake: its bin keeps deleted events for 30 days.'),
      say.sync({ maxDeletes: p.events }, isMeant),
    ],
  }),
  'calendar-replaced': (p, say) => ({
    message: `The calendar ${p.calendarId} is another one than before: Google knows it as ${p.now}, and what is linked with bookings is in ${p.before}; nothing was changed.`,
    actions: [
      step('Check GOOGLE_IMPERSONATED_USER and GOOGLE_CALENDAR_ID.'),
      ...(p.calendarId === p.before
        ? []
        : [say.sync({ calendarId: p.before, renamedFrom: p.calendarId }, 'to go on with the calendar that it was')]),
      say.here(
        `renos-sync adopt-calendar --calendar ${p.calendarId}`,
        'if it is the same calendar under a new address',
      ),
    ],
  }),
  'events-missing': (p, say) => ({
    message: `In the list of the calendar ${p.calendarId}, ${p.missing} of its ${p.links} linked events are missing; nothing was changed.`,
    actions: [say.sync({ maxDeletes: p.missing }, 'if it is meant: Google is asked for each first')],
  }),
  'calendar-hides-details': ({ calendarId }, _say) => ({
    message: `The calendar ${calendarId} only shows when it is busy (role freeBusyReader), and not what its events say; nothing was changed.`,
    actions: [
      step(
        'Give the service account the role "Make changes to events" in the calendar\'s settings; "See all event details" is enough to sync from Google to the database only.',
      ),
    ],
  }),
  'calendar-read-only': (p, say) => ({
    message: `The calendar ${p.calendarId} may only be read (role ${p.role}); nothing was changed.`,
    actions: [
      step('Give the service account the role "Make changes to events" in the calendar\'s settings.'),
      say.sync({ direction: 'google-to-db' }),
    ],
  }),
  'calendar-empty': (p, say) => ({
    message: `The calendar ${p.calendarId} is suddenly empty, while ${p.events} of its events are linked with bookings; nothing was changed.`,
    actions: [
      step('Check that it is the right calendar, and that it was not emptied by mistake.'),
      say.sync({ maxDeletes: '100%' }, isMeant),
    ],
  }),
  'bookings-gone': (p, say) => ({
    message: `The rows of all ${p.bookings} bookings that are linked with the calendar ${p.calendarId} have vanished; nothing was changed.`,
    actions: [
      step('Check that DATABASE_URL names the right database, and that it was not emptied by mistake.'),
      step(
        "If the bookings are there under new keys, enter each one's event id as its calendarEventId; the next sync goes on with them.",
      ),
      say.sync({ maxDeletes: '100%' }, isMeant),
      say.sync({ restored: 'keep-calendar' }, 'brings the bookings back from the calendar, if they are there no more'),
    ],
  }),
  'noted-events-missing': (p, say) => ({
    message: `${n(p.bookings, 'booking names', 'bookings name')} an event that the calendar ${p.calendars} does not have; nothing was changed.`,
    actions: [
      step('Check that GOOGLE_CALENDAR_ID names the calendar that RenOS has written to.'),
      say.sync({ maxDeletes: '100%' }, isMeant),
    ],
  }),
  'calendar-known-by-another-name': (p, say) => ({
    message: `${p.events} events of the calendar ${p.calendarId} are linked with bookings under the name ${p.other}, which is not synced now; nothing was changed.`,
    actions: [
      `GOOGLE_CALENDAR_ID=${p.other}   # to go on under the name that it had`,
      say.sync({ calendarId: p.calendarId, renamedFrom: p.other }, 'if it is the same calendar'),
    ],
  }),
  'calendar-not-renamed/synced': (p, say) => ({
    message: `The calendar ${p.to} has been synced under that name already: its links cannot be those of ${p.from} too.`,
    actions: [say.status('the calendars that are synced'), say.sync({ calendarId: p.to })],
  }),
  'calendar-not-renamed/unknown': (p, say) => ({
    message: `No calendar has been synced under the name ${p.from}.`,
    actions: [say.status('the calendars that are synced'), say.sync({ calendarId: p.to })],
  }),
  'too-many-removals/events': (p, say) => ({
    message: `${ofLinked(p)} would be deleted from the calendar; nothing was changed.`,
    actions: tooMany(p, say),
  }),
  'too-many-removals/bookings': (p, say) => ({
    message: `${ofLinked(p)} would be cancelled in the database; nothing was changed.`,
    actions: tooMany(p, say),
  }),
  'too-many-removals/undo': (p, say) => ({
    message: `${p.removed} of ${p.total} ${p.kind}s would be removed; nothing was changed.`,
    actions: [
      say.undo(p.run, { dryRun: true }, 'shows each of them'),
      say.undo(p.run, { maxDeletes: p.most }, 'if it is meant'),
    ],
  }),
  busy: ({ name }, say) => ({
    message: `Another ${name} is running on this database.`,
    actions: [say.wait(name, 'waits for it to end'), say.status()],
  }),
  'busy/not-ended': (_, say) => ({
    message: 'The sync that was running did not end in time.',
    actions: [say.status()],
  }),
  'lease-lost': ({ name }, say) => ({
    message: `Another renos-sync took over the ${name} while this one stood still; nothing more was written.`,
    actions: [say.status(), say.again()],
  }),
  'event-ids-used-up': (_, say) => ({
    message: "All ids that this booking's event may have are in use.",
    actions: [step('Delete the copies of this event in Google Calendar.'), say.sync({ retryFailed: true })],
  }),
  'nothing-to-undo': (_, say) => ({
    message: 'No run has changed anything that history still knows of.',
    actions: [say.here('renos-sync history')],
  }),
  'sync-first': ({ run, events }, say) => ({
    message: `The run stopped before it had stored that it wrote to ${events} ${events === 1 ? 'event' : 'events'}; a sync has to find that out before it can be undone. Nothing was changed.`,
    actions: [say.sync({}, 'finds out what was written'), say.undo(run, {}, 'then undoes the run')],
  }),
} satisfies EverySentence<SyncFailures>;
