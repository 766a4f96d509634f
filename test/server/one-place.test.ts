import { readFileSync } from 'node:fs';
import { describe, expect, expectTypeOf, test } from 'vitest';
import Apply from '../../src/cli/commands/apply.js';
import Export from '../../src/cli/commands/export.js';
import Import from '../../src/cli/commands/import.js';
import Stats from '../../src/cli/commands/stats.js';
import Sync from '../../src/cli/commands/sync.js';
import Undo from '../../src/cli/commands/undo.js';
import Validate from '../../src/cli/commands/validate.js';
import type { importRequest } from '../../src/core/options/import-request.js';
import { factsOf } from '../../src/core/options/option.js';
import { optionDocuments } from '../../src/core/options/other-requests.js';
import type { syncRequest } from '../../src/core/options/sync-request.js';
import { resultDocuments } from '../../src/core/results/documents.js';
import type { ImportAndSyncResult, importAndSyncResult } from '../../src/core/results/import-result.js';
import type { SyncResult, syncResult } from '../../src/core/results/sync-result.js';
import type { UndoResult, undoResult } from '../../src/core/results/undo-result.js';
import type { importCustomers, syncCalendar } from '../../src/index.js';
import type { Engine } from '../../src/server/engine.js';
import { apiRoutes } from '../../src/server/make-app.js';
import { describeRoutes } from '../../src/server/openapi/document.js';

/** A JSON Schema, as far as it is looked into here. */
interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean;
  readonly description?: string;
  readonly default?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
}
interface Operation {
  readonly parameters?: readonly { name: string; in: string; description?: string; schema: Schema }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: Schema }>> }>
  >;
}

