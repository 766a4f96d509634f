import { step, type Told, type Voice } from '../voice.js';

export interface OfCode {
  /** An SQLSTATE, or the network's, a file's or the driver's code. */
  readonly code: string;
}

/** What is wrong with a parameter of DATABASE_URL. */
export type ParameterProblem =
  | { readonly is: 'file-unreadable' | 'no-pem'; readonly path: string }
  | { readonly is: 'no-setting' }
  | { readonly is: 'no-choice'; readonly words: readonly string[] }
  | { readonly is: 'no-whole-number'; readonly least: number; readonly most: number };

function parameter(problem: ParameterProblem): string {
  switch (problem.is) {
    case 'file-unreadable':
      return `the file ${problem.path} cannot be read`;
    case 'no-pem':
      return `the file ${problem.path} holds no PEM text`;
    case 'no-setting':
      return 'only -c name=value can be read there';
    case 'no-choice':
      return `it must be one of ${problem.words.join(', ')}`;
    case 'no-whole-number':
      return `it must be a whole number from ${problem.least} to ${problem.most}`;
  }
}

const embedded = step('Unset DATABASE_URL to use the embedded database.');
const migrateShown = (say: Voice) => [
  say.here('renos-sync migrate --dry-run', 'shows them'),
  say.here('renos-sync migrate', 'applies them'),
];

