import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
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

const admin = () => postgres(`${inject('testServer').postgresUrl}/postgres`, { max: 1, onnotice: () => {} });

async function createIn(encoding: string): Promise<string> {
  const name = `t_${randomUUID().replaceAll('-', '')}`;
  const sql = admin();
  await sql.unsafe(`create database ${name} template template0 encoding '${encoding}' locale 'C'`);
  await sql.end();
  return name;
}

async function drop(name: string): Promise<void> {
  const sql = admin();
  await sql.unsafe(`drop database if exists ${name} with (force)`);
  await sql.end();
}

describe.each([
  ['EUC_JP', ['Jens Hansen', 'Åse Østergård', '山田 太郎']],
  ['EUC_JIS_2004', ['Jens Hansen', 'Mia €', 'Åse Østergård', '山田 太郎']],
  ['EUC_KR', ['Jens Hansen', 'Mia €', '김 철수']],
  ['EUC_CN', ['Jens Hansen', '山田 太郎']],
  ['EUC_TW', ['Jens Hansen', '山田 太郎']],
])('a database that keeps text as %s, of several bytes a letter', (encoding, storable) => {
  test('rejects the rows with a letter that it cannot hold alone', async () => {
    const name = await createIn(encoding);
    const env = { DATABASE_URL: `${inject('testServer').postgresUrl}/${name}` };
    expect((await runCli(['migrate'], env)).exitCode).toBe(0);
    const names = ['Jens Hansen', '山田 太郎', '김 철수', 'Åse Østergård', 'Mia €', 'Bo 😀 Lund'];
    const words = ['import', 'kunder.csv', '--accept-rejects', '--no-sync', '--json'];
    const cwd = await mkdtemp(join(tmpdir(), 'renos-sync-encodings-'));
    const rows = names.map((each, row) => `${each},k${row}@example.dk`);
    await writeFile(join(cwd, 'kunder.csv'), ['Navn,E-mail', ...rows].join('\n'));
    const { exitCode, stdout, json } = await runCli(words, env, { cwd });
    expect([exitCode, json()]).toMatchObject([4, { customersCreated: storable.length }]);
    expect(stdout).toContain(`U+1F600 cannot be stored: the database has the encoding ${encoding}`);
    const sql = postgres(env.DATABASE_URL, { max: 1 });
    const stored = await sql<{ name: string }[]>`select name from customers`;
    await sql.end();
    expect(stored.map((row) => row.name).sort()).toEqual(storable);
    const again = await runCli(words, env, { cwd });
    expect([again.exitCode, again.json()]).toMatchObject([
      4,
      { customersCreated: 0, customersUnchanged: storable.length },
    ]);
    await rm(cwd, { recursive: true });
    await drop(name);
  });
});

