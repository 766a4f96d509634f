import type { Complaint } from '../../../core/codes/complaints.js';
import type { usageFailures as english } from '../../en/failures/usage.js';
import { digits } from '../../language.js';
import { problemsBelow, step } from '../../voice.js';
import { complaints } from '../complaints.js';

const complain = ({ id, limit }: Complaint) => complaints[id](limit);
const help = (command: string) => [`${command} --help`];

export const usageFailures: typeof english = {
  'interrupted/kept': ({ signal }, say) => ({
    message: `Stoppet af ${signal}; det, der nåede at ske, er gemt, og næste kørsel tager resten.`,
    actions: [step('Kør samme kommando igen: den fortsætter, hvor denne stoppede.'), say.status()],
  }),
  'interrupted/undone': ({ signal }) => ({
    message: `Stoppet af ${signal}; kommandoen blev ikke færdig.`,
    actions: [step('Kør samme kommando igen: den begynder forfra.')],
  }),
  'interrupted/server': (_, say) => ({
    message: 'Afbrudt: serveren sluttede, før arbejdet var færdigt.',
    actions: [say.again()],
  }),
  'run-unknown/none': (_, say) => ({
    message: 'Ingen kørsel har det id eller begynder sådan.',
    actions: [say.here('renos-sync history --limit 0')],
  }),
  'run-unknown/several': ({ count, ids }, say) => ({
    message: `${digits('da', count)} kørsler begynder sådan.`,
    actions: [...ids.map((id) => `renos-sync history ${id}`), say.here('renos-sync history --limit 0')],
  }),
  'item-unknown/none': (_, say) => ({
    message: 'Ingen booking og ingen begivenhed har det id eller begynder sådan.',
    actions: [
      say.here('renos-sync find NAVN', 'finder den på et navn, en e-mail, en telefon eller en dag'),
      say.here('renos-sync history', 'kørslerne; history KØRSEL viser, hvad en af dem ændrede'),
    ],
  }),
  'item-unknown/several': ({ count, ids }) => ({
    message: `${digits('da', count)} begynder sådan.`,
    actions: ids.map((id) => `renos-sync show ${id}`),
  }),
  'conflict-unknown/none': () => ({
    message: 'Ingen konflikt, der venter, har det id.',
    actions: ['renos-sync conflicts', 'renos-sync conflicts resolve --all --take google'],
  }),
  'conflict-unknown/several': ({ count }) => ({
    message: `${digits('da', count)} konflikter begynder sådan.`,
    actions: ['renos-sync conflicts', 'renos-sync conflicts resolve --all --take google'],
  }),
  'conflict-undecided': ({ id, fields, unknown, open }) => ({
    message: [
      'Ikke alle felter er afgjort:',
      ...unknown.map((field) => `  "${field}" er der ingen uenighed om.`),
      ...open.map(({ field, bookingId }) => `  "${field}" for booking ${bookingId} er ikke afgjort.`),
    ].join('\n'),
    actions: [
      `renos-sync conflicts resolve ${id} --take google`,
      ['renos-sync conflicts resolve', id, ...fields.map((field) => `--field ${field}=google`)].join(' '),
    ],
  }),
  'usage/choice': () => ({
    message: '--field skal være et felt og en side, som "title=google".',
    actions: ['renos-sync conflicts   # viser felterne', 'renos-sync conflicts resolve ID --field title=google'],
  }),
  'usage/undecided': () => ({
    message: 'Det er ikke angivet, hvilken side der har ret, og der er ingen terminal at spørge i.',
    actions: [
      'renos-sync conflicts',
      'renos-sync conflicts resolve ID --take google',
      'renos-sync conflicts resolve --all --take database',
    ],
  }),
  'usage/account': ({ address }) => ({
    message: `--account ${address} er ikke en mailadresse.`,
    actions: ['renos-sync sandbox --account anna@example.com'],
  }),
  'usage/duration': ({ flag }) => ({
    message: `--${flag} skal være et tal med en enhed: 90s, 30m, 2h eller 1d.`,
    actions: [`--${flag} 2h`],
  }),
  'usage/only-csv': ({ flag, format }) => ({
    message: `${flag} er til CSV, og formatet er ${format}.`,
    actions: ['renos-sync export --excel kunder.csv', step(`Udelad ${flag}.`)],
  }),
  'usage/two-files': ({ file, output }) => ({
    message: `Der er nævnt to filer at skrive, ${file} og ${output}.`,
    actions: ['renos-sync export kunder.csv', 'renos-sync export --output kunder.csv'],
  }),
  'usage/subject-as-file': ({ file }) => ({
    message: `${file} ville blive navnet på den fil, der skrives.`,
    actions: [
      'renos-sync export kunder.csv',
      'renos-sync export --bookings bookinger.csv',
      `renos-sync export --output ${file}   # hvis filen skal hedde sådan`,
    ],
  }),
  'usage/no-file-name': () => ({
    message: 'Filen, der skal skrives, har intet navn.',
    actions: ['renos-sync export kunder.csv'],
  }),
  'usage/no-command': ({ typed, near }) => ({
    message: `Der er ingen kommando, der hedder ${typed}.`,
    actions: [...near, 'renos-sync --help'],
  }),
  'usage/unknown-flags': ({ command, flags, near }) => ({
    message: [
      `${command} har ikke ${flags.length === 1 ? 'flaget' : 'flagene'} ${flags.join(', ')}.`,
      ...(near.length === 0 ? [] : [`Mente du ${near.join(', ')}?`]),
    ].join(' '),
    actions: help(command),
  }),
  'usage/unexpected-words': ({ command, words }) => ({
    message: `${command} kan ikke bruge ${words.join(', ')}.`,
    actions: help(command),
  }),
  'usage/missing-words': ({ command, names }) => ({
    message: `${names.map((name) => name.toUpperCase()).join(', ')} mangler efter ${command}.`,
    actions: help(command),
  }),
  'usage/wrong-value': ({ command, flag, allowed }) => ({
    message: `${flag} skal være en af: ${allowed.join(', ')}.`,
    actions: help(command),
  }),
  'usage/missing-value': ({ command, flag }) => ({
    message: `${flag} skal have en værdi efter sig.`,
    actions: help(command),
  }),
  'usage/once': ({ command, flag }) => ({ message: `${flag} må kun angives én gang.`, actions: help(command) }),
  'usage/missing-flags': ({ command, flags }) => ({
    message: `${command} skal have ${flags.join(', ')}.`,
    actions: help(command),
  }),
  'usage/not-together': ({ command, flags }) => ({
    message: `${flags.join(' og ')} kan ikke bruges sammen.`,
    actions: help(command),
  }),
  'usage/no-whole-number': ({ command, flag, least, most }) => ({
    message: `${flag} skal være et helt tal${least === null ? '' : `, mindst ${least}`}${most === null ? '' : `, højst ${most}`}.`,
    actions: help(command),
  }),
  'usage/plan-without-dry-run': ({ flag }, say) => ({
    message: `--${flag} kan kun bruges sammen med --dry-run.`,
    actions: [say.plan('sync', 'en ny plan')],
  }),
  'usage/redact-without-plan': () => ({
    message: '--redact udelader værdierne i en gemt plan, og der gemmes ingen.',
    actions: ['renos-sync sync --dry-run --save-plan plan.json --redact'],
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
  'page-elsewhere': ({ path }) => ({
    message: `Filen ${path} er ikke en side fra renos-sync: den bliver ikke erstattet.`,
    actions: [step('Angiv en anden fil til siden.')],
  }),
  'confirmation-missing': () => ({
    message: '--send-confirmations sender post til kunder, og der er ingen terminal at spørge i.',
    actions: [step('Tilføj --yes, hvis det er meningen, at der skal sendes post.')],
  }),
  'not-confirmed': () => ({
    message: 'Ikke bekræftet: intet blev importeret, og der sendes ingen post.',
    actions: [step('Importér uden --send-confirmations: så sendes der ingen post.')],
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
  'confirmation-idle/no-sync': () => ({
    message: '--send-confirmations: med --no-sync kommer intet i kalenderen, og der sendes ingen post.',
    actions: [step('Udelad --no-sync.')],
  }),
  'confirmation-idle/no-bookings': () => ({
    message: '--send-confirmations: uden --create-bookings er der ingen booking at bekræfte.',
    actions: [step('Tilføj --create-bookings.')],
  }),
  'booking-not-ours': () => ({
    message: 'Bookinger på en PostgreSQL-server rettes i RenOS, ikke her.',
    actions: [step('Ret bookingen i RenOS: den næste synkronisering skriver den til kalenderen.')],
  }),
  'run-missing': () => ({
    message: 'Kørslen mangler, og der er ingen terminal at spørge i.',
    actions: ['renos-sync history', 'renos-sync undo RUN', 'renos-sync undo --yes   # den seneste kørsel'],
  }),
};
