import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/start-sandbox.js';
import { runCli } from '../helpers/cli.js';

const file = [
  'Navn,E-mail,Adresse,Noter,Booking start,Ydelse',
  'Åse Østergård,aase@example.dk,"Torvet 1, 8000 Aarhus",,,',
  'Łukasz Nowak,lukasz@example.dk,,,,',
  'Jens Hansen,jens@example.dk,,Pris 100 €,,',
  'Mia 😀 Holm,mia@example.dk,,,,',
  'Bo Lund,bo@example.dk,,,2031-05-01T09:00,Vinduer',
  'Ib Dahl,ib@example.dk,,,2031-05-02T09:00,Żaluzje',
  'forkert,ikke en adresse ’,,,,',
].join('\n');

describe.each([
  ['LATIN1', ['Bo Lund', 'Åse Østergård']],
  ['LATIN9', ['Bo Lund', 'Jens Hansen', 'Åse Østergård']],
  ['WIN1252', ['Bo Lund', 'Jens Hansen', 'Åse Østergård']],
])('a database that keeps text as %s', (encoding, storable) => {
  const admin = () => postgres(`${inject('postgresUrl')}/postgres`, { max: 1, onnotice: () => {} });
  let name: string;
  let sandbox: Sandbox;
  let env: Record<string, string>;
  let cwd: string;
  beforeEach(async () => {
    name = `t_${randomUUID().replaceAll('-', '')}`;
    const sql = admin();
    await sql.unsafe(`create database ${name} template template0 encoding '${encoding}' locale 'C'`);
    await sql.end();
    cwd = await mkdtemp(join(tmpdir(), 'renos-sync-encodings-'));
    sandbox = await startSandbox();
    env = { DATABASE_URL: `${inject('postgresUrl')}/${name}`, GOOGLE_CALENDAR_API_URL: sandbox.url };
    expect((await runCli(['migrate'], env)).exitCode).toBe(0);
  });
  afterEach(async () => {
    await sandbox.close();
    await rm(cwd, { recursive: true, force: true });
    const sql = admin();
    await sql.unsafe(`drop database if exists ${name} with (force)`);
    await sql.end();
  });

  test('rejects rows with a letter that it cannot hold, names letter and encoding, and takes the others', async () => {
    const words = ['import', '-', '--create-bookings', '--no-sync', '--accept-rejects', '--json'];
    const { exitCode, stdout, json } = await runCli(words, env, { input: file, cwd });
    expect([exitCode, json()]).toMatchObject([4, { customersCreated: storable.length, bookingsCreated: 1 }]);
    for (const letter of ['U+0141', 'U+1F600', 'U+017B'])
      expect(stdout).toContain(`${letter} cannot be stored: the database keeps text as ${encoding}`);
    const sql = postgres(env.DATABASE_URL as string, { max: 1 });
    const rows = await sql<{ name: string }[]>`select name from customers order by name collate "C"`;
    await sql.end();
    expect(rows.map((row) => row.name)).toEqual(storable);
    const again = await runCli(words, env, { input: file, cwd });
    expect([again.exitCode, again.json()]).toMatchObject([
      4,
      { customersCreated: 0, customersUnchanged: storable.length },
    ]);
  });
});