/** What a failed statement, connection or migration means. */
export const databaseFailures = {
  'database-address/settings': ({ code }: OfCode): Told => ({
    message: `PostgreSQL does not take the settings in DATABASE_URL (SQLSTATE ${code}).`,
    actions: [step('Correct options, statement_timeout, lock_timeout or socket_timeout in DATABASE_URL.')],
  }),
  'database-address/parameter': (p: { readonly name: string; readonly problem: ParameterProblem }): Told => ({
    message: `The parameter ${p.name} of DATABASE_URL cannot be read: ${parameter(p.problem)}.`,
    actions: [step(`Correct or remove ${p.name} in DATABASE_URL.`)],
  }),
  'database-address/unreadable': (): Told => ({
    message: 'DATABASE_URL cannot be read as an address.',
    actions: ['DATABASE_URL=postgres://user:password@host:5432/database'],
  }),
  'database-denied/password': (): Told => ({
    message: 'PostgreSQL refused the user or password of DATABASE_URL.',
    actions: [step('Correct the user and password in DATABASE_URL.')],
  }),
  'database-denied/unproven': (): Told => ({
    message: 'The server at DATABASE_URL could not prove that it knows the password.',
    actions: [
      step('Check host and port in DATABASE_URL: another server answers there.'),
      step('Correct the password in DATABASE_URL.'),
    ],
  }),
  'database-unknown': (): Told => ({
    message: 'The database named in DATABASE_URL does not exist on that server.',
    actions: [step('Correct the database name in DATABASE_URL, or create it: createdb NAME')],
  }),
  'database-forbidden': ({ grants = [] }: { readonly grants?: readonly string[] }, say: Voice): Told => ({
    message: 'The user of DATABASE_URL may not do this in the database.',
    actions:
      grants.length === 0
        ? [say.here('renos-sync doctor', 'lists the GRANTs that are missing')]
        : [step('As the owner of the database:'), ...grants],
  }),
  'schema-missing/table': (_: object, say: Voice): Told => ({
    message: 'A table or column that renos-sync needs is not in the database.',
    actions: [say.here('renos-sync migrate')],
  }),
  'schema-missing/migrations': ({ names }: { readonly names: readonly string[] }, say: Voice): Told => ({
    message: `${names.length} migration(s) of renos-sync are missing in the database: ${names.join(', ')}.`,
    actions: migrateShown(say),
  }),
  'schema-newer': (_: object, say: Voice): Told => ({
    message: 'The database was migrated by a newer renos-sync than this one; an older program could damage it.',
    actions: [say.here('npm install -g renos-sync@latest'), say.here('npx renos-sync@latest …')],
  }),
  'unique-index-missing': (p: { readonly names: string; readonly statements: readonly string[] }): Told => ({
    message: `RenOS's tables have no unique index on ${p.names}, which renos-sync needs; nothing was written.`,
    actions: p.statements,
  }),
  'tables-elsewhere': ({ schemas }: { readonly schemas: readonly string[] }): Told => ({
    message: `The tables customers and bookings are in schema ${schemas.join(', ')}, which DATABASE_URL does not name; nothing was made.`,
    actions: schemas.flatMap((schema) => [
      step(`Add ?schema=${encodeURIComponent(schema)} to DATABASE_URL.`),
      `GRANT USAGE ON SCHEMA "${schema.replaceAll('"', '""')}" TO <user>;   # if it is named there already`,
    ]),
  }),
  'database-too-old': (p: { readonly version: number; readonly oldest: number }): Told => ({
    message: `The server at DATABASE_URL is PostgreSQL ${p.version}: renos-sync needs ${p.oldest} or later.`,
    actions: [step(`Upgrade the server, or set DATABASE_URL to one of version ${p.oldest} or later.`), embedded],
  }),
  'database-read-only': (): Told => ({
    message: 'The database takes no writes: it is a replica, or read-only.',
    actions: [step('Point DATABASE_URL at the primary server.')],
  }),
  'database-full': (_: object, say: Voice): Told => ({
    message: 'The disk of the database is full; what was being written is undone.',
    actions: [step('Free disk space.'), say.again()],
  }),
  'database-files': ({ code }: OfCode, say: Voice): Told => ({
    message: `PostgreSQL could not use one of its own files (SQLSTATE ${code}); what was being written is undone.`,
    actions: [
      say.here('ulimit -n 1024', 'for the embedded database, if this process may open few files'),
      step('For a server: look into its log, and at its disk.'),
      say.again(),
    ],
  }),
  'database-encoding': (_: object, say: Voice): Told => ({
    message:
      'The encoding of the database cannot hold a letter that was to be written; what was being written is undone.',
    actions: [
      say.here('renos-sync doctor', 'names the encoding'),
      say.here('createdb --encoding=UTF8 --template=template0 NAME'),
    ],
  }),
  'database-locked': ({ relation }: { readonly relation: string | null }, say: Voice): Told => ({
    message: `Another session holds a lock on ${relation === null ? 'what is needed' : `a row of ${relation}`}, and did not release it in time; what was being written is undone.`,
    actions: [
      say.again(),
      step("End the session that holds it: select * from pg_stat_activity where state like 'idle in%';"),
    ],
  }),
  'database-timeout': (_: object, say: Voice): Told => ({
    message:
      'PostgreSQL ended a statement because of statement_timeout, a setting of the role, the database or DATABASE_URL; what was being written is undone.',
    actions: ["ALTER ROLE <user> SET statement_timeout = '5min';", say.again()],
  }),
  'database-busy/pooler': (_: object, say: Voice): Told => ({
    message: 'The pooler before PostgreSQL had no connection free in time; what was being written is undone.',
    actions: [say.again(), step('Raise default_pool_size, max_client_conn or query_wait_timeout of the pooler.')],
  }),
  'database-busy/connections': (p: { readonly connections: number; readonly seconds: number }, say: Voice): Told => ({
    message: `No connection to PostgreSQL was free for ${p.seconds} s: ${p.connections === 1 ? 'the one that may be open was' : `all ${p.connections} were`} in use.`,
    actions: [say.again(), step('Raise connection_limit or pool_timeout in DATABASE_URL.')],
  }),
  'database-busy/server': ({ code }: OfCode, say: Voice): Told => ({
    message: `PostgreSQL is busy or going down (SQLSTATE ${code}); what was being written is undone.`,
    actions: [say.again()],
  }),
  'database-tls/none': (): Told => ({
    message: 'The server at DATABASE_URL takes no TLS, which sslmode asks for.',
    actions: [step('Turn TLS on at the server, or set sslmode=prefer in DATABASE_URL.')],
  }),
  'database-tls/untrusted': ({ code }: OfCode): Told => ({
    message: `The TLS certificate of the server at DATABASE_URL is not trusted (${code}).`,
    actions: [
      step('Name the certificate of its authority: sslrootcert=/path/to/ca.pem in DATABASE_URL.'),
      step('Correct the host in DATABASE_URL: it must be the one that the certificate names.'),
    ],
  }),
  'database-unreachable/network': ({ code }: OfCode): Told => ({
    message: `PostgreSQL cannot be reached (${code}).`,
    actions: [step('Check that the server runs, and host and port in DATABASE_URL.'), embedded],
  }),
  'database-unreachable/kind': ({ kind }: { readonly kind: string }): Told => ({
    message: `No server of DATABASE_URL is what target_session_attrs=${kind} asks for.`,
    actions: [step('Correct target_session_attrs or the hosts in DATABASE_URL.')],
  }),
  'database-undone': (_: object, say: Voice): Told => ({
    message: 'PostgreSQL undid a transaction instead of storing it.',
    actions: [say.again(), step('Look into the log of the PostgreSQL server if it happens again.')],
  }),
  'database-refused': ({ rule }: { readonly rule: string }, say: Voice): Told => ({
    message: `A rule of the database, ${rule}, refused what was to be written; it is undone.`,
    actions: [step(`Change the rows that ${rule} refuses, or the rule.`), say.again()],
  }),
  'embedded-database': ({ folder }: { readonly folder: string }): Told => ({
    message: `The embedded database in ${folder} could not be opened.`,
    actions: [
      step('Set RENOS_DATA_DIR to a folder that you may write to.'),
      step('Set DATABASE_URL to use a PostgreSQL server.'),
    ],
  }),
};
