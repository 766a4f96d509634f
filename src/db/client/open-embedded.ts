import { randomUUID } from 'node:crypto';
import { chmod, mkdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { drizzle } from 'drizzle-orm/pglite';
import { saying, UnavailableError } from '../../core/errors.js';
import { copyHeader } from './copy-rows.js';
import { type Database, type OpenCopy, StatementCounter } from './database.js';

/** A PostgreSQL inside this process, kept in a folder that only its owner may read. */
export async function openEmbedded(dataDir: string, lock: { release(): Promise<void> }): Promise<Database> {
  const folder = join(dataDir, 'database');
  try {
    await makeFolders(dataDir, folder);
    await chmod(dataDir, 0o700);
    // PGlite does not follow a symbolic link.
    const client = await PGlite.create(await realpath(folder));
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
      exec: (message) => client.execProtocolRaw(message),
      close: async () => {
        await client.close();
        await lock.release();
      },
    };
  } catch (error) {
    await lock.release();
    if (typeof (error as NodeJS.ErrnoException).syscall === 'string') throw error;
    throw new UnavailableError(saying('embedded-database', { folder }), { cause: error });
  }
}

/** One after the other: below a folder that takes no others, Node's recursive `mkdir` never ends. */
async function makeFolders(...paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    await mkdir(path, { mode: 0o700 }).catch(async (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST' || !(await stat(path)).isDirectory()) throw error;
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
