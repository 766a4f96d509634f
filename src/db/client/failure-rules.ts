import {
  ConfigurationError,
  type RenosSyncError,
  SchemaVersionError,
  saying,
  UnavailableError,
} from '../../core/errors.js';

/** SQLSTATEs by their names in PostgreSQL's Appendix A; only those that renos-sync handles. */
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
  featureNotSupported: '0A000',
  syntaxError: '42601',
  undefinedFunction: '42883',
  undefinedObject: '42704',
} as const;

/** The known facts of a failed statement or connection. */
interface Failed {
  /** The SQLSTATE, the network's or the driver's code. */
  readonly code: string;
  /** Without a statement and its parameters. */
  readonly cause: Error;
  /** The server's own text. */
  readonly said: string;
  /** The relation for which it waited, or which it could not use. */
  readonly relation: string | null;
  /** It was one of the settings at the start of a transaction. */
  readonly isSetting: boolean;
}

interface Rule {
  readonly matches: (failed: Failed) => boolean;
  readonly explain: (failed: Failed) => RenosSyncError;
}

const code =
  (...codes: readonly string[]) =>
  (failed: Failed) =>
    codes.includes(failed.code);
const like = (pattern: RegExp) => (failed: Failed) => pattern.test(failed.code);

/** Failures whose sentence only has the code. */
type Plain =
  | 'database-denied/password'
  | 'database-unknown'
  | 'database-forbidden'
  | 'database-read-only'
  | 'database-full'
  | 'database-files'
  | 'database-encoding'
  | 'database-timeout'
  | 'database-busy/pooler'
  | 'database-busy/server'
  | 'database-tls/none'
  | 'database-tls/untrusted'
  | 'database-unreachable/silent'
  | 'database-unreachable/network';
const unavailable =
  (id: Plain) =>
  ({ code, cause }: Failed) =>
    new UnavailableError(saying(id, { code }), { cause });

/** The meaning of each failure for a person: the first rule that matches. */
export const failureRules: readonly Rule[] = [
  {
    matches: ({ isSetting, code }) => isSetting && /^(22|42)/.test(code),
    explain: ({ cause, code }) => new ConfigurationError(saying('database-address/settings', { code }), { cause }),
  },
  {
    matches: code(SqlState.invalidPassword, SqlState.invalidAuthorization),
    explain: unavailable('database-denied/password'),
  },
  { matches: code(SqlState.invalidCatalogName), explain: unavailable('database-unknown') },
  { matches: code(SqlState.insufficientPrivilege), explain: unavailable('database-forbidden') },
  {
    matches: code(SqlState.undefinedTable, SqlState.undefinedSchema, SqlState.undefinedColumn),
    explain: ({ cause }) => new SchemaVersionError(saying('schema-missing/table', {}), { cause }),
  },
  { matches: code(SqlState.readOnlyTransaction), explain: unavailable('database-read-only') },
  { matches: code(SqlState.diskFull), explain: unavailable('database-full') },
  { matches: code(SqlState.untranslatableCharacter), explain: unavailable('database-encoding') },
  {
    matches: code(SqlState.lockNotAvailable),
    explain: ({ cause, relation }) => new UnavailableError(saying('database-locked', { relation }), { cause }),
  },
  {
    matches: ({ code, said }) => code === SqlState.queryCanceled && said.includes('statement timeout'),
    explain: unavailable('database-timeout'),
  },
  {
    matches: ({ code, said }) => code === SqlState.protocolViolation && /query_wait_timeout|max_client_conn/.test(said),
    explain: unavailable('database-busy/pooler'),
  },
  {
    matches: code('SASL_SIGNATURE_MISMATCH'),
    explain: ({ cause }) => new ConfigurationError(saying('database-denied/unproven', {}), { cause }),
  },
  { matches: code('TLS_REFUSED'), explain: unavailable('database-tls/none') },
  {
    matches: like(/CERT|SELF_SIGNED|UNABLE_TO_|^ERR_(TLS|SSL|OSSL)|^EPROTO$|^HOSTNAME_MISMATCH$/),
    explain: unavailable('database-tls/untrusted'),
  },
  { matches: code('CONNECTION_SILENT'), explain: unavailable('database-unreachable/silent') },
  {
    matches: like(/^(E[A-Z_]+|CONNECT_TIMEOUT|CONNECTION_[A-Z]+|08...)$/),
    explain: unavailable('database-unreachable/network'),
  },
  // The embedded database returns these if our own process has too many open files, without saying so.
  { matches: like(/^58...$/), explain: unavailable('database-files') },
  { matches: like(/^(40|53|55|57)...$/), explain: unavailable('database-busy/server') },
];
