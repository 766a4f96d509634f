import { spawnSync } from 'node:child_process';
import { chmod, copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../helpers/databases.js';
import { tempFolder } from '../helpers/temp-folder.js';

const page = fileURLToPath(new URL('../../docs/operations/github-actions.md', import.meta.url));
const program = fileURLToPath(new URL('../../bin/run.js', import.meta.url));

/** The commands of a job's steps, in their order; steps that use an action of GitHub's have none. */
function commandsOf(workflow: string, job: string): readonly string[] {
  const [, body = ''] = new RegExp(`^ {2}${job}:\\n((?: {4}.*\\n)+)`, 'm').exec(workflow) ?? [];
  return [...body.matchAll(/^ {8}run: (?:\|\n((?: {10}.*\n)+)|(.*)\n)/gm)].map(
    ([, block, line]) => block ?? line ?? '',
  );
}

const folder = tempFolder('actions');
let database: TestDatabase;
let sql: postgres.Sql;
let workflow: string;
beforeAll(async () => {
  database = await freshDatabase();
  sql = postgres(database.url, { max: 1, onnotice: () => {} });
  workflow = /```yaml\n([\s\S]*?)```/.exec(await readFile(page, 'utf8'))?.[1] ?? '';
  await mkdir(join(folder, 'bin'));
  // What is there on GitHub's machine: the program by its name, and gh, which keeps comments and artifacts.
  await tool('renos-sync', `exec "${process.execPath}" "${program}" "$@"`);
  await tool('npm', 'exit 0');
  await tool(
    'gh',
    'case "$1 $2" in "run list") echo 1 ;; "run download") cp artifact.json plan.json ;; *) cat "$5" >> comments.md ;; esac',
  );
});
afterAll(async () => {
  await sql.end();
  await database.drop();
});

async function tool(name: string, script: string): Promise<void> {
  const path = join(folder, 'bin', name);
  await writeFile(path, `#!/bin/bash\n${script}\n`);
  await chmod(path, 0o755);
}

/** Runs a job as GitHub does: each step in a bash that ends at the first error; gives the exit code of the last one. */
function runJob(job: string): number | null {
  for (const command of commandsOf(workflow, job)) {
    const { status } = spawnSync('bash', ['-eo', 'pipefail', '-c', command], {
      cwd: folder,
      env: {
        PATH: `${join(folder, 'bin')}${delimiter}${process.env.PATH}`,
        DATABASE_URL: database.url,
        PULL_REQUEST: '7',
        HEAD_SHA: 'abc',
      },
    });
    if (status !== 0) return status;
  }
  return 0;
}

const csv = 'Navn;E-mail\nÅse Holm;aase@example.dk\nBo Lind;bo@example.dk\n';

test('the workflow of the documentation plans on a pull request, and applies exactly that on merge', async () => {
  expect([commandsOf(workflow, 'plan').length, commandsOf(workflow, 'apply').length]).toEqual([3, 3]);
  await writeFile(join(folder, 'customers.csv'), csv);
  expect(runJob('plan')).toBe(0);
  expect(await readFile(join(folder, 'comments.md'), 'utf8')).toContain('- customersCreated: 2');
  expect(await readFile(join(folder, 'plan.json'), 'utf8')).not.toMatch(/Holm|aase@/);
  expect(await sql`select 1 from customers`).toHaveLength(0);
  await copyFile(join(folder, 'plan.json'), join(folder, 'artifact.json'));
  expect(runJob('apply')).toBe(0);
  expect(await sql`select 1 from customers`).toHaveLength(2);
  expect(runJob('plan')).toBe(0);
});

test('what moved on in between fails the job, and nothing is written', async () => {
  await writeFile(join(folder, 'customers.csv'), csv.replace('bo@', 'bo.lind@').replace('Åse Holm', 'Åse Holm Bang'));
  expect(runJob('plan')).toBe(0);
  await copyFile(join(folder, 'plan.json'), join(folder, 'artifact.json'));
  await sql`update customers set name = 'Åse H.' where email = 'aase@example.dk'`;
  expect(runJob('apply')).toBe(3);
  expect(await sql`select 1 from customers where name = 'Åse H.'`).toHaveLength(1);
});
