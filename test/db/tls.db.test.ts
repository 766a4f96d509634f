import { execFileSync, spawnSync } from 'node:child_process';
import { chownSync, statSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rowsOf } from '../../src/db/client/database.js';
import { databaseFailure } from '../../src/db/client/database-failure.js';
import { openServer } from '../../src/db/client/open-server.js';
import { type OwnPostgres, startOwnPostgres } from '../helpers/own-postgres.js';

const missing = spawnSync('openssl', ['version']).error === undefined ? '' : ' (skipped: openssl is not installed)';

describe.skipIf(missing !== '')(`a server with a certificate of its own authority${missing}`, () => {
  let server: OwnPostgres;
  let folder: string;
  const file = (name: string) => join(folder, name);
  const openssl = (...words: readonly string[]) => execFileSync('openssl', words, { cwd: folder, stdio: 'pipe' });
  const certify = (name: string, subject: string, more: readonly string[]) =>
    openssl(
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-days',
      '2',
      '-subj',
      subject,
      '-keyout',
      `${name}.key`,
      '-out',
      `${name}.pem`,
      ...more,
    );
  beforeAll(async () => {
    server = await startOwnPostgres(['fsync=off']);
    folder = join(server.folder, 'tls');
    await mkdir(folder);
    certify('ca', '/CN=Authority', []);
    certify('other', '/CN=Another authority', []);
    const signed = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-addext'];
    certify('server', '/CN=localhost', [...signed, 'subjectAltName=DNS:localhost']);
    certify('client', '/CN=postgres', [...signed, 'basicConstraints=CA:FALSE']);
    const { uid, gid } = statSync(server.data);
    for (const name of ['server.key', 'server.pem', 'ca.pem']) chownSync(file(name), uid, gid);
    const admin = postgres(`${server.url}/postgres`, { max: 1, onnotice: () => {} });
    for (const [name, value] of [
      ['ssl_cert_file', file('server.pem')],
      ['ssl_key_file', file('server.key')],
      ['ssl_ca_file', file('ca.pem')],
      ['ssl', 'on'],
    ])
      await admin.unsafe(`alter system set ${name} = '${value}'`);
    await admin.end();
    await server.restart('fast');
  });
  afterAll(() => server.stop());

  /** Whether the connection is encrypted, and the name in a client's certificate; or how it failed. */
  async function connect(parameters: string, host = 'localhost') {
    const { port } = new URL(server.url);
    const database = openServer(`postgres://postgres:test@${host}:${port}/postgres?${parameters}`);
    try {
      const asked = sql`select ssl, client_dn from pg_stat_ssl where pid = pg_backend_pid()`;
      const [row] = await rowsOf<{ ssl: boolean; client_dn: string | null }>(database.orm, asked);
      return { ssl: row?.ssl, client: row?.client_dn ?? null };
    } catch (error) {
      const { code, exitCode } = databaseFailure(error) as { code: string; exitCode: number };
      return { code, exitCode };
    } finally {
      await database.close();
    }
  }
  const encrypted = { ssl: true, client: null };
  const refused = { code: 'database-tls', exitCode: 5 };

  test.each([
    ['', encrypted],
    ['sslmode=disable', { ssl: false, client: null }],
    ['sslmode=allow', { ssl: false, client: null }],
    ['sslmode=prefer', encrypted],
    ['sslmode=require', encrypted],
    ['sslmode=require&channel_binding=require', encrypted],
    ['sslmode=verify-ca', refused],
    ['sslmode=verify-full', refused],
    ['sslmode=require&sslaccept=strict', refused],
  ])('%s', async (parameters, expected) => {
    expect(await connect(parameters)).toEqual(expected);
  });

  test.each([
    ['sslmode=verify-ca&sslrootcert=', 'ca', 'localhost', encrypted],
    ['sslmode=verify-full&sslrootcert=', 'ca', 'localhost', encrypted],
    ['sslmode=require&sslrootcert=', 'ca', 'localhost', encrypted],
    ['sslaccept=strict&sslcert=', 'ca', 'localhost', encrypted],
    ['sslmode=verify-ca&sslrootcert=', 'ca', '127.0.0.1', encrypted],
    ['sslmode=verify-full&sslrootcert=', 'ca', '127.0.0.1', refused],
    ['sslmode=verify-ca&sslrootcert=', 'other', 'localhost', refused],
    ['sslmode=require&sslrootcert=', 'other', 'localhost', refused],
  ])('%s%s.pem at %s', async (parameters, authority, host, expected) => {
    expect(await connect(`${parameters}${file(`${authority}.pem`)}`, host)).toEqual(expected);
  });

  test("a client's own certificate is shown", async () => {
    const own = `sslmode=verify-full&sslrootcert=${file('ca.pem')}&sslcert=${file('client.pem')}&sslkey=${file('client.key')}`;
    expect(await connect(own)).toEqual({ ssl: true, client: '/CN=postgres' });
  });
});
