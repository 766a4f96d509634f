import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { inspect } from 'node:util';
import { describe, expect, it, test } from 'vitest';
import { ConfigurationError, RenosSyncError } from '../../src/core/errors.js';
import { openGoogleCalendar } from '../../src/google/open-google-calendar.js';
import { draftOf, openSandboxed } from './open-sandboxed.js';
import { openScripted, refusal, type Step } from './scripted-google.js';

const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});
const clientEmail = 'sync@project.iam.gserviceaccount.com';
const credentials = { clientEmail, privateKey, impersonatedUser: 'kontor@example.dk' };
const accessToken = 'ya29.secret-token';
const token: Step = { status: 200, json: { access_token: accessToken, expires_in: 3600, token_type: 'Bearer' } };
const empty: Step = { status: 200, json: { kind: 'calendar#events', items: [], nextSyncToken: 's' } };
const oauth = (status: number, error: string, description = 'Why.'): Step => ({
  status,
  json: { error, error_description: description },
});

function readAssertion(body: string) {
  const assertion = new URLSearchParams(body).get('assertion') ?? '';
  const [header = '', claims = '', signature = ''] = assertion.split('.');
  const signed = Buffer.from(`${header}.${claims}`);
  const valid = verify('RSA-SHA256', signed, createPublicKey(privateKey), Buffer.from(signature, 'base64url'));
  return { valid, claims: JSON.parse(Buffer.from(claims, 'base64url').toString()) as Record<string, unknown> };
}

describe('signing in', () => {
  it('exchanges a signed assertion below the address given, for one scope, and once for all calls', async () => {
    const { port, google } = await openScripted([token, empty, empty, empty], { credentials });
    await port.listChanges('cal', null);
    await Promise.all([port.listChanges('cal', null), port.listChanges('cal', null)]);
    expect(google.methods()).toEqual(['POST', 'GET', 'GET', 'GET']);
    expect(google.seen[0]?.path).toBe('/token');
    expect(google.seen[1]?.headers.authorization).toBe(`Bearer ${accessToken}`);
    const { valid, claims } = readAssertion(google.seen[0]?.body ?? '');
    expect(valid).toBe(true);
    expect(claims).toMatchObject({
      iss: clientEmail,
      sub: 'kontor@example.dk',
      scope: 'https://www.googleapis.com/auth/calendar.events',
      aud: `${google.url}/token`,
    });
    expect(port.traffic()).toMatchObject({ requests: 3, retries: 0 });
  });

  it('shares one exchange among calls that begin together', async () => {
    const { port, google } = await openScripted([token, empty, empty, empty], { credentials });
    await Promise.all([1, 2, 3].map(() => port.listChanges('cal', null)));
    expect(google.methods()).toEqual(['POST', 'GET', 'GET', 'GET']);
  });

  it('names no user when none is impersonated, and takes a key with its line breaks written out', async () => {
    const written = { clientEmail, privateKey: privateKey.replaceAll('\n', '\\n'), impersonatedUser: null };
    const { port, google } = await openScripted([token, empty], { credentials: written });
    await port.listChanges('cal', null);
    const { valid, claims } = readAssertion(google.seen[0]?.body ?? '');
    expect(valid).toBe(true);
    expect(claims).not.toHaveProperty('sub');
  });

  it('renews a token that stops working in mid-run, and repeats the write', async () => {
    const { port, sandbox, operations } = await openSandboxed({ credentials });
    await port.insert('primary', draftOf('abcde'), { notify: 'none' });
    sandbox.addFault({ kind: 'expire-access-token', match: { operation: 'events.insert' } });
    expect(await port.insert('primary', draftOf('bcdef'), { notify: 'none' })).toMatchObject({ kind: 'created' });
    expect(operations()).toEqual(['oauth.token', 'events.insert', 'events.insert', 'oauth.token', 'events.insert']);
    expect(port.traffic()).toMatchObject({ requests: 3, retries: 1 });
  });

  it('renews once for many calls that a revoked token stops together', async () => {
    const { port, sandbox, operations } = await openSandboxed({ credentials });
    await port.listChanges('primary', null);
    sandbox.addFault({ kind: 'expire-access-token' });
    await Promise.all(
      [1, 2, 3, 4, 5].map(() => port.get('primary', 'abcde').then(() => port.listChanges('primary', null))),
    );
    expect(operations().filter((operation) => operation === 'oauth.token')).toHaveLength(2);
  });

  it('gives up when a fresh token is rejected, too', async () => {
    const { port, google } = await openScripted([token, refusal(401, 'authError'), token, refusal(401, 'authError')], {
      credentials,
    });
    const failing = port.listChanges('cal', null);
    await expect(failing).rejects.toMatchObject({ code: 'google-credentials-rejected', exitCode: 5 });
    expect(google.methods()).toEqual(['POST', 'GET', 'POST', 'GET']);
  });

  test.each([
    ['invalid_grant', oauth(400, 'invalid_grant'), 'GOOGLE_PRIVATE_KEY'],
    ['a clock that is wrong', oauth(400, 'invalid_grant', 'Check your iat and exp values in the JWT claim.'), 'clock'],
    ['no delegation', oauth(401, 'unauthorized_client'), 'Domain-wide delegation'],
  ])('says what to do about %s, and does not try again', async (_name, step, hint) => {
    const { port, google } = await openScripted([step], { credentials });
    const error = await port.listChanges('cal', null).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'google-credentials-rejected', exitCode: 5 });
    expect((error as RenosSyncError).actions[0]).toContain(hint);
    expect(google.seen).toHaveLength(1);
  });

  test.each([
    ['503', { status: 503 }],
    ['a login page', { status: 200, text: '<html>' }],
    ['a dropped connection', 'drop'],
  ] as [string, Step][])('asks for a token again after %s, even for a write', async (_name, step) => {
    const created: Step = { status: 200, json: { id: 'abcde' } };
    const { port, google } = await openScripted([step, step, token, created], { credentials });
    expect(await port.insert('cal', draftOf('abcde'), { notify: 'none' })).toMatchObject({ kind: 'created' });
    expect(google.seen.map(({ path }) => path)).toEqual(['/token', '/token', '/token', '/cal/events?sendUpdates=none']);
  });

  it('throws, and leaves no doubt about a write, when no token is to be had', async () => {
    const { port } = await openScripted([{ status: 503 }, { status: 503 }, { status: 503 }], { credentials });
    const failing = port.insert('cal', draftOf('abcde'), { notify: 'none' });
    await expect(failing).rejects.toMatchObject({ code: 'google-failure' });
    expect(port.traffic()).toMatchObject({ requests: 0, writes: 0 });
  });
});

