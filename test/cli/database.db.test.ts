import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/start-sandbox.js';
import { program, runCli } from '../helpers/cli.js';
import { freshFolder } from '../helpers/databases.js';
import { tempFolder } from '../helpers/temp-folder.js';

const run = promisify(execFile);
const folder = tempFolder('database');
let sandbox: Sandbox;
let env: Record<string, string>;

interface Served {
  readonly url: string;
  end(signal: NodeJS.Signals): Promise<{ readonly exitCode: number | null; readonly stderr: string }>;
}

/** Starts `renos-sync database` and waits until it says where. */
async function serveDatabase(): Promise<Served> {
  const child = spawn(process.execPath, [program, 'database'], {
    env: { PATH: process.env.PATH ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const closed = once(child, 'close') as Promise<[number | null]>;
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await closed;
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  let url = '';
  for await (const line of createInterface(child.stdout)) {
    url = /^psql '([^']+)'$/.exec(line)?.[1] ?? '';
    if (url !== '') break;
  }
  return {
    url,
    end: async (signal) => {
      child.kill(signal);
      const [exitCode] = await closed;
      return { exitCode, stderr };
    },
  };
}

/** A client that goes with the test. */
async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  onTestFinished(() => client.end().catch(() => {}));
  return client;
}

const psql = async (url: string, ...words: string[]) =>
  (await run('psql', [url, '-X', '-A', '-t', '-v', 'ON_ERROR_STOP=1', ...words.flatMap((word) => ['-c', word])]))
    .stdout;
const hasPsql = await run('psql', ['--version']).then(
  () => true,
  () => false,
);

beforeAll(async () => {
  sandbox = await startSandbox();
  env = { RENOS_DATA_DIR: await freshFolder(), GOOGLE_CALENDAR_API_URL: sandbox.url };
});
afterAll(async () => {
  await sandbox.close();
});
afterEach(() => sandbox.resetLog());

/** The driver's first statements, then those of DBeaver's tree of databases, schemas, tables and columns. */
const askedAtStart = [
  'SET extra_float_digits = 3',
  "SET application_name = 'DBeaver 24.3 - Main <postgres>'",
  'SHOW search_path',
  'SHOW TRANSACTION ISOLATION LEVEL',
  'SHOW standard_conforming_strings',
  'SELECT current_schema(),session_user',
  'SELECT db.oid,db.* FROM pg_catalog.pg_database db WHERE datallowconn AND NOT datistemplate ORDER BY db.datname',
  "SELECT string_agg(word, ',') FROM pg_catalog.pg_get_keywords() WHERE word <> ALL (ARRAY['a'])",
  "SELECT n.oid,n.*,d.description FROM pg_catalog.pg_namespace n LEFT OUTER JOIN pg_catalog.pg_description d ON d.objoid=n.oid AND d.classoid='pg_namespace'::regclass ORDER BY nspname",
  "SELECT c.oid,c.*,pg_catalog.pg_get_expr(c.relpartbound, c.oid) AS partition_expr FROM pg_catalog.pg_class c WHERE c.relkind NOT IN ('i','I','c')",
  "SELECT c.relname,a.*,pg_catalog.pg_get_expr(ad.adbin, ad.adrelid, true) AS def_value FROM pg_catalog.pg_attribute a INNER JOIN pg_catalog.pg_class c ON a.attrelid=c.oid LEFT OUTER JOIN pg_catalog.pg_attrdef ad ON a.attrelid=ad.adrelid AND a.attnum=ad.adnum WHERE NOT a.attisdropped AND c.oid='bookings'::regclass ORDER BY a.attnum",
  'SELECT * FROM pg_catalog.pg_enum',
  'SELECT t.oid,t.*,c.relkind FROM pg_catalog.pg_type t LEFT OUTER JOIN pg_catalog.pg_class c ON c.oid=t.typrelid',
  'SELECT a.oid,a.* FROM pg_catalog.pg_roles a ORDER BY a.rolname',
  'SELECT * FROM pg_catalog.pg_stat_activity',
  'SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE',
  'SELECT x.* FROM public.bookings x',
];

