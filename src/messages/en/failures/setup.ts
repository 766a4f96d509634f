import type { Complaint } from '../../../core/codes/complaints.js';
import type { SetupFailures } from '../../../core/codes/setup-failures.js';
import { type EverySentence, step } from '../../voice.js';
import { complaints } from '../complaints.js';

const complain = ({ id, limit }: Complaint) => complaints[id](limit);

const toListen = ['RENOS_API_TOKEN="$(openssl rand -hex 32)" renos-sync serve --host 0.0.0.0', 'renos-sync serve'];

/** Errors of the program's setup. */
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
  'sandbox-damaged': (p) => ({
    message: `The sandbox's file ${p.path} is damaged: line ${p.line} cannot be read.`,
    actions: [
      `sed -i.damaged '${p.line}d' ${JSON.stringify(p.path)}   # leaves out that line, and what it says`,
      `mv ${JSON.stringify(p.path)} ${JSON.stringify(`${p.path}.damaged`)}   # begins with an empty calendar`,
    ],
  }),
  'cannot-listen/server': (p, _say) => ({
    message: `renos-sync cannot listen on ${p.host}, port ${p.port}: ${p.reason ?? 'the port is taken'}.`,
    actions: ['renos-sync serve --port 0   # any free one'],
  }),
  'cannot-listen/database': (p, _say) => ({
    message: `The database cannot be served on port ${p.port}: ${p.reason ?? 'the port is taken'}.`,
    actions: ['renos-sync database --port 0   # any free one'],
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
  'env-file-unreadable': (_, _say) => ({
    message: 'The .env file in this folder cannot be read.',
    actions: ['chmod u+r .env'],
  }),
  'too-little-memory': (_, _say) => ({
    message: 'This process may not use more memory.',
    actions: [
      'ulimit -v unlimited   # in the same shell, then run the command again',
      'NODE_OPTIONS=--disable-wasm-trap-handler   # needs less address space',
    ],
  }),
  internal: (_, _say) => ({
    message: 'This is a mistake in renos-sync, not yours.',
    actions: [
      step('Run it again with DEBUG=renos-sync and report what it prints: https://github.com/renos/renos-sync/issues'),
    ],
  }),
} satisfies EverySentence<SetupFailures>;
