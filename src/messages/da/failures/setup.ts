import type { Complaint } from '../../../core/codes/complaints.js';
import type { setupFailures as english } from '../../en/failures/setup.js';
import { digits } from '../../language.js';
import { step } from '../../voice.js';
import { complaints } from '../complaints.js';

const n = (count: number) => digits('da', count);
const complain = ({ id, limit }: Complaint) => complaints[id](limit);
const toListen = ['RENOS_API_TOKEN="$(openssl rand -hex 32)" renos-sync serve --host 0.0.0.0', 'renos-sync serve'];

export const setupFailures: typeof english = {
  configuration: ({ problems }) => ({
    message: [
      problems.length === 1 ? 'Én indstilling er forkert:' : `${n(problems.length)} indstillinger er forkerte:`,
      ...problems.map((one) => `  ${one.name} ${complain(one)}. Eksempel: ${one.name}=${one.example}`),
    ].join('\n'),
    actions: [step('Ret det i miljøet eller i mappens .env-fil, og kør kommandoen igen.')],
  }),
  'token-missing/host': ({ host }) => ({
    message: `renos-sync lytter ikke på ${host}, som andre kan nå, uden en adgangsnøgle.`,
    actions: toListen,
  }),
  'token-missing/setting': ({ setting }) => ({
    message: `renos-sync skal have en adgangsnøgle, når ${setting} siger, at andre kan nå den.`,
    actions: toListen,
  }),
  'sandbox-damaged': ({ path, line }) => ({
    message: `Sandkassens fil ${path} er beskadiget: linje ${n(line)} kan ikke læses.`,
    actions: [
      `sed -i.damaged '${line}d' ${JSON.stringify(path)}   # udelader linjen og det, den siger`,
      `mv ${JSON.stringify(path)} ${JSON.stringify(`${path}.damaged`)}   # begynder med en tom kalender`,
    ],
  }),
  'cannot-listen/server': ({ host, port, reason }) => ({
    message: `renos-sync kan ikke lytte på ${host}, port ${port}: ${reason ?? 'porten er optaget'}.`,
    actions: ['renos-sync serve --port 0   # en hvilken som helst ledig'],
  }),
  'cannot-listen/database': ({ port, reason }) => ({
    message: `Databasen kan ikke tilbydes på port ${port}: ${reason ?? 'porten er optaget'}.`,
    actions: ['renos-sync database --port 0   # en hvilken som helst ledig'],
  }),
  'cannot-listen/sandbox': ({ port, reason }) => ({
    message: `Sandkassen kan ikke lytte på port ${port}: ${reason ?? 'den er optaget'}.`,
    actions: ['renos-sync sandbox --port 0   # en ledig'],
  }),
  'folder-in-use/sandbox': ({ purpose, pid, folder }) => ({
    message: `En anden renos-sync (${purpose}, proces ${pid}) viser sandkassens kalender i ${folder}.`,
    actions: [
      'GOOGLE_CALENDAR_API_URL=sandbox renos-sync sync   # finder den der',
      'renos-sync sandbox --memory   # en egen, der glemmes, når den slutter',
    ],
  }),
  'folder-in-use/database': ({ purpose, pid, folder }) => ({
    message: `En anden renos-sync (${purpose}, proces ${pid}) bruger den indbyggede database i ${folder}.`,
    actions: [
      step('Kør kommandoen igen, når den anden er færdig; en kommando med --wait kan vente på den.'),
      step('Sæt DATABASE_URL til en PostgreSQL-server, så flere kan køre samtidig.'),
    ],
  }),
  'env-file-unreadable': () => ({
    message: 'Filen .env i denne mappe kan ikke læses.',
    actions: ['chmod u+r .env'],
  }),
  'too-little-memory': () => ({
    message: 'Processen må ikke bruge mere hukommelse.',
    actions: [
      'ulimit -v unlimited   # i samme skal; kør så kommandoen igen',
      'NODE_OPTIONS=--disable-wasm-trap-handler   # bruger mindre adresserum',
    ],
  }),
  internal: () => ({
    message: 'Det er en fejl i renos-sync, ikke din.',
    actions: [
      step('Kør den igen med DEBUG=renos-sync, og meld, hvad den skriver: https://github.com/renos/renos-sync/issues'),
    ],
  }),
};
