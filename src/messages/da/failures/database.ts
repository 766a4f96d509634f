import type { databaseFailures as english, ParameterProblem } from '../../en/failures/database.js';
import { step, type Voice } from '../../voice.js';

function parameter(problem: ParameterProblem): string {
  switch (problem.is) {
    case 'file-unreadable':
      return `filen ${problem.path} kan ikke læses`;
    case 'no-pem':
      return `filen ${problem.path} indeholder ingen PEM-tekst`;
    case 'no-setting':
      return 'der kan kun stå -c navn=værdi';
    case 'no-choice':
      return `der skal stå et af ordene ${problem.words.join(', ')}`;
    case 'no-whole-number':
      return `der skal stå et helt tal fra ${problem.least} til ${problem.most}`;
  }
}

const embedded = step('Fjern DATABASE_URL for at bruge den indbyggede database.');
const migrateShown = (say: Voice) => [
  say.here('renos-sync migrate --dry-run', 'viser dem'),
  say.here('renos-sync migrate', 'udfører dem'),
];

export const databaseFailures: typeof english = {
  'database-address/settings': ({ code }) => ({
    message: `PostgreSQL godtager ikke indstillingerne i DATABASE_URL (SQLSTATE ${code}).`,
    actions: [step('Ret options, statement_timeout, lock_timeout eller socket_timeout i DATABASE_URL.')],
  }),
  'database-address/parameter': ({ name, problem }) => ({
    message: `Parameteren ${name} i DATABASE_URL kan ikke læses: ${parameter(problem)}.`,
    actions: [step(`Ret eller fjern ${name} i DATABASE_URL.`)],
  }),
  'database-address/unreadable': () => ({
    message: 'DATABASE_URL kan ikke læses som en adresse.',
    actions: ['DATABASE_URL=postgres://bruger:kodeord@vært:5432/database'],
  }),
  'database-denied/password': () => ({
    message: 'PostgreSQL afviste brugeren eller kodeordet i DATABASE_URL.',
    actions: [step('Ret bruger og kodeord i DATABASE_URL.')],
  }),
  'database-denied/unproven': () => ({
    message: 'Serveren i DATABASE_URL kunne ikke bevise, at den kender kodeordet.',
    actions: [
      step('Se efter vært og port i DATABASE_URL: det er en anden server, der svarer der.'),
      step('Ret kodeordet i DATABASE_URL.'),
    ],
  }),
  'database-unknown': () => ({
    message: 'Databasen i DATABASE_URL findes ikke på den server.',
    actions: [step('Ret databasens navn i DATABASE_URL, eller opret den: createdb NAVN')],
  }),
  'database-forbidden': ({ grants = [] }, say) => ({
    message: 'Brugeren i DATABASE_URL har ikke lov til dette i databasen.',
    actions:
      grants.length === 0
        ? [say.here('renos-sync doctor', 'viser de GRANT, der mangler')]
        : [step('Som databasens ejer:'), ...grants],
  }),
  'schema-missing/table': (_, say) => ({
    message: 'En tabel eller kolonne, som renos-sync bruger, findes ikke i databasen.',
    actions: [say.here('renos-sync migrate')],
  }),
  'schema-missing/migrations': ({ names }, say) => ({
    message: `${names.length} af renos-syncs migreringer mangler i databasen: ${names.join(', ')}.`,
    actions: migrateShown(say),
  }),
  'schema-newer': (_, say) => ({
    message: 'Databasen er migreret af en nyere renos-sync end denne; et ældre program kunne ødelægge noget i den.',
    actions: [say.here('npm install -g renos-sync@latest'), say.here('npx renos-sync@latest …')],
  }),
  'unique-index-missing': ({ names, statements }) => ({
    message: `RenOS' tabeller har intet entydigt indeks på ${names}, som renos-sync har brug for; intet er skrevet.`,
    actions: statements,
  }),
  'tables-elsewhere': ({ schemas }) => ({
    message: `Tabellerne "customers" og "bookings" ligger i skemaet ${schemas.join(', ')}, som ikke står i DATABASE_URL; intet er oprettet.`,
    actions: schemas.flatMap((schema) => [
      step(`Føj ?schema=${encodeURIComponent(schema)} til DATABASE_URL.`),
      `GRANT USAGE ON SCHEMA "${schema.replaceAll('"', '""')}" TO <bruger>;   # hvis det allerede står der`,
    ]),
  }),
  'database-too-old': ({ version, oldest }) => ({
    message: `Serveren i DATABASE_URL er PostgreSQL ${version}: renos-sync kræver ${oldest} eller nyere.`,
    actions: [step(`Opgrader serveren, eller sæt DATABASE_URL til en af version ${oldest} eller nyere.`), embedded],
  }),
  'database-read-only': () => ({
    message: 'Databasen kan ikke skrives i: den er en kopi eller skrivebeskyttet.',
    actions: [step('Sæt DATABASE_URL til den primære server.')],
  }),
  'database-full': (_, say) => ({
    message: 'Databasens disk er fuld; det, der var ved at blive skrevet, er fortrudt.',
    actions: [step('Skaf plads på disken.'), say.again()],
  }),
  'database-files': ({ code }, say) => ({
    message: `PostgreSQL kunne ikke bruge en af sine egne filer (SQLSTATE ${code}); det, der var ved at blive skrevet, er fortrudt.`,
    actions: [
      say.here('ulimit -n 1024', 'for den indbyggede database, hvis programmet må åbne få filer'),
      step('For en server: se i dens log, og på dens disk.'),
      say.again(),
    ],
  }),
  'database-encoding': (_, say) => ({
    message:
      'Databasens tegnsæt kan ikke rumme et bogstav, der skulle skrives; det, der var ved at blive skrevet, er fortrudt.',
    actions: [
      say.here('renos-sync doctor', 'nævner tegnsættet'),
      say.here('createdb --encoding=UTF8 --template=template0 NAVN'),
    ],
  }),
  'database-locked': ({ relation }, say) => ({
    message: `En anden forbindelse låser ${relation === null ? 'det, der er brug for' : `en række i ${relation}`}, og gav ikke slip i tide; det, der var ved at blive skrevet, er fortrudt.`,
    actions: [
      say.again(),
      step("Afslut forbindelsen, der holder låsen: select * from pg_stat_activity where state like 'idle in%';"),
    ],
  }),
  'database-timeout': (_, say) => ({
    message:
      'PostgreSQL afbrød en sætning på grund af statement_timeout, en indstilling for rollen, databasen eller i DATABASE_URL; det, der var ved at blive skrevet, er fortrudt.',
    actions: ["ALTER ROLE <bruger> SET statement_timeout = '5min';", say.again()],
  }),
  'database-busy/pooler': (_, say) => ({
    message:
      'Pooleren foran PostgreSQL havde ingen ledig forbindelse i tide; det, der var ved at blive skrevet, er fortrudt.',
    actions: [say.again(), step('Hæv default_pool_size, max_client_conn eller query_wait_timeout i pooleren.')],
  }),
  'database-busy/connections': ({ connections, seconds }, say) => ({
    message: `Ingen forbindelse til PostgreSQL var ledig i ${seconds} s: ${connections === 1 ? 'den ene, der må være åben, var' : `alle ${connections} var`} i brug.`,
    actions: [say.again(), step('Hæv connection_limit eller pool_timeout i DATABASE_URL.')],
  }),
  'database-busy/server': ({ code }, say) => ({
    message: `PostgreSQL er optaget eller ved at lukke ned (SQLSTATE ${code}); det, der var ved at blive skrevet, er fortrudt.`,
    actions: [say.again()],
  }),
  'database-tls/none': () => ({
    message: 'Serveren i DATABASE_URL bruger ikke TLS, som sslmode kræver.',
    actions: [step('Slå TLS til på serveren, eller sæt sslmode=prefer i DATABASE_URL.')],
  }),
  'database-tls/untrusted': ({ code }) => ({
    message: `TLS-certifikatet på serveren i DATABASE_URL er ikke betroet (${code}).`,
    actions: [
      step('Angiv udstederens certifikat: sslrootcert=/sti/til/ca.pem i DATABASE_URL.'),
      step('Ret værten i DATABASE_URL: den skal være den, som certifikatet nævner.'),
    ],
  }),
  'database-unreachable/network': ({ code }) => ({
    message: `PostgreSQL svarer ikke (${code}).`,
    actions: [step('Se efter, om serveren kører, og ret vært og port i DATABASE_URL.'), embedded],
  }),
  'database-unreachable/silent': (_, say) => ({
    message:
      'En forbindelse til PostgreSQL blev tavs: serveren arbejder ikke længere på det, den blev bedt om, eller svarer ikke mere. Forbindelsen er lukket; transaktionen på den er gemt helt eller slet ikke.',
    actions: [
      say.again(),
      step('Se efter netværket mellem denne maskine og serveren: en firewall kan smide pakker væk.'),
    ],
  }),
  'database-unreachable/kind': ({ kind }) => ({
    message: `Ingen server i DATABASE_URL er sådan, som target_session_attrs=${kind} kræver.`,
    actions: [step('Ret target_session_attrs eller værterne i DATABASE_URL.')],
  }),
  'database-undone': (_, say) => ({
    message: 'PostgreSQL fortrød en transaktion i stedet for at gemme den.',
    actions: [say.again(), step('Se i PostgreSQL-serverens log, hvis det sker igen.')],
  }),
  'database-refused': ({ rule }, say) => ({
    message: `En regel i databasen, ${rule}, afviste det, der skulle skrives; det er fortrudt.`,
    actions: [step(`Ret de rækker, som ${rule} afviser, eller reglen.`), say.again()],
  }),
  'embedded-database': ({ folder }) => ({
    message: `Den indbyggede database i ${folder} kunne ikke åbnes.`,
    actions: [
      step('Sæt RENOS_DATA_DIR til en mappe, du må skrive i.'),
      step('Sæt DATABASE_URL for at bruge en PostgreSQL-server.'),
    ],
  }),
  'database-not-embedded': (_, say) => ({
    message:
      'DATABASE_URL er sat: renos-sync bruger den PostgreSQL-server, og der er ingen indbygget database at vise.',
    actions: [say.here('psql "$DATABASE_URL"'), say.here('renos-sync database', 'uden DATABASE_URL: den indbyggede')],
  }),
};
