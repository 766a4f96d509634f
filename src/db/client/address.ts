import { readFileSync } from 'node:fs';
import type { Failures } from '../../core/codes/failures.js';
import { ConfigurationError, saying } from '../../core/errors.js';
import { type AddressParts, cutAddress } from './cut-address.js';

type TlsMode = 'disable' | 'allow' | 'prefer' | 'require' | 'verify-ca' | 'verify-full';
const tlsModes: readonly TlsMode[] = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full'];
export type SessionKind = 'any' | 'read-write' | 'read-only' | 'primary' | 'standby' | 'prefer-standby';
const sessionKinds: readonly SessionKind[] = ['any', 'read-write', 'read-only', 'primary', 'standby', 'prefer-standby'];

/** The settings in a DATABASE_URL, with the parameters of libpq and of Prisma. */
export interface Address {
  /** In the order of attempts; a host that begins with / is the folder of a socket, an absent one is the driver's default. */
  readonly hosts: readonly { readonly host: string | undefined; readonly port: number | undefined }[];
  readonly user: string | undefined;
  readonly password: string | undefined;
  readonly database: string | undefined;
  readonly applicationName: string;
  readonly tls: {
    readonly mode: TlsMode;
    /** PEM texts; null is not given. */
    readonly ca: string | null;
    readonly cert: string | null;
    readonly key: string | null;
    readonly passphrase: string | null;
    readonly isDirect: boolean;
    readonly bindsChannel: boolean;
  };
  readonly sessionKind: SessionKind;
  /** Milliseconds to open a connection, and to wait for a free one; 0 is no limit. */
  readonly connectTimeout: number;
  readonly poolTimeout: number;
  /**
   * Milliseconds without data from the server, after which a second connection checks whether it is still working on a
   * statement.
   */
  readonly silence: number;
  /** Milliseconds after which the kernel probes the other end; null = never. */
  readonly keepAlive: number | null;
  /** The most open connections. */
  readonly connections: number;
  /** Settings of the server, set in each transaction. */
  readonly settings: Readonly<Record<string, string>>;
  /** Parameters that have no effect here. */
  readonly ignored: readonly string[];
}

/** Defaults: open connections, and timeouts in seconds. */
const usual = { connections: 5, connectTimeout: 10, poolTimeout: 60, silence: 30_000, keepAlive: 30 };

/** Names of the modes in other drivers of Node. */
const driverModes: Readonly<Record<string, TlsMode>> = { true: 'require', false: 'disable', 'no-verify': 'require' };

/**
 * Parameters for things that renos-sync never does (prepared statements of the server, Kerberos, compression) or cannot
 * set.
 */
const needless = new Set(
  `pgbouncer statement_cache_size gssencmode gsslib gssdelegation krbsrvname sslcompression keepalives_interval
  keepalives_count client_encoding fallback_application_name sslsni`.split(/\s+/),
);

