import { ConfigurationError, RenosSyncError, SchemaVersionError, UnavailableError } from '../core/errors.js';

/** SQLSTATEs by their names in PostgreSQL's Appendix A, as far as renos-sync tells them apart. */
export const SqlState = {
  invalidPassword: '28P01',
  invalidAuthorization: '28000',
  invalidCatalogName: '3D000',
  insufficientPrivilege: '42501',
  undefinedTable: '42P01',
  undefinedColumn: '42703',
  undefinedSchema: '3F000',
  tooManyConnections: '53300',
  adminShutdown: '57P01',
  cannotConnectNow: '57P03',
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

/** The SQLSTATE or network code of a failed statement, however deep Drizzle wrapped it. */
export function failureCode(error: unknown): string | null {
  for (let step: unknown = error; step instanceof Error; step = step.cause) {
    const { code } = step as { code?: unknown };
    if (typeof code === 'string') return code;
    if (step instanceof AggregateError && step.errors.length > 0) return failureCode(step.errors[0]);
  }
  return null;
}

/** Claims that the database refused a row for what it says (SQLSTATE classes 22, 23 and 44, or a trigger's word). */
export function isRowRefused(error: unknown): boolean {
  return /^(22|23|44)...$|^P0001$/.test(failureCode(error) ?? '');
}

/** What refused a row: a constraint, else a trigger's function, else a column. Names of a schema are nobody's data. */
export function refusedBy(error: unknown): string | null {
  for (let step: unknown = error; step instanceof Error; step = step.cause) {
    const told = step as { constraint_name?: unknown; constraint?: unknown; column_name?: unknown; column?: unknown };
    const { where } = step as { where?: unknown };
    const trigger = typeof where === 'string' ? /^PL\/pgSQL function "?([\w.]+)/.exec(where)?.[1] : undefined;
    const names = [told.constraint_name, told.constraint, trigger, told.column_name, told.column];
    const name = names.find((one) => typeof one === 'string' && /^[\p{L}\p{N}_. $-]{1,63}$/u.test(one));
    if (typeof name === 'string') return name;
  }
  return null;
}

/**
 * Says what a failed statement or connection means for the person: RenosSyncErrors pass as they are, and what is
 * not the database's failure at all is given back unchanged. The cause keeps no statement and no parameters.
 */
export function databaseFailure(error: unknown): unknown {
  if (error instanceof RenosSyncError) return error;
  const code = failureCode(error);
  if (code === null) return withoutParameters(error);
  const cause = bareCause(error, code);
  const rule = isRowRefused(error) && !code.startsWith('22') ? refusedBy(error) : null;
  if (rule !== null)
    return new UnavailableError(
      'database-refused',
      `A rule of the database, ${rule}, refused what was to be written; it is undone.`,
      {
        cause,
        actions: [`Change the rows that ${rule} refuses, or the rule, then run the command again.`],
      },
    );
  switch (code) {
    case SqlState.invalidPassword:
    case SqlState.invalidAuthorization:
      return new UnavailableError('database-denied', 'PostgreSQL refused the user or password of DATABASE_URL.', {
        cause,
        actions: ['Correct the user and password in DATABASE_URL.'],
      });
    case SqlState.invalidCatalogName:
      return new UnavailableError(
        'database-unknown',
        'The database named in DATABASE_URL does not exist on that server.',
        { cause, actions: ['Correct the database name in DATABASE_URL, or create it: createdb NAME'] },
      );
    case SqlState.insufficientPrivilege:
      return new UnavailableError('database-forbidden', 'The user of DATABASE_URL may not do this in the database.', {
        cause,
        actions: [
          'GRANT USAGE, CREATE ON SCHEMA renos_sync TO <user>;',
          'GRANT SELECT, INSERT, UPDATE ON customers, bookings, analytics TO <user>;',
        ],
      });
    case SqlState.undefinedTable:
    case SqlState.undefinedSchema:
    case SqlState.undefinedColumn:
      return new SchemaVersionError(
        'schema-missing',
        'A table or column that renos-sync needs is not in the database.',
        { cause, actions: ['renos-sync migrate'] },
      );
    case SqlState.readOnlyTransaction:
      return new UnavailableError(
        'database-read-only',
        'The database takes no writes: it is a replica, or read-only.',
        { cause, actions: ['Point DATABASE_URL at the primary server.'] },
      );
    case SqlState.diskFull:
      return new UnavailableError(
        'database-full',
        'The disk of the database is full; what was being written is undone.',
        { cause, actions: ['Free disk space, then run the command again.'] },
      );
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'ECONNREFUSED':
    case 'ECONNRESET':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ETIMEDOUT':
    case 'EPIPE':
    case 'ENOENT':
    case 'CONNECT_TIMEOUT':
    case 'CONNECTION_CLOSED':
    case 'CONNECTION_ENDED':
    case 'CONNECTION_DESTROYED':
      return new UnavailableError('database-unreachable', `PostgreSQL cannot be reached (${code}).`, {
        cause,
        actions: [
          'Check that the server runs, and host and port in DATABASE_URL.',
          'Unset DATABASE_URL to use the embedded database.',
        ],
      });
    case SqlState.tooManyConnections:
    case SqlState.adminShutdown:
    case SqlState.cannotConnectNow:
    case SqlState.objectNotInPrerequisiteState:
    case SqlState.queryCanceled:
    case SqlState.lockNotAvailable:
    case SqlState.deadlockDetected:
    case SqlState.serializationFailure:
      return new UnavailableError(
        'database-busy',
        `PostgreSQL is busy or going down (SQLSTATE ${code}); what was being written is undone.`,
        { cause, actions: ['Run the command again.'] },
      );
    case 'SASL_SIGNATURE_MISMATCH':
      return new ConfigurationError(
        'database-denied',
        'The server at DATABASE_URL could not prove that it knows the password.',
        {
          cause,
          actions: [
            'Check host and port in DATABASE_URL: another server answers there.',
            'Correct the password in DATABASE_URL.',
          ],
        },
      );
    default:
      return withoutParameters(error, code);
  }
}

/** A failed statement's own text and parameters may hold customers' data: only its code and kind go on. */
function bareCause(error: unknown, code: string): Error {
  const bare = new Error(`PostgreSQL or its connection failed with ${code}`);
  if (error instanceof Error && error.stack !== undefined) {
    bare.stack = `${bare.message}\n${error.stack
      .split('\n')
      .filter((line) => line.trimStart().startsWith('at '))
      .join('\n')}`;
  }
  return bare;
}

function withoutParameters(error: unknown, code?: string): unknown {
  const isDrizzle = error instanceof Error && error.name === 'DrizzleQueryError';
  return code === undefined && !isDrizzle ? error : bareCause(error, code ?? 'an unknown code');
}
