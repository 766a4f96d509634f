import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readdir, readFile, realpath, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { drizzle } from 'drizzle-orm/pglite';
import { saying, UnavailableError } from '../../core/errors.js';
import { copyHeader } from './copy-rows.js';
import { type Database, type OpenCopy, StatementCounter } from './database.js';
import { unpack } from './unpack.js';

/** A PostgreSQL inside this process, stored in a folder that only its owner may read. */
export async function openEmbedded(dataDir: string, lock: { release(): Promise<void> }): Promise<Database> {
  const folder = join(dataDir, 'database');
  try {
    await makeFolders(dataDir, folder);
    await chmod(dataDir, 0o700);
    // PGlite does not follow a symbolic link.
    const real = await realpath(folder);
    await makeDatabase(real);
    const client = await PGlite.create(real);
    await client.exec("set time zone 'UTC'");
    const counter = new StatementCounter();
    const session = `embedded:${randomUUID()}`;
    return {
      kind: 'embedded',
      orm: drizzle(client, { logger: counter }),
      madeAs: await readFile(join(real, idFile), 'utf8').catch(() => ''),
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

/** PostgreSQL sees one cluster in all databases made from the build's template: this id distinguishes them. */
const idFile = 'renos-sync-id';

/** An empty database made by the build; absent if the program runs from its sources. */
const template = new URL('../embedded/empty-database.tar.gz', import.meta.url);

/**
 * Creates the database in an empty folder from the template. PGlite can do that itself, in three times the time and
 * with 830 MB of memory: it does if the template fails. PGlite would need 300 MB to unpack the template, in addition to
 * the open database, so we unpack it. The database is built in a separate folder and then renamed, so that an
 * incomplete one is never used.
 */
async function makeDatabase(folder: string): Promise<void> {
  if (!existsSync(template) || (await readdir(folder)).length > 0) return;
  const making = `${folder}.making`;
  try {
    await rm(making, { recursive: true, force: true });
    await unpack(template, making);
    await writeFile(join(making, idFile), randomUUID());
    await rmdir(folder);
    await rename(making, folder);
  } catch {
    await rm(making, { recursive: true, force: true }).catch(() => {});
    await mkdir(folder, { mode: 0o700, recursive: true });
  }
}

/** One after the other: Node's recursive `mkdir` never ends below a folder that allows no new ones. */
async function makeFolders(...paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    await mkdir(path, { mode: 0o700 }).catch(async (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST' || !(await stat(path)).isDirectory()) throw error;
    });
  }
}

/** PGlite takes the rows of a COPY as a file; each slice is a COPY of its own. */
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
