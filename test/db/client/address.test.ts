import { expect, test } from 'vitest';
import { readAddress } from '../../../src/db/client/address.js';

test.each([
  ['postgres://u:p@h:5433/d', { hosts: [{ host: 'h', port: 5433 }], user: 'u', password: 'p', database: 'd' }],
  ['postgresql://u:p%40ss%2Fw%23rd%25@h/d', { password: 'p@ss/w#rd%', database: 'd' }],
  ['postgres://u:p@ss#w%rd@h/d', { user: 'u', password: 'p@ss#w%rd', hosts: [{ host: 'h', port: undefined }] }],
  ['postgres://u:p/w@h/d', { password: 'p/w', database: 'd' }],
  ['postgres://u:a?b@h/d', { user: 'u', password: 'a?b', database: 'd' }],
  ['postgres://u:p:q@h/d', { password: 'p:q' }],
  ['postgres://u@h/d?application_name=a@b', { user: 'u', applicationName: 'a@b' }],
  ['postgres://u:p@[::1]:5433/d', { hosts: [{ host: '::1', port: 5433 }] }],
  ['postgres://u@/d?host=/var/run/postgresql', { hosts: [{ host: '/var/run/postgresql', port: undefined }] }],
  ['postgres:///d?host=/tmp&port=6000&user=x', { hosts: [{ host: '/tmp', port: 6000 }], user: 'x', database: 'd' }],
  ['postgres://%2Fvar%2Frun/d', { hosts: [{ host: '/var/run', port: undefined }], database: 'd' }],
  [
    'postgres://h1:1,h2,[::1]:3/d',
    {
      hosts: [
        { host: 'h1', port: 1 },
        { host: 'h2', port: undefined },
        { host: '::1', port: 3 },
      ],
    },
  ],
  ['postgres://h/d?connect_timeout=3&pool_timeout=7', { connectTimeout: 3000, poolTimeout: 7000 }],
  ['postgres://h/d?connect_timeout=0&pool_timeout=0', { connectTimeout: 0, poolTimeout: 0 }],
  ['postgres://h/d?connection_limit=1&pgbouncer=true&statement_cache_size=0', { connections: 1, ignored: [] }],
  ['postgres://h/d?schema=a"b', { settings: { search_path: '"a""b"' } }],
  ['postgres://h/d?socket_timeout=5', { settings: { statement_timeout: '5000' } }],
  [
    'postgres://h/d?options=-c%20work_mem%3D8MB%20--search-path=a%5C%20b',
    { settings: { work_mem: '8MB', search_path: 'a b' } },
  ],
  ['postgres://h/d?target_session_attrs=read-write', { sessionKind: 'read-write' }],
  ['postgres://h/d?colour=red&binary_parameters=yes', { ignored: ['colour', 'binary_parameters'] }],
])('%s is read as libpq and Prisma do', (url, expected) => {
  expect(readAddress(url)).toMatchObject(expected);
});

test.each([
  ['', 'prefer'],
  ['sslmode=disable', 'disable'],
  ['sslmode=require', 'require'],
  ['sslmode=verify-ca', 'verify-ca'],
  ['sslmode=verify-full', 'verify-full'],
  ['sslrootcert=system', 'verify-full'],
  ['sslaccept=strict', 'verify-full'],
  ['sslmode=require&sslaccept=strict', 'verify-full'],
  ['sslmode=require&sslaccept=accept_invalid_certs', 'require'],
  ['sslmode=no-verify', 'require'],
])('%s encrypts as %s', (parameters, mode) => {
  expect(readAddress(`postgres://h/d?${parameters}`).tls.mode).toBe(mode);
});

test.each([
  ['sslmode', 'sometimes'],
  ['sslaccept', 'maybe'],
  ['sslrootcert', '/no/such/file.pem'],
  ['sslcert', '/no/such/file.pem'],
  ['connect_timeout', 'soon'],
  ['pool_timeout', '1.5'],
  ['connection_limit', '0'],
  ['target_session_attrs', 'best'],
  ['channel_binding', 'yes'],
  ['sslnegotiation', 'late'],
  ['options', '-x'],
  ['port', '99999'],
])('%s=%s cannot be read: exit 2, and the error names it', (name, value) => {
  expect(() => readAddress(`postgres://u:secret@h/d?${name}=${value}`)).toThrow(
    expect.objectContaining({ exitCode: 2, message: expect.stringContaining(`parameter ${name} `) }),
  );
});

test.each(['postgres://[::1/d', 'mysql://h/d', 'postgres://u:%ff@h/d', 'h/d'])('%s is no address: exit 2', (url) => {
  expect(() => readAddress(url)).toThrow(expect.objectContaining({ exitCode: 2 }));
});