/** Routes are described before anything of theirs is opened. */
const routes = apiRoutes({ settings: {} } as Engine);
const { paths } = describeRoutes(routes, { version: '0', isOpen: false }) as unknown as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
};
const fileOf = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../schemas/${name}.json`, import.meta.url), 'utf8')) as Schema & {
    readonly $defs: Readonly<Record<keyof typeof optionDocuments, Schema>>;
  };

/** Of a body, of its options, or in the query: the fields that a request may have. */
function requestOf(
  path: string,
  method: string,
  where: 'body' | 'options' | 'query',
): Readonly<Record<string, Schema>> {
  const operation = paths[path]?.[method];
  if (where === 'query') {
    const fields = operation?.parameters?.filter((one) => one.in === 'query') ?? [];
    return Object.fromEntries(
      fields.map(({ name, description, schema }) => [
        name,
        description === undefined ? schema : { ...schema, description },
      ]),
    );
  }
  const body = operation?.requestBody?.content['application/json']?.schema;
  return (where === 'body' ? body : (body?.anyOf?.[0] ?? body)?.properties?.options)?.properties ?? {};
}

/** What of a command is no option of its verb: what it does with a terminal, a file, a plan or a result. */
const ofTheCommand: Readonly<Record<string, readonly string[]>> = {
  sync: ['calendar', 'wait', 'save-plan', 'redact', 'detailed-exitcode', 'html', 'watch', 'poll'],
  import: ['mapping', 'print-mapping', 'yes', 'wait', 'save-plan', 'redact', 'detailed-exitcode', 'html'],
  validate: ['mapping', 'print-mapping', 'against-database', 'html'],
  export: ['output', 'force'],
  stats: ['html'],
  undo: ['yes', 'wait', 'html'],
  apply: ['file', 'wait', 'detailed-exitcode'],
};
const commands: Readonly<Record<string, { readonly flags: object }>> = {
  ...{ sync: Sync, import: Import, validate: Validate, export: Export, stats: Stats, undo: Undo, apply: Apply },
};

/** Where each verb is asked for over HTTP, and what such a request has besides: names that RenOS gave, and what a command takes as an argument. */
const requests = [
  ['sync', '/api/calendar-sync/sync', 'post', 'body', ['calendarId'], []],
  ['sync', '/api/plans', 'post', 'body', ['calendarId'], []],
  ['import', '/api/customer-import/import', 'post', 'query', [], []],
  [
    'import',
    '/api/customer-import/import',
    'post',
    'options',
    ['mapping'],
    ['encoding', 'delimiter', 'sheet', 'entry'],
  ],
  ['import', '/api/customer-import/import-csv', 'post', 'options', ['mapping'], ['encoding', 'sheet', 'entry']],
  ['import', '/api/plans', 'post', 'query', [], []],
  [
    'export',
    '/api/customer-import/export',
    'get',
    'query',
    ['ids', 'customerIds'],
    ['format', 'bookings', 'excel', 'delimiter', 'bom'],
  ],
  ['undo', '/api/runs/{id}/undo', 'post', 'body', [], []],
  ['apply', '/api/plans/{id}/apply', 'post', 'body', [], []],
  ['apply', '/api/plans/{id}/apply', 'post', 'query', [], []],
] as const;
/** RenOS's defaults, which are others than those of the commands. */
const usualOverHttp: Readonly<Record<string, unknown>> = { createBookings: true, maxEvents: 1000 };

describe('an option stands once', () => {
  const verbs = Object.entries(optionDocuments);

  test.each(verbs)(
    'each flag of %s has the words and choices of its schema, and there is no other',
    (verb, entries) => {
      const flags = commands[verb]?.flags as Readonly<Record<string, object>>;
      const facts = factsOf(entries);
      for (const { flag, type, description, choices } of facts) {
        expect(description).toMatch(/^[A-Z]/);
        expect(flags[flag]).toMatchObject({ description, ...(type === 'picklist' ? { options: choices } : {}) });
      }
      expect(Object.keys(flags).sort()).toEqual(
        [...facts.map(({ flag }) => flag), ...(ofTheCommand[verb] ?? [])].sort(),
      );
    },
  );

  test.each(verbs)('schemas/options.json has each option of %s, said without holes', (verb, entries) => {
    const written = fileOf('options').$defs[verb as keyof typeof optionDocuments].properties ?? {};
    expect(Object.keys(written)).toEqual(Object.keys(entries));
    for (const { name, description } of factsOf(entries)) {
      expect(written[name]).toMatchObject({ description });
      expect(JSON.stringify(written[name])).not.toMatch(/\{\}/);
    }
  });

  test.each(requests)('%s by %s (%s) takes the same in its %s', (verb, path, method, where, others, not) => {
    const known = { ...fileOf('options').$defs[verb].properties };
    for (const name of not) delete known[name];
    const taken = { ...requestOf(path, method, where) };
    expect(Object.keys(taken).sort()).toEqual([...Object.keys(known), ...others].sort());
    for (const [name, schema] of Object.entries(known)) {
      expect(taken[name]).toEqual(name in usualOverHttp ? { ...schema, default: usualOverHttp[name] } : schema);
    }
  });

  test('a check over HTTP takes what an import takes, and strict', () => {
    const query = Object.keys(requestOf('/api/customer-import/validate', 'post', 'query'));
    expect(query.sort()).toEqual([...Object.keys(optionDocuments.import), 'strict'].sort());
    for (const name of Object.keys(optionDocuments.validate)) expect(query).toContain(name);
  });

  test('the library takes the same options, by type', () => {
    type Followed = 'signal' | 'onProgress';
    type Import = NonNullable<Parameters<typeof importCustomers>[1]>;
    type Sync = NonNullable<Parameters<typeof syncCalendar>[0]>;
    expectTypeOf<Exclude<keyof Import, Followed>>().toEqualTypeOf<keyof typeof importRequest>();
    expectTypeOf<Exclude<keyof Sync, Followed | 'calendarId'>>().toEqualTypeOf<keyof typeof syncRequest>();
  });
});

/** The data of an answer that went well, whole or in part. */
function answerOf(path: string, method: 'get' | 'post'): Readonly<Record<string, Schema>> {
  const answer = paths[path]?.[method]?.responses['200']?.content?.['application/json']?.schema;
  return (answer?.anyOf?.[0] ?? answer)?.properties?.data?.properties ?? {};
}

/** The fields that a command prints when it goes well; `error` is why it ended early. */
function printedBy(name: string): Readonly<Record<string, Schema>> {
  const file = fileOf(name);
  const printed = file.anyOf?.[0] ?? file;
  const { error: _, ...fields } = (printed.anyOf?.[0] ?? printed).properties ?? {};
  return fields;
}

describe('a result stands once', () => {
  test.each([
    ['sync', '/api/calendar-sync/sync', 'post', []],
    ['status', '/api/calendar-sync/status', 'get', []],
    ['import', '/api/customer-import/import', 'post', []],
    ['import-csv', '/api/customer-import/import-csv', 'post', []],
    [
      'validate',
      '/api/customer-import/validate',
      'post',
      ['valid', 'totalCustomers', 'validCustomers', 'invalidCustomers', 'results'],
    ],
    ['undo', '/api/runs/{id}/undo', 'post', []],
    ['apply', '/api/plans/{id}/apply', 'post', []],
  ] as const)(
    'each field of %s is in its JSON Schema and in the OpenAPI document, the same',
    (name, path, method, others) => {
      const written = printedBy(name);
      const answered = answerOf(path, method);
      expect(Object.keys(written).length).toBeGreaterThan(3);
      expect(Object.keys(answered).sort()).toEqual([...Object.keys(written), ...others].sort());
      for (const [field, schema] of Object.entries(written)) expect(answered[field]).toEqual(schema);
    },
  );

  test('a plan over HTTP is the plan that a command saves', () => {
    const {
      $schema: _,
      $id: __,
      title: ___,
      ...saved
    } = fileOf('plan') as unknown as Readonly<Record<string, unknown>>;
    const answer = paths['/api/plans']?.post?.responses['200']?.content?.['application/json']?.schema;
    expect(answer?.properties?.data).toEqual(saved);
  });

  test('statistics over HTTP are the first six figures of stats', () => {
    const { success: _, ...written } = printedBy('stats');
    expect(Object.entries(answerOf('/api/customer-import/statistics', 'get'))).toEqual(
      Object.entries(written).slice(0, 6),
    );
  });

  test('every result has a page of its fields', () => {
    const page = readFileSync(new URL('../../docs/reference/json.md', import.meta.url), 'utf8');
    for (const name of Object.keys(resultDocuments)) {
      const section = page.split(`\n## ${name.replace('conflicts-', 'conflicts ')}\n`)[1]?.split('\n## ')[0] ?? '';
      for (const field of Object.keys(printedBy(name))) expect(section).toContain(`| \`${field}\` |`);
    }
  });

  test('results are of their schemas, by type', () => {
    expectTypeOf<keyof SyncResult>().toEqualTypeOf<keyof typeof syncResult.entries>();
    expectTypeOf<keyof ImportAndSyncResult>().toEqualTypeOf<keyof typeof importAndSyncResult.entries>();
    expectTypeOf<keyof UndoResult>().toEqualTypeOf<keyof typeof undoResult.entries>();
  });
});