describe('credentials that can never work', () => {
  test.each([
    ['a key cut off', { ...credentials, privateKey: privateKey.slice(0, 300) }, 'GOOGLE_PRIVATE_KEY is not'],
    ['no key', { ...credentials, privateKey: '' }, 'GOOGLE_PRIVATE_KEY is not'],
    ['no address', { ...credentials, clientEmail: 'sync' }, 'GOOGLE_CLIENT_EMAIL is not'],
    ['nothing', null, 'are missing'],
  ])('%s', (_name, given, says) => {
    expect(() => openGoogleCalendar({ apiUrl: null, credentials: given })).toThrow(ConfigurationError);
    expect(() => openGoogleCalendar({ apiUrl: null, credentials: given })).toThrow(says);
  });

  it('names every problem at once', () => {
    const wrong = { clientEmail: 'sync', privateKey: 'x', impersonatedUser: null };
    expect(() => openGoogleCalendar({ apiUrl: 'nowhere', credentials: wrong })).toThrow(
      /address[\s\S]*EMAIL[\s\S]*KEY/,
    );
  });
});

describe('secrets', () => {
  const customer = 'Hansen, Nørregade 7';
  const guest = 'hans.hansen@example.dk';
  const keyLine = privateKey.split('\n')[3] ?? '';
  const draft = draftOf('abcde', { title: customer, attendees: [{ email: guest }] });
  const echo = `Invalid attendee ${guest} of "${customer}"; ${accessToken}`;

  test.each([
    ['a refused token', [oauth(400, 'invalid_grant')]],
    ['a refused event', [token, refusal(400, 'invalid', { message: echo, location: guest })]],
    ['a denied calendar', [token, refusal(403, 'requiredAccessLevel')]],
    ['a missing calendar', [token, refusal(404, 'notFound')]],
    ['a dropped connection', [token, 'drop', 'drop', 'drop', 'drop']],
    ['failure', [token, refusal(500, 'backendError'), refusal(500, 'backendError'), 'drop', 'cut']],
    ['rejected tokens', [token, refusal(401, 'authError'), token, refusal(401, 'authError')]],
    ['a token endpoint that drops', ['drop', 'drop', 'drop']],
  ] as [string, Step[]][])('are in no part of the error, nor is what the event says: %s', async (_name, steps) => {
    const { port } = await openScripted(steps, { credentials });
    const error = await port.insert('office@example.dk', draft, { notify: 'none' }).catch((thrown: unknown) => thrown);
    const cause = error instanceof RenosSyncError ? error.cause : (error as { cause: unknown }).cause;
    expect(cause).toBeInstanceOf(Error);
    const everything = [error, cause].flatMap((part) => [
      inspect(part, { depth: 20, showHidden: true }),
      JSON.stringify(part),
      String(part),
    ]);
    for (const secret of [accessToken, keyLine, 'PRIVATE KEY', 'assertion', customer, guest, 'office@', 'kontor@']) {
      expect(everything.join('\n')).not.toContain(secret);
    }
  });
});
