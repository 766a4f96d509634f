import type { DatabaseFailures } from '../../../core/codes/database-failures.js';
import type { Failures } from '../../../core/codes/failures.js';
import { type EverySentence, step, type Voice } from '../../voice.js';

export type ParameterProblem = Failures['database-address/parameter']['problem'];

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

/** The meanings of a failed statement, connection or migration. */
export const databaseFailures = {
  'database-address/settings': ({ code }) => ({
    message: `PostgreSQL does not take the settings in DATABASE_URL (SQLSTATE ${code}).`,
    actions: [step('Correct options, statement_timeout, lock_timeout or socket_timeout in DATABASE_URL.')],
  }),
  'database-address/parameter': (p) => ({
    message: `The parameter ${p.name} of DATABASE_URL cannot be read: ${parameter(p.problem)}.`,
    actions: [step(`Correct or remove ${p.name} in DATABASE_URL.`)],
  }),
  'database-address/unreadable': () => ({
    message: 'DATABASE_URL cannot be read as an address.',
    actions: ['DATABASE_URL=postgres://user:password@host:5432/database'],
  }),
  'database-denied/password': () => ({
    message: 'PostgreSQL refused the user or password of DATABASE_URL.',
    actions: [step('Correct the user and password in DATABASE_URL.')],
  }),
  'database-denied/unproven': () => ({
    message: 'The server at DATABASE_URL could not prove that it knows the password.',
    actions: [
      step('Check host and port in DATABASE_URL: another server answers there.'),
      step('Correct the password in DATABASE_URL.'),
    ],
  }),
  'database-unknown': () => ({
    message: 'The database named in DATABASE_URL does not exist on that server.',
    actions: [step('Correct the database name in DATABASE_URL, or create it: createdb NAME')],
  }),
  'database-forbidden': ({ grants = [] }, say) => ({
    message: 'The user of DATABASE_URL may not do this in the database.',
    actions:
      grants.length === 0
        ? [say.here('renos-sync doctor', 'lists the GRANTs that are missing')]
        : [step('As the owner of the database:'), ...grants],
  }),
  'schema-missing/table': (_, say) => ({
    message: 'A table or column that renos-sync needs is not in the database.',
    actions: [say.here('renos-sync migrate')],
  }),
  'schema-missing/migrations': ({ names }, say) => ({
    message: `${names.length} migration(s) of renos-sync are missing in the database: ${names.join(', ')}.`,
    actions: migrateShown(say),
  }),
  'schema-newer': (_, say) => ({
    message: 'The database was migrated by a newer renos-sync than this one; an older program could damage it.',
    actions: [say.here('npm install -g renos-sync@latest'), say.here('npx renos-sync@latest …')],
  }),
  'unique-index-missing': (p) => ({
    message: `RenOS's tables have no unique index on ${p.names}, which renos-sync needs; nothing was written.`,
    actions: p.statements,
  }),
  'tables-elsewhere': ({ schemas }) => ({
    message: `The tables customers and bookings are in schema ${schemas.join(', ')}, which DATABASE_URL does not name; nothing was created.`,
    actions: schemas.flatMap((schema) => [
      step(`Add ?schema=${encodeURIComponent(schema)} to DATABASE_URL.`),
      `GRANT USAGE ON SCHEMA "${schema.replaceAll('"', '""')}" TO <user>;   # if it is named there already`,
    ]),
  }),
  'database-too-old': (p) => ({
    message: `The server at DATABASE_URL is PostgreSQL ${p.version}: renos-sync needs ${p.oldest} or later.`,
    actions: [step(`Upgrade the server, or set DATABASE_URL to one of version ${p.oldest} or later.`), embedded],
  }),
  'database-read-only': () => ({
    message: 'The database takes no writes: it is a replica, or read-only.',
    actions: [step('Point DATABASE_URL at the primary server.')],
  }),
  'database-full': (_, say) => ({
    message: 'The disk of the database is full; the interrupted write was rolled back.',
    actions: [step('Free disk space.'), say.again()],
  }),
  'database-files': ({ code }, say) => ({
    message: `PostgreSQL could not use one of its own files (SQLSTATE ${code}); the interrupted write was rolled back.`,
    actions: [
      say.here('ulimit -n 1024', 'for the embedded database, if this process may open few files'),
      step('For a server: look into its log, and at its disk.'),
      say.again(),
    ],
  }),
  'database-encoding': (_, say) => ({
    message:
      'The encoding of the database cannot hold a letter that was to be written; the interrupted write was rolled back.',
    actions: [
      say.here('renos-sync doctor', 'names the encoding'),
      say.here('createdb --encoding=UTF8 --template=template0 NAME'),
    ],
  }),
  'database-locked': ({ relation }, say) => ({
    message: `Another session holds a lock on ${relation === null ? 'a needed table' : `a row of ${relation}`}, and did not release it in time; the interrupted write was rolled back.`,
    actions: [
      say.again(),
      step("End the session that holds it: select * from pg_stat_activity where state like 'idle in%';"),
    ],
  }),
  'database-timeout': (_, say) => ({
    message:
      'PostgreSQL ended a statement because of statement_timeout, a setting of the role, the database or DATABASE_URL; the interrupted write was rolled back.',
    actions: ["ALTER ROLE <user> SET statement_timeout = '5min';", say.again()],
  }),
  'database-busy/pooler': (_, say) => ({
    message: 'The pooler before PostgreSQL had no connection free in time; the interrupted write was rolled back.',
    actions: [say.again(), step('Raise default_pool_size, max_client_conn or query_wait_timeout of the pooler.')],
  }),
  'database-busy/connections': (p, say) => ({
    message: `No connection to PostgreSQL was free for ${p.seconds} s: ${p.connections === 1 ? 'the one that may be open was' : `all ${p.connections} were`} in use.`,
    actions: [say.again(), step('Raise connection_limit or pool_timeout in DATABASE_URL.')],
  }),
  'database-busy/server': ({ code }, say) => ({
    message: `PostgreSQL is busy or going down (SQLSTATE ${code}); the interrupted write was rolled back.`,
    actions: [say.again()],
  }),
  'database-tls/none': () => ({
    message: 'The server at DATABASE_URL takes no TLS, which sslmode asks for.',
    actions: [step('Turn TLS on at the server, or set sslmode=prefer in DATABASE_URL.')],
  }),
  'database-tls/untrusted': ({ code }) => ({
    message: `The TLS certificate of the server at DATABASE_URL is not trusted (${code}).`,
    actions: [
      step('Name the certificate of its authority: sslrootcert=/path/to/ca.pem in DATABASE_URL.'),
      step('Correct the host in DATABASE_URL: it must be the one that the certificate names.'),
    ],
  }),
  'database-unreachable/network': ({ code }) => ({
    message: `PostgreSQL cannot be reached (${code}).`,
    actions: [step('Check that the server runs, and host and port in DATABASE_URL.'), embedded],
  }),
  'database-unreachable/silent': (_, say) => ({
    message:
      'A connection to PostgreSQL went silent: the server does not work on the statement any more, or no longer answers. The connection was closed; the transaction that it was in is stored as a whole, or not at all.',
    actions: [say.again(), step('Check the network between this machine and the server: a firewall may drop packets.')],
  }),
  'database-unreachable/kind': ({ kind }) => ({
    message: `No server of DATABASE_URL is what target_session_attrs=${kind} asks for.`,
    actions: [step('Correct target_session_attrs or the hosts in DATABASE_URL.')],
  }),
  'database-undone': (_, say) => ({
    message: 'PostgreSQL undid a transaction instead of storing it.',
    actions: [say.again(), step('Look into the log of the PostgreSQL server if it happens again.')],
  }),
  'database-refused': ({ rule }, say) => ({
    message: `A rule of the database, ${rule}, refused the write; it was rolled back.`,
    actions: [step(`Change the rows that ${rule} refuses, or the rule.`), say.again()],
  }),
  'embedded-database': ({ folder }) => ({
    message: `The embedded database in ${folder} could not be opened.`,
    actions: [
      step('Set RENOS_DATA_DIR to a folder that you may write to.'),
      step('Set DATABASE_URL to use a PostgreSQL server.'),
    ],
  }),
  'database-not-embedded': (_, say) => ({
    message: 'DATABASE_URL is set: renos-sync uses that PostgreSQL server, and there is no embedded database to serve.',
    actions: [
      say.here('psql "$DATABASE_URL"'),
      say.here('renos-sync database', 'without DATABASE_URL: the embedded one'),
    ],
  }),
} satisfies EverySentence<DatabaseFailures>;
