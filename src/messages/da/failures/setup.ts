import type { Complaint } from '../../../core/codes/complaints.js';
import type { setupFailures as english } from '../../en/failures/setup.js';
import { digits } from '../../language.js';
import { problemsBelow, step } from '../../voice.js';
import { complaints } from '../complaints.js';

const n = (count: number) => digits('da', count);
const complain = ({ id, limit }: Complaint) => complaints[id](limit);
const toListen = ['RENOS_API_TOKEN="$(openssl rand -hex 32)" renos-sync serve --host 0.0.0.0', 'renos-sync serve'];
const kinds = { customer: 'kunder', booking: 'bookinger', event: 'begivenheder' };

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
  'usage/schedule': () => ({
    message: '--schedule skal være et cron-udtryk, der indtræffer.',
    actions: ["renos-sync serve --schedule '*/15 7-18 * * 1-5'"],
  }),
  'usage/options': ({ command, problems }) => ({
    message: problemsBelow(
      'Disse flag er forkerte:',
      problems.map((one) => `--${one.flag} ${complain(one)}`),
    ),
    actions: [`renos-sync ${command} --help`],
  }),
  'usage/library': ({ problems }) => ({
    message: problemsBelow(
      'Disse valg er forkerte:',
      problems.map((one) => `${one.path} ${complain(one)}`),
    ),
    actions: [step('Valgene er beskrevet i pakkens schemas/options.json.')],
  }),
  'usage/other': ({ command }) => ({
    message: 'Kommandoen kan ikke forstås, som den er skrevet.',
    actions: [`${command} --help`],
  }),
  'sandbox-damaged': ({ path, line }) => ({
    message: `Sandkassens fil ${path} er beskadiget: linje ${n(line)} kan ikke læses.`,
    actions: [
      `sed -i.damaged '${line}d' ${JSON.stringify(path)}   # udelader linjen og det, den siger`,
      `mv ${JSON.stringify(path)} ${JSON.stringify(`${path}.damaged`)}   # begynder med en tom kalender`,
    ],
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
  'nothing-to-undo': (_, say) => ({
    message: 'Ingen kørsel, som historikken stadig kender, har ændret noget.',
    actions: [say.here('renos-sync history')],
  }),
  'run-missing': () => ({
    message: 'Kørslen mangler, og der er ingen terminal at spørge i.',
    actions: ['renos-sync history', 'renos-sync undo RUN', 'renos-sync undo --yes   # den seneste kørsel'],
  }),
  'not-confirmed/reading': () => ({
    message: 'Ikke bekræftet: intet er importeret.',
    actions: [
      'renos-sync import FILE --map "HEADER=TARGET"   # siger, hvad en kolonne er',
      'renos-sync import FILE --print-mapping',
    ],
  }),
  'not-confirmed/undo': () => ({
    message: 'Ikke bekræftet: intet er ændret.',
    actions: ['renos-sync history', 'renos-sync undo RUN'],
  }),
  'sync-first': ({ run, events }, say) => ({
    message: `Kørslen stoppede, før den havde gemt, at den skrev til ${n(events)} ${events === 1 ? 'begivenhed' : 'begivenheder'}; det skal en synkronisering finde ud af, før den kan fortrydes. Intet er ændret.`,
    actions: [say.sync({}, 'finder ud af, hvad der blev skrevet'), say.undo(run, {}, 'fortryder så kørslen')],
  }),
  'too-many-removals/undo': ({ kind, removed, total, run, most }, say) => ({
    message: `${n(removed)} af ${n(total)} ${kinds[kind]} ville blive fjernet; intet er ændret.`,
    actions: [
      say.undo(run, { dryRun: true }, 'viser hver af dem'),
      say.undo(run, { maxDeletes: most }, 'hvis det er meningen'),
    ],
  }),
  'busy/not-ended': (_, say) => ({
    message: 'Synkroniseringen, der var i gang, blev ikke færdig i tide.',
    actions: [say.status()],
  }),
};
