import type { Checks, ServerFeature } from '../../core/codes/checks.js';
import type { checks as english, checkNames as englishNames } from '../en/doctor.js';
import { counter, digits } from '../language.js';
import { type Explanation, step } from '../voice.js';

const n = counter('da');
const ok = (message: string): Explanation => ({ message, actions: [] });
const serverName = ({ isEmbedded, version }: Checks['database']['server']) =>
  `${isEmbedded ? 'Den indbyggede PostgreSQL' : 'PostgreSQL'} ${version}`;
const featureNames: Readonly<Record<ServerFeature, string>> = {
  savepoints: 'savepoints',
  'repeatable-read': 'transaktioner med repeatable read',
  snapshots: 'pg_current_snapshot()',
  'row-hashes': 'hash_record_extended()',
  'binary-copy': 'COPY … FROM STDIN (FORMAT binary)',
};
const megabytes = (bytes: number) => `${digits('da', bytes / 1_000_000, 1)} MB`;
const share = (account: string | null) =>
  step(
    `Del kalenderen med ${account ?? 'kontoen'}, med ret til at ændre begivenheder (kalenderens indstillinger, deling med bestemte personer).`,
  );
const setClock = ['sudo timedatectl set-ntp true'];
const skew = (p: { readonly seconds: number; readonly isBehind: boolean }) =>
  `Maskinens ur går ${digits('da', p.seconds)} s ${p.isBehind ? 'efter' : 'foran'} Googles`;

