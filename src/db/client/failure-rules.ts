import { ConfigurationError, type RenosSyncError, SchemaVersionError, UnavailableError } from '../../core/errors.js';

/** SQLSTATEs by their names in PostgreSQL's Appendix A, as far as renos-sync tells them apart. */
export const SqlState = {
  protocolViolation: '08P01',
  invalidPassword: '28P01',
  invalidAuthorization: '28000',
  invalidCatalogName: '3D000',
  insufficientPrivilege: '42501',
  undefinedTable: '42P01',
  undefinedColumn: '42703',
  undefinedSchema: '3F000',
  objectNotInPrerequisiteState: '55000',
  queryCanceled: '57014',
  lockNotAvailable: '55P03',
  deadlockDetected: '40P01',
  serializationFailure: '40001',
  uniqueViolation: '23505',
  untranslatableCharacter: '22P05',
  characterNotInRepertoire: '22021',
  diskFull: '53100',
  readOnlyTransaction: '25006',
} as const;

/** A failed statement or connection, as far as it is known. */
interface Failed {
  /** The SQLSTATE, the network's or the driver's code. */
  readonly code: string;
  /** Without a statement and its parameters. */
  readonly cause: Error;
  /** The server's own words. */
  readonly said: string;
  /** In which relation it waited, or was refused. */
  readonly relation: string | null;
  /** It was one of the settings that each transaction begins with. */
  readonly isSetting: boolean;
}

interface Rule {
  readonly matches: (failed: Failed) => boolean;
  readonly explain: (failed: Failed) => RenosSyncError;
}

const again = 'Run the command again.';
const code =
  (...codes: readonly string[]) =>
  (failed: Failed) =>
    codes.includes(failed.code);
const like = (pattern: RegExp) => (failed: Failed) => pattern.test(failed.code);

