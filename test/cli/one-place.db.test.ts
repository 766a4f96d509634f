import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import Sync from '../../src/cli/commands/sync.js';
import { factsOf } from '../../src/core/options/option.js';
import { direction, syncRequest } from '../../src/core/options/sync-request.js';
import { importAndSyncResult } from '../../src/core/results/import-result.js';
import { statusResult } from '../../src/core/results/status-result.js';
import { syncResult } from '../../src/core/results/sync-result.js';
import { openServerWorld, type ServerWorld } from '../server/open-server.js';

/** A JSON Schema, as far as it is looked into here. */
interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly description?: string;
  readonly anyOf?: readonly Schema[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
  readonly responses?: Readonly<
    Record<string, { readonly content: Readonly<Record<string, { readonly schema: Schema }>> }>
  >;
}

let server: ServerWorld;
let paths: Readonly<Record<string, Readonly<Record<string, Schema>>>>;
beforeAll(async () => {
  server = await openServerWorld();
  const document = (await (await server.request('/openapi.json')).json()) as { paths: typeof paths };
  paths = document.paths;
});
afterAll(() => server.close());

const bodyOf = (path: string) => paths[path]?.post?.requestBody?.content['application/json']?.schema.properties ?? {};

/** The data of an answer that went well, whole or in part. */
function dataOf(path: string, method: 'get' | 'post'): Readonly<Record<string, Schema>> {
  const answer = paths[path]?.[method]?.responses?.['200']?.content['application/json']?.schema;
  return (answer?.anyOf?.[0] ?? answer)?.properties?.data?.properties ?? {};
}

describe('an option stands once', () => {
  test.each(factsOf({ direction, ...syncRequest }))('$name is the same in the help and over HTTP', (facts) => {
    const { flag, http, description, choices } = facts;
    expect((Sync.flags as Readonly<Record<string, unknown>>)[flag]).toMatchObject({ description });
    if (choices.length > 0 && facts.type === 'picklist')
      expect((Sync.flags as Readonly<Record<string, unknown>>)[flag]).toMatchObject({ options: choices });
    const field = bodyOf('/api/calendar-sync/sync')[http];
    expect(field).toMatchObject({ description });
    expect(JSON.stringify(field)).not.toMatch(/\{\}/);
  });

  test('sync has no other flags than those, its calendars, and waiting', () => {
    // What the command does with a plan and its result, and how it goes on, is no option of a sync.
    const ofTheCommand = ['save-plan', 'redact', 'detailed-exitcode', 'html', 'watch', 'poll'];
    const own = ['calendar', 'wait', ...factsOf({ direction, ...syncRequest }).map(({ flag }) => flag)];
    expect(Object.keys(Sync.flags).sort()).toEqual([...own, ...ofTheCommand].sort());
  });

  test('a sync over HTTP has no other fields than those and its calendar', () => {
    const own = ['calendarId', ...factsOf({ direction, ...syncRequest }).map(({ http }) => http)];
    expect(Object.keys(bodyOf('/api/calendar-sync/sync')).sort()).toEqual(own.sort());
  });
});

describe('a result stands once', () => {
  test.each([
    ['sync', syncResult, '/api/calendar-sync/sync', 'post'],
    ['status', statusResult, '/api/calendar-sync/status', 'get'],
    ['import', importAndSyncResult, '/api/customer-import/import', 'post'],
  ] as const)(
    'each field of %s is in its JSON Schema and in the OpenAPI document',
    async (name, { entries }, path, method) => {
      const file = JSON.parse(await readFile(new URL(`../../schemas/${name}.json`, import.meta.url), 'utf8')) as Schema;
      const [printed] = file.anyOf ?? [];
      const { error: _, ...written } = (printed?.anyOf?.[0] ?? printed)?.properties ?? {};
      expect(Object.keys(written)).toEqual(Object.keys(entries));
      const answered = dataOf(path, method);
      expect(Object.keys(answered)).toEqual(Object.keys(entries));
      for (const field of Object.keys(entries)) expect(answered[field]).toEqual(written[field]);
    },
  );
});