export const checks: typeof english = {
  'node-too-old': ({ version, wanted }) => ({
    message: `Node ${version} er for gammel: der kræves ${wanted} eller nyere.`,
    actions: ['nvm install --lts', 'https://nodejs.org/en/download'],
  }),
  node: ({ version }) => ok(`Node ${version}.`),
  configuration: () => ok('Alle indstillinger kan læses.'),
  'folder-unused': () => ok('Der gemmes intet i den: både database og kalender ligger andre steder.'),
  'folder-unwritable': ({ path }) => ({
    message: `Der kan ikke skrives i ${path}.`,
    actions: [`sudo chown -R "$USER" ${path}`, 'RENOS_DATA_DIR=/en/mappe/du/ejer'],
  }),
  'folder-full': ({ path }) => ({
    message: `Disken med ${path} er fuld.`,
    actions: [step('Skaf plads på disken.'), 'RENOS_DATA_DIR=/en/mappe/med/plads'],
  }),
  'folder-open': ({ path }) => ({
    message: `${path} kan læses af andre brugere på maskinen.`,
    actions: [`chmod 700 ${path}`],
  }),
  folder: ({ path, exists }) => ok(exists ? `Kun vi kan læse ${path}.` : `${path} oprettes af den første kommando.`),
  'sandbox-file': () => ok('Intet i den er beskadiget.'),
  'database-embedded': () =>
    ok('En indbygget oprettes af den første kommando; sæt DATABASE_URL for at bruge en server.'),
  'schema-embedded': () => ok('Oprettes sammen med databasen.'),
  'permissions-embedded': () => ok('En indbygget database har ingen.'),
  'database-not-asked': () => ok('Databasen kunne ikke spørges.'),
  'database-read-only': ({ server }) => ({
    message: `${serverName(server)} tager ikke imod ændringer: den er en kopi eller skrivebeskyttet.`,
    actions: [step('Sæt DATABASE_URL til den primære server.')],
  }),
  'database-encoding': ({ server, encoding }) => ({
    message: `${serverName(server)} gemmer tekst som ${encoding}: bogstaver uden for det afvises.`,
    actions: ['createdb --encoding=UTF8 --template=template0 NAVN'],
  }),
  database: ({ server, as }) => ok(`${serverName(server)} svarer, som brugeren ${as}.`),
  'schema-newer': () => ({
    message: 'Databasen er migreret af en nyere renos-sync end denne.',
    actions: ['npm install -g renos-sync@latest'],
  }),
  'schema-indexes': ({ statements }) => ({
    message: "RenOS' tabeller har ikke alle de entydige indekser, som renos-sync har brug for.",
    actions: statements,
  }),
  'schema-missing': ({ names }, say) => ({
    message: `Mangler i databasen: ${names.join(', ')}.`,
    actions: [
      say.here('renos-sync migrate --dry-run', 'viser, hvad der ville blive kørt'),
      say.here('renos-sync migrate'),
    ],
  }),
  schema: () => ok('Alle migreringer er udført.'),
  permissions: ({ as }) => ok(`${as} har lov til det, en synkronisering og en import har brug for.`),
  'permissions-missing': ({ as, grants }) => ({
    message: `${as} har ikke lov til alt det, en synkronisering og en import har brug for.`,
    actions: grants,
  }),
  features: () => ok('Serveren kan det, en synkronisering og en import har brug for.'),
  'features-missing': ({ features }) => ({
    message: `Serveren kan ikke alt det, en synkronisering og en import har brug for: ${features.map((one) => featureNames[one]).join(', ')}.`,
    actions: [step('Brug en server, der selv er PostgreSQL 14 eller nyere; se docs/operations/databases.md.')],
  }),
  size: ({ tables, days }) => {
    const bytes = tables.reduce((sum, table) => sum + table.bytes, 0);
    const lines = tables
      .filter(({ rows }) => rows > 0)
      .map((table) => {
        const since = table.oldest === null ? '' : `, den ældste fra ${table.oldest.slice(0, 10)}`;
        return `${table.table}: ${n(table.rows, 'række', 'rækker')}, ${megabytes(table.bytes)}${since}`;
      });
    const kept = `Historikken gemmes i ${n(days, 'dag', 'dage')} (RENOS_KEEP_HISTORY).`;
    return ok([`renos-syncs egne tabeller fylder ${megabytes(bytes)}. ${kept}`, ...lines].join('\n'));
  },
  'no-account': () => ok('Der er ingen konto at spørge med.'),
  credentials: ({ account }) => ok(`Nøglen til ${account ?? 'kontoen'} kan læses.`),
  'credentials-unneeded': () => ok('Der er ikke brug for nogen: Google selv spørges ikke.'),
  'sign-in-unneeded': () => ok('Kalenderen svarer og kræver ingen konto.'),
  'sign-in': ({ account }) => ok(`Google gav ${account ?? 'kontoen'} en adgangsnøgle.`),
  'calendar-not-asked': () => ok('Kalenderen kunne ikke spørges.'),
  'calendar-hides-details': ({ account }) => ({
    message: 'Den viser kun, hvornår der er optaget (rolle "freeBusyReader"), og ikke hvad der står i begivenhederne.',
    actions: [share(account)],
  }),
  'events-unreadable': () => ok('Begivenhederne kan ikke læses.'),
  calendar: ({ account, role, timeZone, hidesPrivate, isIdentified }) => ({
    message: [
      `Den er delt med os: rolle "${role}", tidszone ${timeZone}.`,
      ...(hidesPrivate ? ['Den viser ikke private begivenheder; de bliver, som de er.'] : []),
      ...(isIdentified
        ? []
        : ['Google giver os ikke dens id, så en anden kalender under samme navn kan gå ubemærket hen.']),
    ].join(' '),
    actions: [
      ...(hidesPrivate ? [share(account)] : []),
      ...(isIdentified
        ? []
        : [
            step(
              'Tillad adgangen https://www.googleapis.com/auth/calendar.calendars.readonly i domæneomfattende delegering.',
            ),
          ]),
    ],
  }),
  'write-access': () => ok('Der må skrives begivenheder.'),
  'write-access-missing': ({ account, role }, say) => ({
    message: `Begivenheder må kun læses (rolle "${role}").`,
    actions: [share(account), say.sync({ direction: 'google-to-db' })],
  }),
  'clock-unknown': () => ok('Google svarede ikke, så dens ur er ukendt.'),
  'clock-wrong': (p) => ({ message: `${skew(p)}: Google afviser det, den underskriver.`, actions: setClock }),
  'clock-off': (p) => ({
    message: `${skew(p)}: af to rettelser er det svært at se, hvilken der er nyest.`,
    actions: setClock,
  }),
  clock: () => ok('Maskinens ur og Googles går ens.'),
};

export const checkNames: typeof englishNames = {
  node: 'Node',
  configuration: 'indstillinger',
  'data folder': 'datamappe',
  'sandbox file': 'sandkassens fil',
  database: 'database',
  schema: 'skema',
  permissions: 'rettigheder',
  features: 'funktioner',
  size: 'størrelse',
  credentials: 'nøgle',
  'sign-in': 'login',
  calendar: 'kalender',
  'write access': 'skriveadgang',
  clock: 'ur',
  keeper: 'ejer',
};
