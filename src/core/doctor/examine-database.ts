import type { TableSize } from '../results/setup-result.js';
import type { DatabaseHealth, DoctorPorts } from './doctor-ports.js';
import { type Finding, fail, failedWith, ok, skipped, warn } from './finding.js';

/** Whether the database answers, has our tables, and lets us write. */
export async function examineDatabase({
  database: look,
  keepHistory,
}: Pick<DoctorPorts, 'database' | 'keepHistory'>): Promise<readonly Finding[]> {
  if (look === null) {
    return [
      ok('database', 'An embedded one is made by the first command; set DATABASE_URL to use a server.'),
      skipped('schema', 'It is made together with the database.'),
      skipped('permissions', 'An embedded database has none.'),
    ];
  }
  let health: DatabaseHealth;
  try {
    health = await look();
  } catch (error) {
    const why = 'The database could not be asked.';
    return [failedWith('database', error), skipped('schema', why), skipped('permissions', why)];
  }
  return [reached(health), schema(health), permissions(health), ...size(health, keepHistory)];
}

function reached({ server, as, encoding, readOnly }: DatabaseHealth): Finding {
  if (readOnly) {
    return fail('database', `${server} takes no writes: it is a replica, or set to be read only.`, [
      'Point DATABASE_URL at the primary server.',
    ]);
  }
  if (encoding !== 'UTF8') {
    return warn('database', `${server} keeps text as ${encoding}: letters outside of it are refused.`, [
      'createdb --encoding=UTF8 --template=template0 NAME',
    ]);
  }
  return ok('database', `${server} answers, as ${as}.`);
}

function schema({ pending, unknown, missingIndexes }: DatabaseHealth): Finding {
  if (unknown > 0) {
    return fail('schema', 'The database was migrated by a newer renos-sync than this one.', [
      'npm install -g renos-sync@latest',
    ]);
  }
  if (missingIndexes.length > 0) {
    return fail('schema', "RenOS's tables have not every unique index that renos-sync needs.", missingIndexes);
  }
  if (pending.length > 0) {
    return fail('schema', `Missing in the database: ${pending.join(', ')}.`, [
      'renos-sync migrate --dry-run   # shows what would be run',
      'renos-sync migrate',
    ]);
  }
  return ok('schema', 'All migrations are applied.');
}

function permissions({ grants, as }: DatabaseHealth): Finding {
  return grants.length === 0
    ? ok('permissions', `${as} may do what a sync and an import need.`)
    : fail('permissions', `${as} may not do all that a sync and an import need.`, grants);
}

/** What our own tables take up, so that it can be seen whether they grow. */
function size({ sizes }: DatabaseHealth, keepHistory: number): readonly Finding[] {
  if (sizes.length === 0) return [];
  const bytes = sizes.reduce((sum, table) => sum + table.bytes, 0);
  const filled = sizes.filter(({ rows }) => rows > 0).map(line);
  const kept = `History is kept for ${keepHistory} days (RENOS_KEEP_HISTORY).`;
  const says = [`renos-sync's own tables take ${megabytes(bytes)}. ${kept}`, ...filled].join('\n');
  return [{ ...ok('size', says), tables: sizes }];
}

function line({ table, rows, bytes, oldest }: TableSize): string {
  const since = oldest === null ? '' : `, the oldest of ${oldest.slice(0, 10)}`;
  return `${table}: ${rows} ${rows === 1 ? 'row' : 'rows'}, ${megabytes(bytes)}${since}`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
