import type { Complaint } from '../../../core/codes/complaints.js';
import type { UsageFailures } from '../../../core/codes/usage-failures.js';
import { digits } from '../../language.js';
import { type EverySentence, problemsBelow, step } from '../../voice.js';
import { complaints } from '../complaints.js';

const complain = ({ id, limit }: Complaint) => complaints[id](limit);

/** Errors of a command's arguments; the part of a key before the slash is the code. */
export const usageFailures = {
  'interrupted/kept': ({ signal }, say) => ({
    message: `Stopped by ${signal}; what was done is kept, the next run does the rest.`,
    actions: [step('Run the same command again: it goes on where this one stopped.'), say.status()],
  }),
  'interrupted/undone': ({ signal }, _say) => ({
    message: `Stopped by ${signal}; the command did not come to its end.`,
    actions: [step('Run the same command again: it starts from the beginning.')],
  }),
  'interrupted/server': (_, say) => ({
    message: 'Cut off: the server ended before the work did.',
    actions: [say.again()],
  }),
  'run-unknown/none': (_, say) => ({
    message: 'No run has that id, or begins like it.',
    actions: [say.here('renos-sync history --limit 0')],
  }),
  'run-unknown/several': (p, say) => ({
    message: `${digits('en', p.count)} runs begin like that.`,
    actions: [...p.ids.map((id) => `renos-sync history ${id}`), say.here('renos-sync history --limit 0')],
  }),
  'item-unknown/none': (_, say) => ({
    message: 'No booking and no event has that id, or begins like it.',
    actions: [
      say.here('renos-sync find NAME', 'finds it by a name, an e-mail, a phone or a day'),
      say.here('renos-sync history', 'the runs; history RUN names the items of one'),
    ],
  }),
  'item-unknown/several': (p, _say) => ({
    message: `${digits('en', p.count)} items begin like that.`,
    actions: p.ids.map((id) => `renos-sync show ${id}`),
  }),
  'conflict-unknown/none': (_, _say) => ({
    message: 'No held conflict has that id.',
    actions: ['renos-sync conflicts', 'renos-sync conflicts resolve --all --take google'],
  }),
  'conflict-unknown/several': ({ count }, _say) => ({
    message: `${digits('en', count)} held conflicts begin like that.`,
    actions: ['renos-sync conflicts', 'renos-sync conflicts resolve --all --take google'],
  }),
  'conflict-undecided': (p, _say) => ({
    message: [
      'Not every field is decided:',
      ...p.unknown.map((field) => `  ${field} is not in dispute.`),
      ...p.open.map(({ field, bookingId }) => `  ${field} of booking ${bookingId} is not decided.`),
    ].join('\n'),
    actions: [
      `renos-sync conflicts resolve ${p.id} --take google`,
      ['renos-sync conflicts resolve', p.id, ...p.fields.map((field) => `--field ${field}=google`)].join(' '),
    ],
  }),
  'usage/choice': (_, _say) => ({
    message: '--field must be a field and a side, like title=google.',
    actions: ['renos-sync conflicts   # names the fields', 'renos-sync conflicts resolve ID --field title=google'],
  }),
  'usage/undecided': (_, _say) => ({
    message: 'Which side is right was not said, and there is no terminal to ask in.',
    actions: [
      'renos-sync conflicts',
      'renos-sync conflicts resolve ID --take google',
      'renos-sync conflicts resolve --all --take database',
    ],
  }),
  'usage/account': (p, _say) => ({
    message: `--account ${p.address} is no mail address.`,
    actions: ['renos-sync sandbox --account anna@example.com'],
  }),
  'usage/duration': ({ flag }, _say) => ({
    message: `--${flag} must be a number with a unit: 90s, 30m, 2h or 1d.`,
    actions: [`--${flag} 2h`],
  }),
  'usage/only-csv': (p, _say) => ({
    message: `${p.flag} is for CSV, and the format is ${p.format}.`,
    actions: ['renos-sync export --excel kunder.csv', step(`Leave ${p.flag} out.`)],
  }),
  'usage/two-files': (p, _say) => ({
    message: `Two files to write are named, ${p.file} and ${p.output}.`,
    actions: ['renos-sync export customers.csv', 'renos-sync export --output customers.csv'],
  }),
  'usage/subject-as-file': (p, _say) => ({
    message: `${p.file} would be the name of the file to write.`,
    actions: [
      'renos-sync export customers.csv',
      'renos-sync export --bookings bookings.csv',
      `renos-sync export --output ${p.file}   # if the file is to be called so`,
    ],
  }),
  'usage/no-file-name': (_, _say) => ({
    message: 'The file to write has no name.',
    actions: ['renos-sync export customers.csv'],
  }),
  'usage/no-command': (p, _say) => ({
    message: `There is no command ${p.typed}.`,
    actions: [...p.near, 'renos-sync --help'],
  }),
  'usage/unknown-flags': (p, _say) => ({
    message: [
      `${p.command} has no ${p.flags.length === 1 ? 'flag' : 'flags'} ${p.flags.join(', ')}.`,
      ...(p.near.length === 0 ? [] : [`Did you mean ${p.near.join(', ')}?`]),
    ].join(' '),
    actions: [`${p.command} --help`],
  }),
  'usage/unexpected-words': (p, _say) => ({
    message: `${p.command} does not take ${p.words.join(', ')}.`,
    actions: [`${p.command} --help`],
  }),
  'usage/missing-words': (p, _say) => ({
    message: `${p.names.map((name) => name.toUpperCase()).join(', ')} is missing after ${p.command}.`,
    actions: [`${p.command} --help`],
  }),
  'usage/wrong-value': (p, _say) => ({
    message: `${p.flag} must be one of: ${p.allowed.join(', ')}.`,
    actions: [`${p.command} --help`],
  }),
  'usage/missing-value': (p, _say) => ({
    message: `${p.flag} needs a value after it.`,
    actions: [`${p.command} --help`],
  }),
  'usage/once': (p, _say) => ({
    message: `${p.flag} may be given only once.`,
    actions: [`${p.command} --help`],
  }),
  'usage/missing-flags': (p, _say) => ({
    message: `${p.command} needs ${p.flags.join(', ')}.`,
    actions: [`${p.command} --help`],
  }),
  'usage/not-together': (p, _say) => ({
    message: `${p.flags.join(' and ')} cannot be used together.`,
    actions: [`${p.command} --help`],
  }),
  'usage/no-whole-number': (p, _say) => ({
    message: `${p.flag} must be a whole number${p.least === null ? '' : `, at least ${p.least}`}${p.most === null ? '' : `, at most ${p.most}`}.`,
    actions: [`${p.command} --help`],
  }),
  'usage/plan-without-dry-run': (p, say) => ({
    message: `--${p.flag} goes with --dry-run only.`,
    actions: [say.plan('sync', 'a new plan')],
  }),
  'usage/redact-without-plan': (_, _say) => ({
    message: '--redact leaves the values out of a saved plan, and none is saved.',
    actions: ['renos-sync sync --dry-run --save-plan plan.json --redact'],
  }),
  'usage/schedule': () => ({
    message: '--schedule must be a cron expression that comes due.',
    actions: ["renos-sync serve --schedule '*/15 7-18 * * 1-5'"],
  }),
  'usage/options': (p) => ({
    message: problemsBelow(
      'These flags are wrong:',
      p.problems.map((one) => `--${one.flag} ${complain(one)}`),
    ),
    actions: [`renos-sync ${p.command} --help`],
  }),
  'usage/library': (p) => ({
    message: problemsBelow(
      'These options are wrong:',
      p.problems.map((one) => `${one.path} ${complain(one)}`),
    ),
    actions: [step('The options are described in schemas/options.json of the package.')],
  }),
  'usage/other': (p) => ({
    message: p.words,
    actions: [`${p.command} --help`],
  }),
  'page-elsewhere': ({ path }, _say) => ({
    message: `The file ${path} is no page of renos-sync: it is not replaced.`,
    actions: [step('Name another file for the page.')],
  }),
  'confirmation-missing': (_, _say) => ({
    message: '--send-confirmations mails customers, and there is no terminal to ask in.',
    actions: [step('Add --yes if the mails are meant to go out.')],
  }),
  'not-confirmed': (_, _say) => ({
    message: 'Not confirmed: nothing was imported and no mail is sent.',
    actions: [step('Import without --send-confirmations: no mail is sent.')],
  }),
  'not-confirmed/reading': () => ({
    message: 'Not confirmed: nothing was imported.',
    actions: [
      'renos-sync import FILE --map "HEADER=TARGET"   # says what a column is',
      'renos-sync import FILE --print-mapping',
    ],
  }),
  'not-confirmed/undo': () => ({
    message: 'Not confirmed: nothing was changed.',
    actions: ['renos-sync history', 'renos-sync undo RUN'],
  }),
  'confirmation-idle/no-sync': (_, _say) => ({
    message: '--send-confirmations: with --no-sync nothing goes to the calendar, and no mail is sent.',
    actions: [step('Leave --no-sync out.')],
  }),
  'confirmation-idle/no-bookings': (_, _say) => ({
    message: '--send-confirmations: without --create-bookings there is no booking to confirm.',
    actions: [step('Add --create-bookings.')],
  }),
  'booking-not-ours': (_, _say) => ({
    message: 'Bookings of a PostgreSQL server are changed in RenOS, not here.',
    actions: [step('Change the booking in RenOS: the next sync writes it to the calendar.')],
  }),
  'run-missing': () => ({
    message: 'The run is missing, and there is no terminal to ask in.',
    actions: ['renos-sync history', 'renos-sync undo RUN', 'renos-sync undo --yes   # the last run'],
  }),
} satisfies EverySentence<UsageFailures>;
