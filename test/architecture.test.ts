import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { breachesOf, rooms } from './helpers/house-rules.js';
import { readSource } from './helpers/read-source.js';

const src = fileURLToPath(new URL('../src', import.meta.url));
const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => path.replaceAll('\\', '/'))
  .sort()
  .map((path) => readSource({ path, text: readFileSync(join(src, path), 'utf8') }));

const breachesWith = (path: string, text: string) => breachesOf([readSource({ path, text })]);

test('every import is one that the house allows, and there is no cycle', ({ annotate }) => {
  expect(files.length).toBeGreaterThan(100);
  expect(breachesOf(files)).toEqual([]);
  const long = files.filter(({ lines }) => lines > 150).map(({ path, lines }) => `${path} ${lines}`);
  return annotate(`Files above 150 lines: ${long.join(', ') || 'none'}`);
});

test('a folder holds at most 25 files, and the root of src at most 3', () => {
  const folders = new Map<string, number>();
  for (const { path } of files) {
    const folder = path.split('/').slice(0, -1).join('/');
    folders.set(folder, (folders.get(folder) ?? 0) + 1);
  }
  expect([...folders].filter(([folder, count]) => count > (folder === '' ? 3 : 25))).toEqual([]);
});

test('every import leads to a file that exists', () => {
  const paths = new Set(files.map(({ path }) => path));
  const astray = files.flatMap(({ path, imports }) =>
    imports.filter(({ kind, target }) => kind === 'ours' && !paths.has(target)).map(({ target }) => [path, target]),
  );
  expect(astray).toEqual([]);
});

test('a package is at home in one room, but for those that only read and reckon', () => {
  const everywhere = ['valibot', 'temporal-polyfill', '@oclif/core', 'ora'];
  const homes = new Map<string, string[]>();
  for (const [name, room] of Object.entries(rooms))
    for (const one of room.packages ?? []) homes.set(one, [...(homes.get(one) ?? []), name]);
  const shared = [...homes].filter(([one, where]) => where.length > 1 && !everywhere.includes(one));
  expect(shared).toEqual([]);
});

test.each([
  ['core/calendar/a.ts', "import { sql } from 'drizzle-orm';", 'core/calendar/a.ts imports drizzle-orm'],
  ['core/a.ts', "import { readFile } from 'node:fs/promises';", 'core/a.ts imports node:fs/promises'],
  ['core/a.ts', "export * from '../db/leases.js';", 'core/a.ts imports db/leases.ts'],
  ['core/a.ts', 'export const now = () => Date.now();', 'core/a.ts takes Date.now'],
  ['core/a.ts', 'export const now = () => new Date();', 'core/a.ts takes new Date()'],
  ['core/a.ts', 'export const say = () => console.log(1);', 'core/a.ts takes console'],
  ['core/a.ts', "import type { Voice } from '../messages/voice.js';", 'core/a.ts imports types of messages/voice.ts'],
  [
    'db/a.ts',
    "import { conflictReasons } from '../messages/en/sync-reasons.js';",
    'db/a.ts imports messages/en/sync-reasons.ts',
  ],
  ['db/a.ts', "import { pace } from '../google/pace.js';", 'db/a.ts imports google/pace.ts'],
  [
    'db/a.ts',
    "import { planSync } from '../core/calendar/plan/plan-sync.js';",
    'db/a.ts imports core/calendar/plan/plan-sync.ts',
  ],
  ['db/a.ts', 'export const url = process.env.DATABASE_URL;', 'db/a.ts takes process.env'],
  ['google/a.ts', "export const late = () => import('postgres');", 'google/a.ts imports postgres'],
  [
    'cli/commands/a.ts',
    "export default class A { b = () => import('../../db/sync/leases.js'); }",
    'cli/commands/a.ts imports db/sync/leases.ts',
  ],
  [
    'cli/commands/a.ts',
    'export default class A {}\nexport class B {}',
    'cli/commands/a.ts is not one command: 2 classes, 1 default exports',
  ],
  ['reports/a.ts', "import { rank } from '../core/a.js';", 'reports/a.ts imports core/a.ts'],
  ['sandbox/a.ts', "import { calendar } from 'googleapis';", 'sandbox/a.ts imports googleapis'],
  [
    'sandbox/a.ts',
    "import type { Booking } from '../core/calendar/model/booking.js';",
    'sandbox/a.ts imports types of core/calendar/model/booking.ts',
  ],
  [
    'core/calendar/load/a.ts',
    "import type { B } from '../plan/b.js';",
    'core/calendar/load/a.ts imports core/calendar/plan/b.ts, which comes after it',
  ],
  [
    'core/customers/columns/a.ts',
    "import { b } from '../import-customers.js';",
    'core/customers/columns/a.ts imports core/customers/import-customers.ts, which comes after it',
  ],
  ['helpers.ts', '', 'helpers.ts stands in no room of the house'],
  ['core/a.ts', "const name = 'x';\nawait import(name);", 'core/a.ts imports (computed)'],
  ['core/a.ts', `${'\n'.repeat(300)}export {};`, 'core/a.ts has 301 lines'],
])('%s with %j is a breach', (path, text, breach) => {
  expect(breachesWith(path, text)).toEqual([breach]);
});

test.each([
  ['db/a.ts', "import type { Booking } from '../core/calendar/model/booking.js';"],
  ['db/a.ts', "import { BusyError } from '../core/errors.js';"],
  ['sandbox/a.ts', "import type { calendar_v3 } from 'googleapis/build/src/apis/calendar/v3.js';"],
  ['core/a.ts', 'export const read = (row: { process: string }) => [row.process, new Date(0)];'],
])('%s with %j is none', (path, text) => {
  expect(breachesWith(path, text)).toEqual([]);
});

test('a cycle is found, be it of types alone', () => {
  const a = readSource({ path: 'core/a.ts', text: "import type { B } from './b.js';" });
  const b = readSource({ path: 'core/b.ts', text: "export type { A } from './a.js';" });
  expect(breachesOf([a, b])).toEqual(['cycle: core/a.ts → core/b.ts → core/a.ts']);
});
