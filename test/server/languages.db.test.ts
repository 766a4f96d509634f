import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Failures } from '../../src/core/codes/failures.js';
import { flagsIn, proseIn, sentencesOf, withoutProse } from '../helpers/prose.js';
import { englishWordsIn } from '../helpers/words.js';
import { type Answer, addBookings, openServerWorld, type ServerWorld } from './open-server.js';

let world: ServerWorld;
beforeAll(async () => {
  world = await openServerWorld();
  await addBookings(world.sql, 20);
  await world.post('/api/calendar-sync/sync');
});
afterAll(() => world.close());

type Language = 'en' | 'da';
type Code = keyof Failures extends infer Id ? (Id extends `${infer Head}/${string}` ? Head : Id) : never;
const csv = { 'content-type': 'text/csv' };
const validate = '/api/customer-import/validate';
const sync = '/api/calendar-sync/sync';

/** What differs from one request to the next. */
const ofOneRequest =
  /^(requestId|processingTime|requests|lastSyncTime|checkedAt|milliseconds|tokenAgeSeconds|id|madeAt|seal|after)$/;
const lasting = (body: unknown) =>
  JSON.parse(JSON.stringify(withoutProse(body), (key, value) => (ofOneRequest.test(key) ? 0 : value)));

/** The same request in both languages: no flag, no English in Danish, the same codes, fields and figures. */
async function inBoth(ask: (headers: { 'accept-language': Language }) => Promise<Answer>): Promise<Answer> {
  const english = await ask({ 'accept-language': 'en' });
  const danish = await ask({ 'accept-language': 'da' });
  for (const { body } of [english, danish]) expect(proseIn(body).flatMap(flagsIn)).toEqual([]);
  for (const text of proseIn(danish.body)) expect(englishWordsIn(sentencesOf(text)), text).toEqual([]);
  expect(danish.status).toBe(english.status);
  expect(lasting(danish.body)).toEqual(lasting(english.body));
  expect(danish.body.message).not.toBe(english.body.message);
  return danish;
}

const posted = (path: string, body: unknown, headers = {}) =>
  inBoth((said) => world.post(path, body, { ...headers, ...said }));
const got = (path: string, headers = {}) => inBoth((said) => world.get(path, { ...headers, ...said }));
const file = (text: string | Uint8Array, query = '') =>
  posted(`${validate}${query}`, text, { 'content-type': 'application/octet-stream' });
const google = (fault: object) => async () => {
  world.sandbox.addFault({ times: 0, ...fault } as never);
  try {
    return await posted(sync, { forceSync: true });
  } finally {
    world.sandbox.clearFaults();
  }
};
const status = (code: number, reason: string) =>
  google({ match: { operation: 'events.list' }, kind: 'status', status: code, reason });

const provoked: readonly (readonly [Code, () => Promise<Answer>])[] = [
  ['not-found', () => got('/nowhere')],
  ['method-not-allowed', () => got(sync)],
  ['invalid-input', () => posted(sync, { maxEvents: 0, dryrun: true, syncDirection: 'up' })],
  ['malformed-json', () => posted(sync, '{')],
  ['unsupported-media-type', () => posted(sync, 'a=b', { 'content-type': 'text/xml' })],
  ['token-missing', () => got('/ready', { authorization: '' })],
  ['token-wrong', () => got('/ready', { authorization: 'Bearer nonsense-nonsense' })],
  ['run-unknown', () => got('/api/runs/0123456789')],
  ['plan-unknown', () => got('/api/plans/0123456789')],
  ['file-empty', () => file('')],
  ['no-header', () => file('rød;2\nblå;3\n')],
  ['no-name-column', () => file('By;Telefontype\nAarhus;mobil\n')],
  ['table-transposed', () => file('Navn;Åse\nTelefon;20304050\nAdresse;Åvej 1\n')],
  ['mapping-column-missing', () => file('Navn\nÅse\n', '?map=Kunde=name')],
  ['json-incomplete', () => file('[{"name":"Åse"')],
  ['json-several-lists', () => file('{"nye":[{"name":"Åse"}],"gamle":[{"name":"Bo"}]}')],
  ['json-in-columns', () => file('{"name":{"0":"Åse","1":"Bo"},"email":{"0":"a@x.example","1":"b@x.example"}}')],
  ['archive-damaged', () => file('PK\u0003\u0004'.padEnd(64, 'x'))],
  ['not-text', () => file('%PDF-1.7\n'.padEnd(64, '\0'))],
  ['most-rows-rejected', () => posted('/api/customer-import/import-csv', 'Navn,E-mail\n,a\n,b\n', csv)],
  ['no-customers', () => posted('/api/plans', 'Navn,E-mail\nNavn,E-mail\n', csv)],
  ['calendar-not-renamed', () => posted(sync, { renamedFrom: 'gammel@example.dk' })],
  ['google-denied', status(403, 'forbidden')],
  ['calendar-not-found', status(404, 'notFound')],
  ['google-quota-exceeded', status(403, 'dailyLimitExceeded')],
];

