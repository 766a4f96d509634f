import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';

// The build's: from the sources there is no empty database to begin with. Types are checked before there is a build.
const built = (path: string) => import(new URL(`../../dist/${path}`, import.meta.url).href);
const { openEmbedded }: typeof import('../../src/db/client/open-embedded.js') =
  await built('db/client/open-embedded.js');
const { placeOf }: typeof import('../../src/db/sync/keepers.js') = await built('db/sync/keepers.js');

const folder = mkdtempSync(join(tmpdir(), 'renos-sync-embedded-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const lock = { release: async () => {} };

/** Where it stands, on a disk whose folders all have one number, as in containers of one image. */
async function placeIn(database: Awaited<ReturnType<typeof openEmbedded>>): Promise<string> {
  const row = { number: '5', name: 'postgres', started: '', may_ask: true };
  const { names } = await placeOf({ ...database, where: 'folder:1' }, row, { keepers: [], isWhole: true });
  return names[0];
}

test('a first start takes the database that the build made, whatever a killed one left, and each is a place of its own', async () => {
  const places = new Set<string>();
  for (const name of ['one', 'two']) {
    const dataDir = join(folder, name);
    mkdirSync(join(dataDir, 'database.making', 'base'), { recursive: true });
    writeFileSync(join(dataDir, 'database.making', 'PG_VERSION'), '17');
    const database = await openEmbedded(dataDir, lock);
    places.add(await placeIn(database));
    await database.close();
    expect(existsSync(join(dataDir, 'database.making'))).toBe(false);
    expect(readdirSync(join(dataDir, 'database'))).toContain('renos-sync-id');
    expect(statSync(join(dataDir, 'database')).mode & 0o777).toBe(0o700);
    const again = await openEmbedded(dataDir, lock);
    expect(places).toContain(await placeIn(again));
    await again.close();
  }
  expect(places.size).toBe(2);
});
