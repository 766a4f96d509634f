import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { rowOf } from '../../src/db/client/database.js';
import { openTestDatabase } from '../helpers/databases.js';
import { type Block, readPage, root } from './read-page.js';

/** The files that pages tell a reader to write: units, workflows, images, settings. */
const page = (name: string) => readPage(`docs/${name}.md`);
const blocksOf = (name: string, language: string) => page(name).blocks.filter((block) => block.language === language);
const textOf = ({ lines }: Block) => `${lines.join('\n')}\n`;

const manifest = JSON.parse(readFileSync(`${root}oclif.manifest.json`, 'utf8')) as {
  readonly commands: Readonly<Record<string, { readonly flags: Readonly<Record<string, unknown>> }>>;
};

function expectCommand(words: readonly string[]): void {
  const [id = '', ...rest] = words;
  expect(Object.keys(manifest.commands), words.join(' ')).toContain(id);
  const flags = rest.flatMap((word) => /^--([a-z-]+)/.exec(word)?.[1] ?? []);
  for (const flag of flags) expect(Object.keys(manifest.commands[id]?.flags ?? {}), words.join(' ')).toContain(flag);
}

const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0;
const units = () =>
  [
    ...page('operations/systemd').text.matchAll(
      /^`\/etc\/systemd\/system\/([\w.-]+)`[^`]*(?:`[^`\n]+`[^`]*)*?```ini\n([\s\S]*?)^```$/gm,
    ),
  ].map(([, name = '', text = '']) => ({ name, text }));

test("a page's units start commands that exist", () => {
  const starts = units().flatMap(({ text }) => [...text.matchAll(/^ExecStart=.*bin\/run\.js (.+)$/gm)]);
  expect(units().map(({ name }) => name)).toEqual([
    'renos-sync-run.service',
    'renos-sync-run.timer',
    'renos-sync.service',
  ]);
  expect(starts.length).toBe(2);
  for (const [, words = ''] of starts) expectCommand(words.split(' '));
});

test.skipIf(!hasSystemd)("systemd finds nothing wrong with a page's units", () => {
  const folder = mkdtempSync(join(tmpdir(), 'renos-sync-units-'));
  for (const { name, text } of units()) writeFileSync(join(folder, name), text);
  const { status, stderr } = spawnSync('systemd-analyze', [
    'verify',
    '--man=no',
    ...units().map(({ name }) => join(folder, name)),
  ]);
  rmSync(folder, { recursive: true });
  // What is said about this machine's own units is not about ours.
  expect(
    stderr
      .toString()
      .split('\n')
      .filter((line) => line.includes('renos-sync')),
  ).toEqual([]);
  expect(status).toBe(0);
});

test('the settings that pages name exist', () => {
  const known = new Set(
    [...page('reference/configuration').text.matchAll(/`([A-Z][A-Z_]+)`/g)].map(([, name]) => name),
  );
  const named = [
    ...['getting-started', 'da/kom-i-gang', 'operations/systemd', 'operations/copies-and-backups']
      .flatMap((name) => blocksOf(name, 'ini'))
      .flatMap((block) => [...textOf(block).matchAll(/^(?:Environment=)?([A-Z][A-Z_]+)=/gm)]),
    ...blocksOf('operations/render', 'yaml').flatMap((block) => [...textOf(block).matchAll(/- key: (\w+)$/gm)]),
  ].map(([, name = '']) => name);
  expect(named.length).toBeGreaterThan(15);
  expect(named.filter((name) => !known.has(name))).toEqual([]);
});

test('an image and a blueprint run commands and scripts that exist', () => {
  const [dockerfile] = blocksOf('operations/docker', 'dockerfile').map(textOf);
  const [, words = '[]'] = /^CMD (\[.*\])$/m.exec(dockerfile ?? '') ?? [];
  expectCommand(JSON.parse(words) as string[]);
  const { scripts, files } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as {
    readonly scripts: Readonly<Record<string, string>>;
    readonly files: readonly string[];
  };
  expect(dockerfile).toContain('node_modules/renos-sync/bin/run.js');
  expect(files).toContain('/bin/run.js');
  // `npm pack` builds.
  expect(scripts.prepack).toContain('npm run build');
  for (const block of blocksOf('operations/render', 'yaml')) {
    const text = textOf(block);
    const commands = [...text.matchAll(/^ +(?:start|preDeploy)Command: (.+)$/gm)].map(([, command = '']) => command);
    expect(commands.length).toBeGreaterThan(0);
    for (const command of commands) {
      const [, script, flags] = /^npm run (\S+) -- (.+)$/.exec(command) ?? [];
      const run = script === undefined ? command : `${scripts[script]?.replace(/^exec /, '')} ${flags}`;
      expect(run).toMatch(/^node bin\/run\.js /);
      expectCommand(run.split(' ').slice(2));
    }
    for (const [, script = ''] of text.matchAll(/npm run ([\w:]+)/g)) expect(Object.keys(scripts)).toContain(script);
  }
});

test('an alert asks for a metric that there is', () => {
  const [alerts] = blocksOf('operations/monitoring', 'yaml').map(textOf);
  const metrics = readFileSync(`${root}src/server/metrics.ts`, 'utf8');
  const asked = [...(alerts ?? '').matchAll(/expr: (renos_sync_\w+)/g)].map(([, name = '']) => name);
  expect(asked).toEqual(['renos_sync_lag_seconds']);
  for (const name of asked) expect(metrics).toContain(name);
});

test('the statements for a user of its own run, and those that remove it again', async () => {
  const database = await openTestDatabase('server');
  const statements = ['getting-started', 'operations/upgrading']
    .flatMap((name) => blocksOf(name, 'sql'))
    .flatMap((block) => textOf(block).split(/;\n/))
    .filter((statement) => statement.trim() !== '');
  expect(statements.length).toBe(9);
  const undone = database.orm.transaction(async (tx) => {
    const { name } = await rowOf<{ name: string }>(tx, sql`select current_database() as name`);
    for (const statement of statements)
      await tx.execute(sql.raw(statement.replaceAll('database renos', `database "${name}"`)));
    throw new Error('back to as it was');
  });
  await expect(undone).rejects.toThrow('back to as it was');
  await database.close();
});
