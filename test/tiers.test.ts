import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const folder = fileURLToPath(new URL('.', import.meta.url));
const files = new Map(
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.ts'))
    .sort()
    .map((path) => [path, readFileSync(`${folder}/${path}`, 'utf8')]),
);
const tests = [...files.keys()].filter((path) => path.endsWith('.test.ts'));

/** The part of a name before `.test.ts`; `unit` if there is none. */
const tierOf = (path: string) => /\.(\w+)\.test\.ts$/.exec(path)?.[1] ?? 'unit';

/** A file, and all files of test/ that it imports, directly or not. */
function withImports(path: string, found = new Set<string>()): ReadonlySet<string> {
  if (found.has(path)) return found;
  found.add(path);
  for (const [, target = ''] of (files.get(path) ?? '').matchAll(/(?:from|import\() ?'(\.[^']+)\.js'/g)) {
    const imported = `${posix.join(posix.dirname(path), target)}.ts`;
    if (files.has(imported)) withImports(imported, found);
  }
  return found;
}

/** What only a server, an embedded database or a build provides. */
const served =
  /\binject\(|open-embedded\.js|open-server\.js|own-postgres\.[jt]s|bin\/run\.js|dist\/|oclif\.manifest|'renos-sync\//;

const needs = (path: string) => [...withImports(path)].flatMap((one) => served.exec(files.get(one) ?? '')?.[0] ?? []);

test('every test file has the name of a tier', () => {
  expect([...new Set(tests.map(tierOf))].sort()).toEqual(['browser', 'db', 'nightly', 'slow', 'unit']);
});

test('a unit test needs neither a server nor a build: else it is named *.db.test.ts', () => {
  const units = tests.filter((path) => tierOf(path) === 'unit' && !/^(tiers|architecture)\./.test(path));
  expect(units.length).toBeGreaterThan(50);
  expect(units.flatMap((path) => needs(path).map((need) => `${path} needs ${need}`))).toEqual([]);
});

test('a test in the tier db needs a server or a build: else it is named *.test.ts', () => {
  expect(tests.filter((path) => tierOf(path) === 'db' && needs(path).length === 0)).toEqual([]);
});

test('a test that starts a browser is named *.browser.test.ts', () => {
  const starts = tests.filter((path) => withImports(path).has('helpers/browser.ts'));
  expect(starts.filter((path) => tierOf(path) !== 'browser')).toEqual([]);
});

test('a test with the name of a module that it imports stands in the folder of that module', () => {
  const misplaced = tests.flatMap((path) => {
    const name = posix.basename(path).replace(/(\.\w+)?\.test\.ts$/, '');
    const imports = [...(files.get(path) ?? '').matchAll(/from '(\.[^']+)\.js'/g)].map(([, target = '']) =>
      posix.join('test', posix.dirname(path), target),
    );
    const modules = imports.filter((each) => each.startsWith('src/') && posix.basename(each) === name);
    const folders = modules.map((each) => posix.dirname(each).slice('src/'.length));
    return folders.length === 0 || folders.includes(posix.dirname(path)) ? [] : [`${path} belongs to ${folders}`];
  });
  expect(misplaced).toEqual([]);
});