describe('renos-sync database', () => {
  test.skipIf(!hasPsql)('psql changes a booking, and the next sync carries it to the calendar', async () => {
    const { url, end } = await serveDatabase();
    const inThreeDays = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10);
    const start = `timestamp '${inThreeDays} 08:00'`;
    await psql(
      url,
      `insert into bookings (id, "serviceType", "startTime", "endTime", "updatedAt") values ('b1', 'Vask', ${start}, ${start} + interval '2 hours', now())`,
      `update bookings set "startTime" = "startTime" + interval '1 day', "endTime" = "endTime" + interval '1 day'`,
    );
    expect(await psql(url, '\\dt bookings')).toContain('bookings');
    expect(await psql(url, '\\d bookings')).toContain('serviceType');
    const busy = await runCli(['sync', '--json'], env);
    expect(busy).toMatchObject({ exitCode: 5 });
    expect(busy.stdout).toMatch(/Another renos-sync \(database, process \d+\) is using the embedded database/);
    const ended = await end('SIGINT');
    expect(ended.exitCode).toBe(0);
    expect(ended.stderr).toContain('what was committed is kept');
    expect((await runCli(['sync'], env)).exitCode).toBe(0);
    const listed = await fetch(`${sandbox.url}calendar/v3/calendars/primary/events`, {
      headers: { authorization: 'Bearer any' },
    });
    const { items } = (await listed.json()) as { items: { start: { dateTime: string } }[] };
    expect(items.map(({ start }) => new Date(start.dateTime).toISOString())).toEqual([
      new Date(Date.parse(`${inThreeDays}T08:00:00Z`) + 86_400_000).toISOString(),
    ]);
  });

  test('clients of the same names take turns; what one leaves open is rolled back', async () => {
    const { url, end } = await serveDatabase();
    const [one, other] = [await connect(url), await connect(url)];
    await one.query('create table notes (text text)');
    const named = (client: pg.Client, text: string) =>
      client.query({ name: 'same', text: `select $1::text || '${text}' as said`, values: ['x'] });
    expect((await named(one, 'a')).rows).toEqual([{ said: 'xa' }]);
    expect((await named(other, 'b')).rows).toEqual([{ said: 'xb' }]);
    expect((await named(one, 'a')).rows).toEqual([{ said: 'xa' }]);
    await one.query('begin');
    await one.query("insert into notes values ('of one')");
    const seen = other.query('select * from notes');
    await one.end();
    expect((await seen).rows).toEqual([]);
    await expect(other.query('selec 1')).rejects.toMatchObject({ code: '42601' });
    await expect(other.query({ text: 'select $1::int', values: ['x'] })).rejects.toMatchObject({ code: '22P02' });
    expect((await other.query({ text: 'select $1::int as n', values: [7] })).rows).toEqual([{ n: 7 }]);
    await other.query('drop table notes');
    expect(await end('SIGTERM')).toMatchObject({ exitCode: 0 });
  });

  test.skipIf(!hasPsql)('rows are copied in and out, and a COPY that fails ends nothing', async () => {
    const { url } = await serveDatabase();
    const client = await connect(url);
    await client.query('create table numbers (n int)');
    const file = join(folder, 'numbers.txt');
    const copied = await run('bash', [
      '-c',
      `seq 3000 > ${file} && psql '${url}' -X -c "\\copy numbers from '${file}'"`,
    ]);
    expect(copied.stdout).toContain('COPY 3000');
    await expect(
      run('bash', ['-c', `echo x > ${file} && psql '${url}' -X -c "\\copy numbers from '${file}'"`]),
    ).rejects.toThrow('invalid input syntax');
    await expect(client.query('copy nowhere from stdin')).rejects.toMatchObject({ code: '42P01' });
    await expect(client.query('select 1; copy numbers from stdin')).rejects.toMatchObject({ code: '0A000' });
    await expect(client.query({ text: 'copy numbers from stdin', values: [1] })).rejects.toMatchObject({
      code: '0A000',
    });
    expect(await psql(url, 'copy (select count(*) from numbers) to stdout')).toBe('3000\n');
    await client.query('drop table numbers');
  });

  test('a client without the password is refused, and random bytes end no other connection', async () => {
    const { url } = await serveDatabase();
    const wrong = new URL(url);
    wrong.password = 'wrong';
    await expect(connect(wrong.href)).rejects.toMatchObject({ code: '28P01' });
    await expect(fetch(`http://127.0.0.1:${wrong.port}/`)).rejects.toThrow();
    const client = await connect(url);
    expect((await client.query('select 1 as n')).rows).toEqual([{ n: 1 }]);
  });

  test('what DBeaver asks at its start is answered, over four connections at once', async () => {
    const { url } = await serveDatabase();
    const { port } = new URL(url);
    // Encryption is declined, a cancel request is hung up on.
    for (const [length, code, answer] of [
      [8, 80_877_103, 'N'],
      [8, 80_877_104, 'N'],
      [16, 80_877_102, ''],
    ] as const) {
      const request = Buffer.alloc(length);
      request.writeInt32BE(length, 0);
      request.writeInt32BE(code, 4);
      const socket = createConnection(Number(port), '127.0.0.1');
      socket.write(request);
      const [bytes] = (await Promise.race([once(socket, 'data'), once(socket, 'close')])) as [Buffer | boolean];
      expect(Buffer.isBuffer(bytes) ? bytes.toString() : '').toBe(answer);
      socket.destroy();
    }
    const clients = await Promise.all([1, 2, 3, 4].map(() => connect(url)));
    for (const [at, text] of askedAtStart.entries()) {
      const client = clients[at % clients.length];
      // Its driver prepares a statement under a name once it is asked again.
      const answer = await client?.query(at % 3 === 0 ? { name: `S_${at % 2}_${text.length}`, text } : text);
      expect(answer?.command).toMatch(/SELECT|SET|SHOW/);
    }
    const numbers = clients.map((client, at) => client.query({ text: 'select $1::int as n', values: [at] }));
    expect((await Promise.all(numbers)).map(({ rows }) => rows[0].n)).toEqual([0, 1, 2, 3]);
  });

  test('a port in use is reported', async () => {
    const { port } = new URL(sandbox.url);
    const refused = await runCli(['database', '--port', port, '--json'], env);
    expect(refused.exitCode).toBe(2);
    expect(refused.json()).toMatchObject({ error: { code: 'cannot-listen' } });
  });

  test('with DATABASE_URL set there is nothing to serve: database-not-embedded', async () => {
    const refused = await runCli(['database'], { ...env, DATABASE_URL: 'postgres://renos@127.0.0.1:1/renos' });
    expect(refused).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('no embedded database to serve') });
  });
});
