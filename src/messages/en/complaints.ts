/** What is wrong with one value: of a setting, a flag, or a field of a request. Each is given the limit that it breaks. */
export const complaints = {
  'whole-number': () => 'must be a whole number',
  'at-least': (least: unknown) => `must be at least ${least}`,
  'at-most': (most: unknown) => `must be at most ${most}`,
  'items-at-most': (most: unknown) => `may be ${most} at most`,
  'columns-at-most': (most: unknown) => `may name ${most} columns at most`,
  'not-empty': () => 'must not be empty',
  'too-long': () => 'is too long',
  'plain-text': () => 'must be text without NUL and half letters',
  'one-of': (choices: unknown) => `must be ${listed(choices, 'or')}`,
  'true-or-false': () => 'must be true or false',
  number: () => 'must be a number',
  text: () => 'must be text',
  object: () => 'must be an object',
  list: () => 'must be a list',
  'something-else': () => 'must be something else',
  unknown: () => 'is not known here',
  missing: () => 'is missing',
  day: () => 'must be a day, YYYY-MM-DD',
  'real-day': () => 'must be a day that exists, from 1970 on',
  'later-day': (than: unknown) => `must be a later day than ${than}`,
  removals: () => 'must be a number, or a percentage like 30%, at most 100%',
  'whole-removals': () => 'must be a whole number, or a percentage like 30%',
  'calendar-id': () => 'must be the id of a calendar',
  included: () => 'must be private, declined, or both',
  country: () => 'must be a country’s two letters, like DK',
  zone: () => 'must be a zone’s name, like Europe/Copenhagen',
  mapping: (targets: unknown) => `must be HEADER=TARGET, and a target is one of: ${listed(targets)}`,
  mappings: () => 'must be HEADER=TARGET, or a list of 1000 of them at most',
  targets: (targets: unknown) => `must be one of ${listed(targets)}`,
  delimiter: () => 'must be one character, or tab',
  encoding: () => 'must be an encoding’s name, like windows-1252',
  customers: () => 'must be a list of customers',
  ids: () => 'must be ids',
  'postgres-address': () => 'must be a postgres:// address',
  'http-address': () => 'must be an http(s) address, or "sandbox"',
  'https-address': () => 'must be an https:// address: Google sends its messages to no other',
  mail: () => 'must be an e-mail address',
  'pem-key': () => 'must be the whole PEM key',
  template: () => 'must hold {serviceType} once; {customerName} may stand beside it',
  origins: () => 'must be origins (scheme, host, port; no path), separated by commas',
  token: () => 'must be 16 to 512 letters, digits and signs, without spaces',
  'other-missing': (other: unknown) => `is missing, while ${other} is set`,
  'account-file': () => 'must name a service-account file with client_email and private_key',
  'file-absent': () => 'names a file that does not exist',
  'file-not-json': () => 'names a file that is not JSON',
};
export type ComplaintId = keyof typeof complaints;

/** One value that is wrong; never the value itself. */
export interface Complaint {
  readonly id: ComplaintId;
  /** The limit, the choices, or the name of another field. */
  readonly limit?: unknown;
}

function listed(choices: unknown, last?: string): string {
  const all = (Array.isArray(choices) ? choices : [choices]).map(String);
  return last === undefined || all.length < 2 ? all.join(', ') : all.join(` ${last} `);
}
