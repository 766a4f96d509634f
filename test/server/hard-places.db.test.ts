import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { program } from '../helpers/cli.js';
import { customersCsv, openServerWorld, type ServerWorld, token } from './open-server.js';

let world: ServerWorld;
beforeAll(async () => {
  world = await openServerWorld();
  await world.sql`insert into customers (id, name, "updatedAt") values ('c1', 'Anna Dahl', now())`;
  await world.sql`insert into renos_sync.runs (id, kind, status, options, started_at) values ('run1', 'import', 'succeeded', '{}', now())`;
});
afterAll(() => world.close());

/** A folder that is not there, also where another program made one of the name that a test once had. */
const missing = join('/no', 'such', `folder${process.pid}`);
const csv = 'text/csv';
const large = JSON.stringify({ customers: [{ name: 'Anna Dahl', email: 'anna@example.dk' }] }).padEnd(100_000);
type Ask = readonly [what: string, path: string, body?: unknown, type?: string];
const reads: readonly Ask[] = [
  ['statistics', '/api/customer-import/statistics'],
  ['export', '/api/customer-import/export'],
  ['status', '/api/calendar-sync/status'],
  ['a run', '/api/runs/run1'],
  ['events of a run', '/api/runs/run1/events'],
  ['a plan', '/api/plans/plan1'],
];
const writes: readonly Ask[] = [
  ['import', '/api/customer-import/import', large],
  ['import of a file', '/api/customer-import/import', 'Name\nBo Lind\n', csv],
  ['validate', '/api/customer-import/validate', 'Name\nBo Lind\n', csv],
  ['sync', '/api/calendar-sync/sync', {}],
  ['plan of a sync', '/api/plans', {}],
  ['plan of an import', '/api/plans', 'Name\nBo Lind\n', csv],
  ['undo', '/api/runs/run1/undo', {}],
  ['apply', '/api/plans/plan1/apply', {}],
];

/** Status and code of every answer, in the order of what was asked. */
async function askAll(server: ServerWorld, asks: readonly Ask[]): Promise<Record<string, string>> {
  const told: Record<string, string> = {};
  for (const [what, path, body, type = 'application/json'] of asks) {
    const sent = typeof body === 'string' ? body : JSON.stringify(body);
    const answer = await server.request(path, {
      ...(body === undefined ? {} : { method: 'POST', body: sent, headers: { 'content-type': type } }),
    });
    const text = await answer.text();
    const { error } = (text.startsWith('{') ? JSON.parse(text) : {}) as { error?: string };
    told[what] = [answer.status, error, answer.headers.get('retry-after') === null ? '' : 'later'].join(' ');
  }
  return told;
}
const alike = (asks: readonly Ask[], answer: string) => Object.fromEntries(asks.map(([what]) => [what, answer]));

test('a database that has no connection free: 503 for everything, and as before when it has', async () => {
  const { sql } = world;
  const name = new URL(world.databaseUrl).pathname.slice(1);
  await sql.unsafe(`create role crowded login password 'crowded' in role pg_read_all_data, pg_write_all_data`);
  await sql.unsafe(
    `grant create, connect on database ${name} to crowded; grant all on schema renos_sync to crowded; grant all on all tables in schema renos_sync to crowded; grant all on all sequences in schema renos_sync to crowded`,
  );
  const address = new URL(world.databaseUrl);
  [address.username, address.password] = ['crowded', 'crowded'];
  const crowded = await openServerWorld({ beside: world, env: { DATABASE_URL: address.href } });
  try {
    expect((await crowded.get('/api/customer-import/statistics')).status).toBe(200);
    await sql.unsafe('alter role crowded connection limit 0');
    await sql`select pg_terminate_backend(pid, 10000) from pg_stat_activity where usename = 'crowded'`;
    // The first caller gets the error of the connection that was just cut.
    await crowded.request('/api/customer-import/statistics');
    expect(await askAll(crowded, [...reads, ...writes])).toEqual(
      alike([...reads, ...writes], '503 database-busy later'),
    );
    expect((await fetch(`${crowded.url}/health`)).status).toBe(200);
    await sql.unsafe('alter role crowded connection limit -1');
    expect((await crowded.get('/api/customer-import/statistics')).status).toBe(200);
  } finally {
    await crowded.close();
    await sql.unsafe('drop owned by crowded; drop role crowded');
  }
});