describe.each([
  ['LATIN1', ['Bo Lund', 'Åse Østergård']],
  ['LATIN9', ['Bo Lund', 'Jens Hansen', 'Åse Østergård']],
  ['WIN1252', ['Bo Lund', 'Jens Hansen', 'Åse Østergård']],
])('a database that keeps text as %s', (encoding, storable) => {
  let name: string;
  let sandbox: Sandbox;
  let env: Record<string, string>;
  let cwd: string;
  beforeEach(async () => {
    name = await createIn(encoding);
    cwd = await mkdtemp(join(tmpdir(), 'renos-sync-encodings-'));
    sandbox = await startSandbox();
    env = { DATABASE_URL: `${inject('testServer').postgresUrl}/${name}`, GOOGLE_CALENDAR_API_URL: sandbox.url };
    expect((await runCli(['migrate'], env)).exitCode).toBe(0);
  });
  afterEach(async () => {
    await sandbox.close();
    await rm(cwd, { recursive: true, force: true });
    await drop(name);
  });

  test('rejects rows with a letter that it cannot hold, names letter and encoding, and takes the others', async () => {
    await writeFile(join(cwd, 'kunder.csv'), file);
    const words = ['import', 'kunder.csv', '--create-bookings', '--no-sync', '--accept-rejects', '--json'];
    const { exitCode, stdout, json } = await runCli(words, env, { cwd });
    expect([exitCode, json()]).toMatchObject([4, { customersCreated: storable.length, bookingsCreated: 1 }]);
    for (const letter of ['U+0141', 'U+1F600', 'U+017B'])
      expect(stdout).toContain(`${letter} cannot be stored: the database has the encoding ${encoding}`);
    const sql = postgres(env.DATABASE_URL as string, { max: 1 });
    const rows = await sql<{ name: string }[]>`select name from customers order by name collate "C"`;
    await sql.end();
    expect(rows.map((row) => row.name)).toEqual(storable);
    const again = await runCli(words, env, { cwd });
    expect([again.exitCode, again.json()]).toMatchObject([
      4,
      { customersCreated: 0, customersUnchanged: storable.length },
    ]);
  });

  test('validate says the same of a file, and says so where the database cannot be asked', async () => {
    const people = file.replace('Booking start,Ydelse', 'A,B').replaceAll(/,2031-[^\n]*/g, ',,');
    await writeFile(join(cwd, 'kunder.csv'), `${people}\nEa Dam,ea@example.dk,,,,\nIda Ravn,ida@example.dk,,,,`);
    const imported = await runCli(['import', 'kunder.csv', '--dry-run', '--json'], env, { cwd });
    const checked = await runCli(['validate', 'kunder.csv', '--json'], env, { cwd });
    const timeless = ({ processingTime: _, ...told }: Record<string, unknown>) => told;
    expect(timeless(checked.json() as Record<string, unknown>)).toEqual(
      timeless(imported.json() as Record<string, unknown>),
    );
    expect([checked.exitCode, imported.exitCode]).toEqual([4, 4]);
    const nowhere = { ...env, DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' };
    const alone = await runCli(['validate', 'kunder.csv', '--json'], nowhere, { cwd });
    expect(alone.json()).toMatchObject({ customersRejected: 1, customersCreated: 8 });
    expect(alone.stderr).toContain('was not asked which letters it can hold');
  });

  test('lists an event with a letter that it cannot hold as failed, and syncs all others', async () => {
    const sql = postgres(env.DATABASE_URL as string, { max: 1 });
    const day = 24 * 60 * 60 * 1000;
    const today = Math.floor(Date.now() / day) * day;
    const hours = (id: number) => ({
      start: { dateTime: new Date(today + (id + 2) * day + day / 3).toISOString() },
      end: { dateTime: new Date(today + (id + 2) * day + day / 2).toISOString() },
    });
    const google = async (method: string, path: string, words: object) => {
      const answer = await fetch(`${sandbox.url}calendar/v3/calendars/primary/events${path}`, {
        method,
        headers: { authorization: 'Bearer person', 'content-type': 'application/json' },
        body: JSON.stringify(words),
      });
      expect(answer.status).toBe(200);
    };
    const book = (id: number, summary: string) => google('POST', '', { id: `hverdag${id}`, summary, ...hours(id) });
    const change = (id: number, words: object) => google('PATCH', `/hverdag${id}`, words);
    const sync = async (...words: readonly string[]) => {
      const { exitCode, json } = await runCli(['sync', '--on-conflict', 'hold', '--json', ...words], env, { cwd });
      const { errors } = json() as { errors: { eventId: string; message: string }[] };
      return [exitCode, errors.map(({ eventId, message }) => `${eventId} ${message.slice(0, 6)}`).sort()];
    };
    const titles = ['Anna Åberg', '日 Nowak', 'Bo Lund', 'Mia 😀 Holm', 'Jens Ø'];
    for (const [id, summary] of titles.entries()) await book(id, summary);
    expect(await sync()).toEqual([4, ['hverdag1 U+65E5', 'hverdag3 U+1F60']]);
    await change(0, { summary: 'Anna 日' });
    await change(2, { location: '日 4' });
    await change(4, { description: '日 4' });
    await sql`update bookings set "serviceType" = 'Vask', "updatedAt" = now() + interval '1 second' where "calendarEventId" in ('hverdag2', 'hverdag4')`;
    await sql`update bookings set notes = 'Ring først' where "calendarEventId" = 'hverdag4'`;
    await book(8, 'Ewa Lund');
    expect(await sync()).toEqual([4, ['hverdag0 U+65E5', 'hverdag2 U+65E5']]);
    const rows = () =>
      sql`select "calendarEventId" as event, "serviceType" as title, address, notes from bookings order by 1`;
    const before = await rows();
    expect(before).toMatchObject([
      { title: 'Anna Åberg' },
      { title: 'Vask', address: null },
      { title: 'Vask', notes: 'Ring først' },
      { title: 'Ewa Lund' },
    ]);
    // Whatever is tried again, and edited beside it, no other letter is written in its place.
    await sql`update bookings set address = 'Torvet 1', "updatedAt" = now() where "calendarEventId" = 'hverdag0'`;
    expect(await sync()).toEqual([4, ['hverdag0 U+65E5']]);
    expect((await sync('--retry-failed'))[0]).toBe(4);
    const conflicts = (await runCli(['conflicts', '--json'], env, { cwd })).stdout;
    expect(conflicts).toContain('日 4');
    expect((await rows()).map(({ title, notes }) => [title, notes])).toEqual(
      before.map(({ title, notes }) => [title, notes]),
    );
    await change(0, { summary: 'Anna Dal' });
    await change(2, { location: 'Torvet 4' });
    await sync();
    expect(await rows()).toMatchObject([{ title: 'Anna Dal', address: 'Torvet 1' }, { address: 'Torvet 4' }, {}, {}]);
    await sql.end();
  });
});