/** What each failure means for the person: the first rule that matches. */
export const failureRules: readonly Rule[] = [
  {
    matches: ({ isSetting, code }) => isSetting && /^(22|42)/.test(code),
    explain: ({ cause, code }) =>
      new ConfigurationError(
        'database-address',
        `PostgreSQL does not take the settings in DATABASE_URL (SQLSTATE ${code}).`,
        { cause, actions: ['Correct options, statement_timeout, lock_timeout or socket_timeout in DATABASE_URL.'] },
      ),
  },
  {
    matches: code(SqlState.invalidPassword, SqlState.invalidAuthorization),
    explain: ({ cause }) =>
      new UnavailableError('database-denied', 'PostgreSQL refused the user or password of DATABASE_URL.', {
        cause,
        actions: ['Correct the user and password in DATABASE_URL.'],
      }),
  },
  {
    matches: code(SqlState.invalidCatalogName),
    explain: ({ cause }) =>
      new UnavailableError('database-unknown', 'The database named in DATABASE_URL does not exist on that server.', {
        cause,
        actions: ['Correct the database name in DATABASE_URL, or create it: createdb NAME'],
      }),
  },
  {
    matches: code(SqlState.insufficientPrivilege),
    explain: ({ cause }) =>
      new UnavailableError('database-forbidden', 'The user of DATABASE_URL may not do this in the database.', {
        cause,
        actions: ['renos-sync doctor   # lists the GRANTs that are missing'],
      }),
  },
  {
    matches: code(SqlState.undefinedTable, SqlState.undefinedSchema, SqlState.undefinedColumn),
    explain: ({ cause }) =>
      new SchemaVersionError('schema-missing', 'A table or column that renos-sync needs is not in the database.', {
        cause,
        actions: ['renos-sync migrate'],
      }),
  },
  {
    matches: code(SqlState.readOnlyTransaction),
    explain: ({ cause }) =>
      new UnavailableError('database-read-only', 'The database takes no writes: it is a replica, or read-only.', {
        cause,
        actions: ['Point DATABASE_URL at the primary server.'],
      }),
  },
  {
    matches: code(SqlState.diskFull),
    explain: ({ cause }) =>
      new UnavailableError('database-full', 'The disk of the database is full; what was being written is undone.', {
        cause,
        actions: ['Free disk space, then run the command again.'],
      }),
  },
  {
    matches: code(SqlState.untranslatableCharacter),
    explain: ({ cause }) =>
      new UnavailableError(
        'database-encoding',
        'The encoding of the database cannot hold a letter that was to be written; what was being written is undone.',
        {
          cause,
          actions: ['renos-sync doctor   # names the encoding', 'createdb --encoding=UTF8 --template=template0 NAME'],
        },
      ),
  },
  {
    matches: code(SqlState.lockNotAvailable),
    explain: ({ cause, relation }) =>
      new UnavailableError(
        'database-locked',
        `Another session holds a lock on ${relation === null ? 'what is needed' : `a row of ${relation}`}, and did not release it in time; what was being written is undone.`,
        {
          cause,
          actions: [
            again,
            "End the session that holds it: select * from pg_stat_activity where state like 'idle in%';",
          ],
        },
      ),
  },
  {
    matches: ({ code, said }) => code === SqlState.queryCanceled && said.includes('statement timeout'),
    explain: ({ cause }) =>
      new UnavailableError(
        'database-timeout',
        'PostgreSQL ended a statement because of statement_timeout, a setting of the role, the database or DATABASE_URL; what was being written is undone.',
        { cause, actions: ["ALTER ROLE <user> SET statement_timeout = '5min';", again] },
      ),
  },
  {
    matches: ({ code, said }) => code === SqlState.protocolViolation && /query_wait_timeout|max_client_conn/.test(said),
    explain: ({ cause }) =>
      new UnavailableError(
        'database-busy',
        'The pooler before PostgreSQL had no connection free in time; what was being written is undone.',
        { cause, actions: [again, 'Raise default_pool_size, max_client_conn or query_wait_timeout of the pooler.'] },
      ),
  },
  {
    matches: code('SASL_SIGNATURE_MISMATCH'),
    explain: ({ cause }) =>
      new ConfigurationError(
        'database-denied',
        'The server at DATABASE_URL could not prove that it knows the password.',
        {
          cause,
          actions: [
            'Check host and port in DATABASE_URL: another server answers there.',
            'Correct the password in DATABASE_URL.',
          ],
        },
      ),
  },
  {
    matches: code('TLS_REFUSED'),
    explain: ({ cause }) =>
      new UnavailableError('database-tls', 'The server at DATABASE_URL takes no TLS, which sslmode asks for.', {
        cause,
        actions: ['Turn TLS on at the server, or set sslmode=prefer in DATABASE_URL.'],
      }),
  },
  {
    matches: like(/CERT|SELF_SIGNED|UNABLE_TO_|^ERR_(TLS|SSL|OSSL)|^EPROTO$|^HOSTNAME_MISMATCH$/),
    explain: ({ cause, code }) =>
      new UnavailableError(
        'database-tls',
        `The TLS certificate of the server at DATABASE_URL is not trusted (${code}).`,
        {
          cause,
          actions: [
            'Name the certificate of its authority: sslrootcert=/path/to/ca.pem in DATABASE_URL.',
            'Correct the host in DATABASE_URL: it must be the one that the certificate names.',
          ],
        },
      ),
  },
  {
    matches: like(/^(E[A-Z_]+|CONNECT_TIMEOUT|CONNECTION_[A-Z]+|08...)$/),
    explain: ({ cause, code }) =>
      new UnavailableError('database-unreachable', `PostgreSQL cannot be reached (${code}).`, {
        cause,
        actions: [
          'Check that the server runs, and host and port in DATABASE_URL.',
          'Unset DATABASE_URL to use the embedded database.',
        ],
      }),
  },
  {
    matches: like(/^(40|53|55|57|58)...$/),
    explain: ({ cause, code }) =>
      new UnavailableError(
        'database-busy',
        `PostgreSQL is busy or going down (SQLSTATE ${code}); what was being written is undone.`,
        { cause, actions: [again] },
      ),
  },
];