test('a database that takes no writes: what reads is answered, what writes is 503', async () => {
  const name = new URL(world.databaseUrl).pathname.slice(1);
  const still = await openServerWorld({ beside: world });
  await world.sql.unsafe(`alter database ${name} set default_transaction_read_only = on`);
  await world.sql`select pg_terminate_backend(pid, 10000) from pg_stat_activity where datname = ${name} and application_name = 'renos-sync'`;
  await still.request('/api/customer-import/statistics');
  const told = await askAll(still, [...reads, ...writes]);
  expect(Object.entries(told).filter(([, answer]) => !/^(200|404|503 database-read-only later)/.test(answer))).toEqual(
    [],
  );
  for (const [what] of writes.slice(0, 4)) expect([what, told[what]]).toEqual([what, '503 database-read-only later']);
  for (const what of ['statistics', 'export', 'a run']) expect(told[what]).toMatch(/^200/);
  const own = await world.sql.reserve();
  await own`set default_transaction_read_only = off`;
  await own.unsafe(`alter database ${name} reset default_transaction_read_only`);
  own.release();
  await still.close();
});

describe('a place for temporary files', () => {
  const needing = [...reads.slice(1, 2), ...writes.slice(0, 3), ...writes.slice(5, 6)];

  test('that is not there: 503 and what to set, for what needs it', async () => {
    vi.stubEnv('TMPDIR', missing);
    try {
      const told = await askAll(world, needing);
      expect(told).toEqual(alike(needing, '503 file-unusable later'));
    } finally {
      vi.unstubAllEnvs();
    }
    expect((await world.get('/api/customer-import/statistics')).status).toBe(200);
  });

  test('that is full: 503, nothing is left behind, and the rest continues', async () => {
    // No file may be longer than 32 KB, which the system tells as it does of a full disk.
    const words = [program, 'serve', '--port', '0', '--json', '--log-level', 'silent'];
    const child = spawn('sh', ['-c', `ulimit -f 64; exec "$@"`, 'sh', process.execPath, ...words], {
      env: {
        PATH: process.env.PATH ?? '',
        DATABASE_URL: world.databaseUrl,
        GOOGLE_CALENDAR_API_URL: world.sandbox.url,
        RENOS_API_TOKEN: token,
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const closed = once(child, 'close');
    let said = '';
    for await (const piece of child.stdout) {
      said += piece;
      if (said.includes('"url"')) break;
    }
    const url = /"url": "([^"]+)"/.exec(said)?.[1] ?? '';
    const post = async (path: string, body: string, type: string) => {
      const headers = { authorization: `Bearer ${token}`, 'content-type': type };
      const answer = await fetch(`${url}${path}`, { method: 'POST', headers, body });
      return [answer.status, ((await answer.json()) as { error?: string }).error];
    };
    expect(await post('/api/customer-import/validate', large, 'application/json')).toEqual([503, 'disk-full']);
    expect(await post('/api/customer-import/validate', customersCsv(2_000), csv)).toEqual([503, 'disk-full']);
    expect(await post('/api/customer-import/validate', customersCsv(20), csv)).toEqual([200, undefined]);
    child.kill('SIGTERM');
    await closed;
    expect(child.exitCode).toBe(0);
  });
});

test('the words about a temporary file name no path of it', async () => {
  vi.stubEnv('TMPDIR', missing);
  const answer = await world.post('/api/customer-import/import', large);
  vi.unstubAllEnvs();
  expect(answer.body.message).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}/);
  expect(answer.body.actions.join()).toContain('TMPDIR');
});
