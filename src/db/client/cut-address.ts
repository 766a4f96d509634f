import { ConfigurationError, saying } from '../../core/errors.js';

/** The parts of a DATABASE_URL, decoded. */
export interface AddressParts {
  readonly user: string | undefined;
  readonly password: string | undefined;
  /** At least one; a host may be empty. */
  readonly hosts: readonly { readonly host: string; readonly port: string | undefined }[];
  readonly database: string | undefined;
  readonly parameters: readonly (readonly [name: string, value: string])[];
}

/**
 * Splits an address as libpq does: several hosts, the folder of a socket, IPv6 in brackets. In addition, a password may
 * contain @ # / % unencoded, because the host begins after the last @.
 */
export function cutAddress(databaseUrl: string): AddressParts {
  const [, rest] = /^postgres(?:ql)?:\/\/(.*)$/is.exec(databaseUrl.trim()) ?? [];
  if (rest === undefined) throw notAnAddress();
  const at = endOfUser(rest);
  const credentials = at < 0 ? '' : rest.slice(0, at);
  const [, place = '', path, query = ''] = /^([^/?]*)(?:\/([^?]*))?(?:\?(.*))?$/s.exec(rest.slice(at + 1)) ?? [];
  const colon = credentials.indexOf(':');
  return {
    user: wordOf(colon < 0 ? credentials : credentials.slice(0, colon)),
    password: colon < 0 ? undefined : wordOf(credentials.slice(colon + 1)),
    hosts: place.split(',').map(hostOf),
    database: wordOf(path ?? ''),
    parameters: query
      .split('&')
      .filter((pair) => pair !== '')
      .map(parameterOf),
  };
}

/** The end of user and password: at the last @ before the parameters, or at the first one after a ? in the password. */
function endOfUser(rest: string): number {
  const question = rest.indexOf('?');
  const before = rest.lastIndexOf('@', question < 0 ? rest.length : question);
  if (before >= 0 || question < 0) return before;
  const isPassword = /^[^/@?]*:[^/]*\?[^=&]*@/.test(rest);
  return isPassword ? rest.lastIndexOf('@') : -1;
}

function hostOf(text: string): AddressParts['hosts'][number] {
  const [, bracketed, bare, port] = /^(?:\[([^\]]*)\]|([^:[\]]*))(?::(\d*))?$/.exec(text) ?? [];
  const host = bracketed ?? bare;
  if (host === undefined) throw notAnAddress();
  return { host: decoded(host), port: port === '' ? undefined : port };
}

function parameterOf(pair: string): readonly [string, string] {
  const equals = pair.indexOf('=');
  if (equals < 0) return [decoded(pair), ''];
  return [decoded(pair.slice(0, equals)), decoded(pair.slice(equals + 1))];
}

function wordOf(text: string): string | undefined {
  return text === '' ? undefined : decoded(text);
}

/** A % that is not an encoding is kept; so is an encoding that is not UTF-8, because such an address cannot work anyway. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replace(/%(?![0-9a-f]{2})/gi, '%25'));
  } catch {
    throw notAnAddress();
  }
}

function notAnAddress(): ConfigurationError {
  return new ConfigurationError(saying('database-address/unreadable', {}));
}
