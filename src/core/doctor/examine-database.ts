import type { DatabaseHealth, DoctorPorts } from './doctor-ports.js';
import { type Finding, fail, failedWith, ok, skipped, warn } from './finding.js';

/** Whether the database answers, has our tables, and lets us write. */
export async function examineDatabase(look: DoctorPorts['database']): Promise<readonly Finding[]> {
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
  return [reached(health), schema(health), permissions(health)];
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
    return fail('schema', `The database lacks ${pending.join(', ')}.`, [
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
