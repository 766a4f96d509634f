import type { Complaint } from '../../../core/codes/complaints.js';
import type { Failures } from '../../../core/codes/failures.js';
import { problemsBelow, type Sentences, step } from '../../voice.js';
import { complaints } from '../complaints.js';

const complain = ({ id, limit }: Complaint) => complaints[id](limit);

const toListen = ['RENOS_API_TOKEN="$(openssl rand -hex 32)" renos-sync serve --host 0.0.0.0', 'renos-sync serve'];

/** What is wrong with how the program is set up or called. */
export const setupFailures = {
  configuration: ({ problems }) => ({
    message: [
      problems.length === 1 ? 'One setting is wrong:' : `${problems.length} settings are wrong:`,
      ...problems.map((one) => `  ${one.name} ${complain(one)}. Example: ${one.name}=${one.example}`),
    ].join('\n'),
    actions: [step('Correct it in the environment, or in the .env file of this folder, and run the command again.')],
  }),
  'token-missing/host': ({ host }) => ({
    message: `renos-sync does not listen on ${host}, which others can reach, without a token.`,
    actions: toListen,
  }),
  'token-missing/setting': ({ setting }) => ({
    message: `renos-sync needs a token if ${setting} says that others can reach it.`,
    actions: toListen,
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
  'sandbox-damaged': (p) => ({
    message: `The sandbox's file ${p.path} is damaged: line ${p.line} cannot be read.`,
    actions: [
      `sed -i.damaged '${p.line}d' ${JSON.stringify(p.path)}   # leaves out that line, and what it says`,
      `mv ${JSON.stringify(p.path)} ${JSON.stringify(`${p.path}.damaged`)}   # begins with an empty calendar`,
    ],
  }),
  'cannot-listen/sandbox': (p) => ({
    message: `The sandbox cannot listen on port ${p.port}: ${p.reason ?? 'it is taken'}.`,
    actions: ['renos-sync sandbox --port 0   # any free one'],
  }),
  'folder-in-use/sandbox': (p) => ({
    message: `Another renos-sync (${p.purpose}, process ${p.pid}) is serving the sandbox calendar in ${p.folder}.`,
    actions: [
      'GOOGLE_CALENDAR_API_URL=sandbox renos-sync sync   # finds it there',
      'renos-sync sandbox --memory   # one of its own, forgotten when it ends',
    ],
  }),
  'folder-in-use/database': (p) => ({
    message: `Another renos-sync (${p.purpose}, process ${p.pid}) is using the embedded database in ${p.folder}.`,
    actions: [
      step('Run the command again when that one has ended; one that has --wait can wait for it.'),
      step('Set DATABASE_URL to a PostgreSQL server to let several processes run at once.'),
    ],
  }),
  'nothing-to-undo': (_, say) => ({
    message: 'No run has changed anything that history still knows of.',
    actions: [say.here('renos-sync history')],
  }),
  'run-missing': () => ({
    message: 'The run is missing, and there is no terminal to ask in.',
    actions: ['renos-sync history', 'renos-sync undo RUN', 'renos-sync undo --yes   # the last run'],
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
  'sync-first': ({ run, events }, say) => ({
    message: `The run stopped before it had stored that it wrote to ${events} ${events === 1 ? 'event' : 'events'}; a sync has to find that out before it can be undone. Nothing was changed.`,
    actions: [say.sync({}, 'finds out what was written'), say.undo(run, {}, 'then takes the run back')],
  }),
  'too-many-removals/undo': (p, say) => ({
    message: `${p.removed} of ${p.total} ${p.kind}s would be removed; nothing was changed.`,
    actions: [
      say.undo(p.run, { dryRun: true }, 'shows each of them'),
      say.undo(p.run, { maxDeletes: p.most }, 'if it is meant'),
    ],
  }),
  'busy/not-ended': (_, say) => ({
    message: 'The sync that was running did not end in time.',
    actions: [say.status()],
  }),
} satisfies Sentences<Failures>;
