import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openServerWorld, type ServerWorld } from './open-server.js';

/** Part of a JSON Schema, as the server's own document has it. */
interface Schema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
}

interface Described {
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema: Schema }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
}

/** Another one each time, unless one is named. */
const seed = process.env.FUZZ_SEED === undefined ? {} : { seed: Number(process.env.FUZZ_SEED) };

let world: ServerWorld;
beforeAll(async () => {
  const many = 10_000_000;
  world = await openServerWorld({
    env: { PUBLIC_URL: 'http://127.0.0.1:9' },
    limits: { writesPerMinute: many, requestsPerMinute: many },
  });
});
afterAll(() => world.close());

/** What breaks programs: other types, bounds and what lies beyond them, NUL, half letters, texts of steering signs. */
const odd = fc.oneof(
  fc.constantFrom<unknown>(
    ...[null, true, false, 0, -0, -1, 1.5, 1e308, -1e308, 2 ** 31, 2 ** 53, Number.MAX_SAFE_INTEGER],
    ...[
      '',
      ' ',
      '\u0000',
      'a\u0000b',
      '\ud800',
      '\udfff',
      '\u202e',
      '\ufeff',
      '\r\n',
      '\u001b[31m',
      '..',
      '../x',
      '%00',
      '%zz',
    ],
    ...[
      'primary',
      '__proto__',
      'constructor',
      'toString',
      'NaN',
      'Infinity',
      '1e999',
      '-infinity',
      "'; drop table customers; --",
    ],
    ...['2026-02-29', '0000-00-00', '9999-12-31', '+275760-09-13', '24:00', '100%', '1000000%', 'x'.repeat(5_000)],
  ),
  fc.jsonValue({ maxDepth: 3 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
);

/** Something that the schema describes, more often than not. */
function described(schema: Schema): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 3, arbitrary: asDescribed(schema) }, { weight: 1, arbitrary: odd });
}

function asDescribed(schema: Schema): fc.Arbitrary<unknown> {
  if (schema.anyOf !== undefined) return fc.oneof(...schema.anyOf.map(described));
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  if (schema.const !== undefined) return fc.constant(schema.const);
  const { type, minimum = -3, maximum = 1_000_000, format } = schema;
  if (type === 'boolean') return fc.boolean();
  if (type === 'integer' || type === 'number')
    return fc.oneof(fc.constantFrom(minimum - 1, minimum, maximum, maximum + 1), fc.integer({ min: 0, max: 50 }));
  if (type === 'array') return fc.array(described(schema.items ?? {}), { maxLength: 4 });
  if (type === 'object' && schema.properties !== undefined) return objectOf(schema.properties);
  if (type === 'string') return format === 'date' ? fc.constantFrom('2026-01-01', '2026-13-01', '1970-01-01') : text;
  return odd;
}

const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 30 }),
  fc.constantFrom('Name\nBo Dahl\n', 'DK', 'Europe/Copenhagen', 'utf-8', ';'),
);

/** The names that are known, and now and then one that is not. */
function objectOf(properties: Readonly<Record<string, Schema>>): fc.Arbitrary<unknown> {
  const known = fc.record(
    Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, described(schema)])),
    { requiredKeys: [] },
  );
  const strange = fc.dictionary(
    fc.oneof(fc.string({ unit: 'binary', maxLength: 8 }), fc.constantFrom('__proto__', 'dryrun')),
    odd,
    { maxKeys: 2 },
  );
  return fc.oneof(
    { weight: 3, arbitrary: known },
    { weight: 1, arbitrary: fc.tuple(known, strange).map(([one, other]) => ({ ...one, ...other })) },
  );
}

const rows = fc.array(
  fc.oneof(
    objectOf(
      Object.fromEntries(['name', 'email', 'phone', 'address', 'notes', 'tags', 'bookings'].map((name) => [name, {}])),
    ),
    odd,
  ),
  { maxLength: 4 },
);

/** What is sent for real writes little, and nothing in the calendar: what a real sync makes of odd rows is others' to show. */
function harmless(path: string, body: unknown): unknown {
  const isObject = typeof body === 'object' && body !== null && !Array.isArray(body);
  return path.includes('calendar-sync') && isObject ? { ...body, dryRun: true } : body;
}

const wellFormed = (word: string) => word.replace(/\p{Surrogate}/gu, '\ufffd');
const query = (names: readonly string[]) =>
  fc
    .array(
      fc.tuple(
        fc.oneof(fc.constantFrom(...names, 'unheard', 'dryRun'), fc.string({ unit: 'binary', maxLength: 6 })),
        odd,
      ),
      { maxLength: 3 },
    )
    .map((pairs) =>
      pairs.map(
        ([name, value]) =>
          `${encodeURIComponent(wellFormed(name))}=${encodeURIComponent(wellFormed(typeof value === 'string' ? value : JSON.stringify(value))).slice(0, 2_000)}`,
      ),
    )
    .map((pairs) => (pairs.length === 0 ? '' : `?${pairs.join('&')}`));

const ids = fc.oneof(
  fc.constantFrom('0123', 'abcdef', ''),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 50 }).map((id) => encodeURIComponent(wellFormed(id))),
);

test('no endpoint of the document answers anything with 500, and no 5xx asks for a useless retry', async () => {
  const document = (await world.get('/openapi.json')).body as {
    readonly paths: Record<string, Record<string, Described>>;
  };
  const statuses = new Map<string, number>();
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      const names = (operation.parameters ?? []).filter((one) => one.in === 'query').map(({ name }) => name);
      const json = operation.requestBody?.content['application/json']?.schema;
      const takesFile = operation.requestBody?.content['text/csv'] !== undefined;
      const bodies =
        json === undefined
          ? fc.constant(undefined)
          : fc.oneof(
              { weight: 4, arbitrary: described(json) },
              { weight: 1, arbitrary: fc.record({ customers: rows }) },
              { weight: 1, arbitrary: odd },
            );
      const calls = fc.record({
        search: fc.oneof({ weight: 2, arbitrary: fc.constant('') }, query(names)),
        body: bodies,
        id: ids,
        isFile: fc.boolean(),
      });
      await fc.assert(
        fc.asyncProperty(calls, async ({ search, body, id, isFile }) => {
          const asFile = takesFile && isFile;
          const sent = asFile
            ? `Name,Email\n${JSON.stringify(body ?? '')},a@example.dk\n`
            : JSON.stringify(harmless(path, body));
          const target = `${path.replace('{id}', id)}${search}`;
          const response = await world.request(target, {
            method: method.toUpperCase(),
            ...(method === 'post'
              ? { body: sent ?? '', headers: { 'content-type': asFile ? 'text/csv' : 'application/json' } }
              : {}),
          });
          const told = await response.text();
          const { status } = response;
          statuses.set(`${method} ${path} ${status}`, (statuses.get(`${method} ${path} ${status}`) ?? 0) + 1);
          const isWell = status < 500 || (path === '/ready' && status === 503);
          expect(isWell, `${method} ${target} ${sent}: ${status} ${told.slice(0, 500)}`).toBe(true);
        }),
        { numRuns: Number(process.env.FUZZ_RUNS ?? 60), ...seed },
      );
    }
  }
  expect([...statuses.keys()].some((key) => key.endsWith(' 200'))).toBe(true);
  expect(world.lines.filter(({ message }) => message === 'request failed')).toEqual([]);
}, 1_200_000);
