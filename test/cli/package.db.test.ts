import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { runCli } from '../helpers/cli.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string) => readFileSync(`${root}/${path}`, 'utf8');

test('the package holds what runs, its schemas and its papers, and nothing else', () => {
  const [packed] = JSON.parse(
    execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: root, encoding: 'utf8' }),
  ) as { files: { path: string }[] }[];
  const paths = packed?.files.map(({ path }) => path) ?? [];
  const wanted = [
    /^(package\.json|README\.md|LICENSE|bin\/(run\.js|package\.json)|oclif\.manifest\.json|dist\/help\.json)$/,
    /^dist\/[\w/-]+(\.js|\.d\.ts)$/,
    /^dist\/db\/embedded\/empty-database\.tar\.gz$/,
    /^dist\/program\/(renos-sync\.cjs|LICENSES\.txt)$/,
    /^drizzle\/(\d{4}_\w+\.sql|meta\/_journal\.json)$/,
    /^schemas\/[\w-]+\.json$/,
  ];
  expect(paths.filter((path) => !wanted.some((one) => one.test(path)))).toEqual([]);
  for (const one of wanted) expect(paths.some((path) => one.test(path))).toBe(true);
  const { entries } = JSON.parse(read('drizzle/meta/_journal.json')) as { entries: { tag: string }[] };
  expect(paths).toEqual(expect.arrayContaining(entries.map(({ tag }) => `drizzle/${tag}.sql`)));
});

test('the lock file names packages, not where they were fetched', () => {
  expect(read('package-lock.json')).not.toContain('"resolved"');
});

// Without `--help` it is oclif that answers; with it, what the build wrote down.
test.each([[''], ['sync'], ['import-csv'], ['conflicts'], ['conflicts resolve']])(
  'the help that was written down for "%s" is what oclif says',
  async (words) => {
    const typed = words.split(' ').filter((word) => word !== '');
    const [stored, told] = await Promise.all([
      runCli([...typed, '--help']),
      runCli(typed.length === 0 ? [] : ['help', ...typed]),
    ]);
    expect(stored.stdout).toBe(told.stdout);
    expect(stored.exitCode).toBe(0);
  },
);

test('the reference shows every command, and the page of sync its truth table', () => {
  const { commands } = JSON.parse(read('oclif.manifest.json')) as { commands: Record<string, { hidden?: boolean }> };
  const reference = read('docs/reference/commands.md');
  for (const [id, { hidden }] of Object.entries(commands))
    if (hidden !== true) expect(reference).toContain(`| [\`renos-sync ${id.replaceAll(':', ' ')}\`]`);
  expect(read('docs/sync.md')).toContain('| booking | event | both ways |');
});
