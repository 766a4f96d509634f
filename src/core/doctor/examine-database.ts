import type { DatabaseHealth, DoctorPorts } from './doctor-ports.js';
import { type Examined, fail, failedWith, found, skipped, warn } from './finding.js';

/** Checks that the database answers, has our tables, and allows us to write. */
export async function examineDatabase({
  database: look,
  keepHistory,
}: Pick<DoctorPorts, 'database' | 'keepHistory'>): Promise<readonly Examined[]> {
  if (look === null) {
    return [
      found('database', 'database-embedded', {}),
      found('schema', 'schema-embedded', {}, skipped),
      found('permissions', 'permissions-embedded', {}, skipped),
    ];
  }
  let health: DatabaseHealth;
  try {
    health = await look();
  } catch (error) {
    const others = ['schema', 'permissions'].map((name) => found(name, 'database-not-asked', {}, skipped));
    return [failedWith('database', error), ...others];
  }
  return [reached(health), schema(health), permissions(health), ...features(health), ...size(health, keepHistory)];
}

function reached({ server, as, encoding, readOnly }: DatabaseHealth): Examined {
  if (readOnly) return found('database', 'database-read-only', { server }, fail);
  if (encoding !== 'UTF8') return found('database', 'database-encoding', { server, encoding }, warn);
  return found('database', 'database', { server, as });
}

function schema({ pending, unknown, missingIndexes: statements }: DatabaseHealth): Examined {
  if (unknown > 0) return found('schema', 'schema-newer', {}, fail);
  if (statements.length > 0) return found('schema', 'schema-indexes', { statements }, fail);
  if (pending.length > 0) return found('schema', 'schema-missing', { names: pending }, fail);
  return found('schema', 'schema', {});
}

function permissions({ grants, as }: DatabaseHealth): Examined {
  return grants.length === 0
    ? found('permissions', 'permissions', { as })
    : found('permissions', 'permissions-missing', { as, grants }, fail);
}

function features({ missingFeatures: missing }: DatabaseHealth): readonly Examined[] {
  if (missing === null) return [];
  return [
    missing.length === 0
      ? found('features', 'features', {})
      : found('features', 'features-missing', { features: missing }, fail),
  ];
}

/** The size of our own tables, so that a user sees whether they grow. */
function size({ sizes: tables }: DatabaseHealth, days: number): readonly Examined[] {
  return tables.length === 0 ? [] : [{ ...found('size', 'size', { tables, days }), tables }];
}
