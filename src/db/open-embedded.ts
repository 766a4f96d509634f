import { randomUUID } from 'node:crypto';
import { chmod, mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { drizzle } from 'drizzle-orm/pglite';
import { UnavailableError } from '../core/errors.js';
import { copyHeader } from './copy-rows.js';
import { type Database, type OpenCopy, StatementCounter } from './database.js';

/** A PostgreSQL inside this process, kept in a folder that only its owner may read. */
export async function openEmbedded(dataDir: string, lock: { release(): Promise<void> }): Promise<Database> {
  const folder = join(dataDir, 'database');
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await chmod(dataDir, 0o700);
    const client = await PGlite.create(folder);
    await client.exec("set time zone 'UTC'");
    const counter = new StatementCounter();
    const session = `embedded:${randomUUID()}`;
    return {
      kind: 'embedded',
      orm: drizzle(client, { logger: counter }),
      where: `folder:${(await stat(folder, { bigint: true })).ino}`,
      copyIn: copyIntoEmbedded(client, counter),
      session: async () => session,
      statements: () => counter.count,
      close: async () => {
        await client.close();
        await lock.release();
      },
    };
  } catch (error) {
    await lock.release();
    throw new UnavailableError('embedded-database', `The embedded database in ${folder} could not be opened.`, {
      cause: error,
      actions: [
        'Set RENOS_DATA_DIR to a folder that you may write to.',
        'Set DATABASE_URL to use a PostgreSQL server.',
      ],
    });
  }
}

/** PGlite takes a COPY's rows as a file; each piece is a COPY of its own. */
function copyIntoEmbedded(client: PGlite, counter: StatementCounter): OpenCopy {
  return async (statement) => ({
    write: async (rows) => {
      counter.logQuery('copy');
      const copy = statement.replace(/stdin$/, "'/dev/blob' (format binary)");
      await client.query(copy, [], { blob: new Blob([copyHeader, rows]) });
    },
    end: async () => {},
    abort: async () => {},
  });
}