/** Reads a DATABASE_URL; throws ConfigurationError that names the wrong parameter. */
export function readAddress(databaseUrl: string): Address {
  const parts = cutAddress(databaseUrl);
  const given = new Map(parts.parameters);
  const take = (...names: readonly string[]): string | undefined => {
    const found = names.map((name) => given.get(name)).find((value) => value !== undefined && value !== '');
    for (const name of names) given.delete(name);
    return found;
  };
  const hosts = hostsOf(parts, { host: take('host'), address: take('hostaddr'), port: take('port') });
  const schema = take('schema');
  const timeouts = Object.fromEntries(
    ['statement_timeout', 'lock_timeout'].flatMap((name) => {
      const value = take(name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
  const socketTimeout = take('socket_timeout');
  const address = {
    hosts,
    user: take('user') ?? parts.user,
    password: take('password') ?? parts.password,
    database: take('dbname') ?? parts.database,
    applicationName: take('application_name') ?? 'renos-sync',
    tls: tlsOf(take),
    sessionKind: oneOf('target_session_attrs', take('target_session_attrs'), sessionKinds, 'any'),
    connectTimeout: 1000 * seconds('connect_timeout', take('connect_timeout'), usual.connectTimeout),
    poolTimeout: 1000 * seconds('pool_timeout', take('pool_timeout'), usual.poolTimeout),
    // In libpq, 0 means the default.
    silence: wholeNumber('tcp_user_timeout', take('tcp_user_timeout'), 0, 0, 3_600_000) || usual.silence,
    keepAlive: keepAliveOf(take('keepalives'), take('keepalives_idle')),
    connections: wholeNumber('connection_limit', take('connection_limit'), usual.connections, 1),
    settings: {
      ...(schema === undefined ? {} : { search_path: `"${schema.replaceAll('"', '""')}"` }),
      ...(socketTimeout === undefined
        ? {}
        : { statement_timeout: `${1000 * seconds('socket_timeout', socketTimeout, 0)}` }),
      ...timeouts,
      ...settingsIn(take('options')),
    },
  };
  for (const name of needless) given.delete(name);
  return { ...address, ignored: [...given.keys()] };
}

interface Elsewhere {
  readonly host: string | undefined;
  readonly address: string | undefined;
  readonly port: string | undefined;
}

/** A host among the parameters replaces the one before the path; a socket's folder is given this way. */
function hostsOf(parts: AddressParts, said: Elsewhere): Address['hosts'] {
  const split = (list: string | undefined) => (list === undefined ? [] : list.split(','));
  const addresses = split(said.address);
  const names = split(said.host);
  const beside = addresses.length > 0 ? addresses : names;
  const hosts = beside.length > 0 ? beside : parts.hosts.map(({ host }) => host);
  const ports = said.port === undefined ? parts.hosts.map(({ port }) => port) : split(said.port);
  const known = hosts.filter((host) => host !== '');
  return (known.length > 0 ? known : [undefined]).map((host, index) => {
    const port = ports[index] || (ports.length === 1 ? ports[0] : undefined);
    return { host, port: port === undefined ? port : wholeNumber('port', port, 0, 1, 65_535) };
  });
}

function keepAliveOf(isWanted: string | undefined, idle: string | undefined): number | null {
  const after = seconds('keepalives_idle', idle, usual.keepAlive) || usual.keepAlive;
  return wholeNumber('keepalives', isWanted, 1, 0, 1) === 0 ? null : 1000 * after;
}

type Take = (...names: readonly string[]) => string | undefined;

/** `sslcert` is the authority's certificate for Prisma, and the client's own for libpq, which comes with a key. */
function tlsOf(take: Take): Address['tls'] {
  const saidMode = take('sslmode', 'ssl');
  const root = take('sslrootcert');
  const cert = take('sslcert');
  const key = take('sslkey');
  const accept = oneOf('sslaccept', take('sslaccept'), ['strict', 'accept_invalid_certs'], null);
  const usualMode = accept === 'strict' || root === 'system' ? 'verify-full' : 'prefer';
  const said = oneOf('sslmode', driverModes[saidMode ?? ''] ?? saidMode, tlsModes, usualMode);
  const authority = root ?? (key === undefined ? cert : undefined);
  const ca =
    authority === undefined || authority === 'system'
      ? null
      : pem(root === undefined ? 'sslcert' : 'sslrootcert', authority);
  const mode =
    accept === 'strict' && said === 'require'
      ? 'verify-full'
      : ca !== null && said === 'require' && accept === null
        ? 'verify-ca'
        : said;
  return {
    mode,
    ca,
    cert: key === undefined || cert === undefined ? null : pem('sslcert', cert),
    key: key === undefined ? null : pem('sslkey', key),
    passphrase: take('sslpassword') ?? null,
    isDirect: oneOf('sslnegotiation', take('sslnegotiation'), ['postgres', 'direct'], 'postgres') === 'direct',
    bindsChannel:
      oneOf('channel_binding', take('channel_binding'), ['disable', 'prefer', 'require'], 'prefer') !== 'disable',
  };
}

function pem(name: string, path: string): string {
  try {
    const text = readFileSync(path, 'utf8');
    if (/-----BEGIN [A-Z ]+-----/.test(text)) return text;
  } catch (error) {
    throw unreadable(name, { is: 'file-unreadable', path }, error);
  }
  throw unreadable(name, { is: 'no-pem', path });
}

/** libpq's `options`: `-c name=value` and `--name=value`, a blank within a value after a backslash. */
function settingsIn(options: string | undefined): Readonly<Record<string, string>> {
  const settings: Record<string, string> = {};
  const words = (options?.replaceAll('+', ' ').match(/(?:\\.|[^\s\\])+/g) ?? []).map((word) =>
    word.replace(/\\(.)/g, '$1'),
  );
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] as string;
    const text = word === '-c' ? words[++at] : (/^(?:-c|--)(.+)$/.exec(word)?.[1] ?? '');
    const [, name, value] = /^([A-Za-z_][\w.-]*)=(.*)$/s.exec(text ?? '') ?? [];
    if (name === undefined || value === undefined) throw unreadable('options', { is: 'no-setting' });
    settings[name.replaceAll('-', '_')] = value;
  }
  return settings;
}

function oneOf<Word extends string, Other>(
  name: string,
  value: string | undefined,
  words: readonly Word[],
  otherwise: Other,
): Word | Other {
  if (value === undefined) return otherwise;
  const found = words.find((word) => word === value);
  if (found === undefined) throw unreadable(name, { is: 'no-choice', words });
  return found;
}

function wholeNumber(name: string, value: string | undefined, otherwise: number, least: number, most = 1_000_000) {
  if (value === undefined) return otherwise;
  if (!/^\d{1,7}$/.test(value) || Number(value) < least || Number(value) > most)
    throw unreadable(name, { is: 'no-whole-number', least, most });
  return Number(value);
}

/** Less than one second means no limit, as in libpq and Prisma. */
function seconds(name: string, value: string | undefined, otherwise: number): number {
  return value?.startsWith('-') === true && /^-\d+$/.test(value) ? 0 : wholeNumber(name, value, otherwise, 0);
}

function unreadable(
  name: string,
  problem: Failures['database-address/parameter']['problem'],
  cause?: unknown,
): ConfigurationError {
  return new ConfigurationError(saying('database-address/parameter', { name, problem }), { cause });
}