describe('what is refused, in both languages', () => {
  test.each(provoked)('%s', async (code, provoke) => {
    expect((await provoke()).body).toMatchObject({ success: false, error: code });
  });
});

describe('what went well, in both languages', () => {
  const untidy =
    'Kunde;Mail;Tlf;Omsætning;Oprettet af;Sidste kontakt\nÅse Holm;aase@example.dk;2030;1.234;Ida;31-02-2025\nBo Dam;bo.example.dk;20304050 / 20304051;tyve;Ida;03/04/2025\nBo Dam;bo@example.dk;20304050;12,50;Ida;03-04-2025\nIda Dam;ida@example.dk;20304050;12,50;Ida;03-04-2025\nKim Due;kim@example.dk;20304055;1;Ida;1-4-2025\n';

  test.each(['', '?strict=true'])('a file that is checked%s: findings, errors and warnings', async (query) => {
    const { body } = await posted(`${validate}${query}`, untidy, csv);
    const { errors, warnings, findings } = body.data;
    expect(errors).toContain('linje 3, kolonne Mail: har intet @');
    expect(errors.length + warnings.length).toBe(findings.length);
  });

  test('without a language, or one that we have not, it is what the command prints', async () => {
    const ask = async (headers = {}) => (await world.post(validate, untidy, { ...csv, ...headers })).body.data;
    const { errors } = await ask({ 'accept-language': 'en' });
    expect(errors).toContain('line 3, column Mail: has no @');
    expect((await ask()).errors).toEqual(errors);
    expect((await ask({ 'accept-language': 'de' })).errors).toEqual(errors);
  });

  test('posted customers: what is said of each', async () => {
    const { body } = await posted(validate, {
      customers: [{ name: 'Åse', email: 'aase' }, { name: '' }, { name: 'Bo' }],
    });
    expect(body.data.results[0].errors).toEqual(['email har intet @']);
    expect(body.data.errors[0]).toMatch(/^post 1, .*kolonne email: har intet @$/);
  });

  test('a plan is stored as it was made, and translated for each request', async () => {
    await world.sql`update bookings set address = 'Torvet 2', "updatedAt" = now() + interval '1 second' where id = 'b1'`;
    const { body } = await posted('/api/plans', {});
    expect(body.data.items).toMatchObject([{ reason: 'bookingen blev ændret' }]);
    const path = `/api/plans/${body.data.id}`;
    expect((await got(path)).body.data.items).toMatchObject([{ reason: 'bookingen blev ændret' }]);
    const [kept] = await world.sql`select document::text as plan from renos_sync.plans where id = ${body.data.id}`;
    expect(kept?.plan).toContain('the booking changed location');
    expect((await posted(`${path}/apply`, { dryRun: true })).body.data.sync.changes).toMatchObject([
      { reason: 'bookingen blev ændret' },
    ]);
  });

  test('a sync with conflicts and failed items, and the status after it', async () => {
    const event = (await world.google.events.list({ calendarId: 'primary' })).data.items?.find(({ summary }) =>
      /^Vask 2\b/.test(summary ?? ''),
    );
    await world.google.events.patch({
      calendarId: 'primary',
      eventId: event?.id ?? '',
      requestBody: { location: 'Åvej 3' },
    });
    await world.sql`update bookings set address = 'Nygade 1', "updatedAt" = now() where id = 'b2'`;
    await world.sql`update bookings set "endTime" = "startTime" - interval '1 hour', "updatedAt" = now() where id = 'b3'`;
    const { body } = await posted(sync, { onConflict: 'hold', dryRun: true });
    expect(body.data.conflicts).toHaveLength(1);
    await world.post(sync, { onConflict: 'hold' });
    const { held, failed } = (await got('/api/calendar-sync/status')).body.data;
    expect([held.length, failed.length]).toEqual([1, 1]);
  });

  test('a run, its events, and its undo', async () => {
    const imported = await world.post(
      '/api/customer-import/import-csv',
      'Navn,E-mail\nMona Birk,mona@example.dk\n',
      csv,
    );
    const { runId } = imported.body.data;
    await got(`/api/runs/${runId}`);
    await posted(`/api/runs/${runId}/undo`, { dryRun: true });
    const events = await world.request(`/api/runs/${runId}/events`, { headers: { 'accept-language': 'da' } });
    expect(await events.text()).toContain('"succeeded"');
  });
});

test('a guard that refuses a sync, and the record of that run', async () => {
  await world.sql`delete from bookings where id in (select 'b' || n from generate_series(5, 18) n)`;
  const refused = await posted(sync, {});
  expect(refused).toMatchObject({ status: 409, body: { error: 'too-many-removals' } });
  const [run] =
    await world.sql`select id, error, error_sentence as said from renos_sync.runs order by seq desc limit 1`;
  expect(run).toMatchObject({ error: expect.stringContaining('would be'), said: { id: 'too-many-removals/events' } });
  expect((await got(`/api/runs/${run?.id}`)).body.data.error).toBe(refused.body.message);
  expect((await got('/api/calendar-sync/status')).body.data.lastRun.error).toBe(refused.body.message);
});
