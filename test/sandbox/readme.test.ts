import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { startSandbox } from '../../src/sandbox/start-sandbox.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const run = promisify(execFile);

async function blockOf(language: string): Promise<string> {
  const readme = await readFile(new URL('../../src/sandbox/README.md', import.meta.url), 'utf8');
  return new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, 's').exec(readme)?.[1] ?? '';
}

test("the README's example inserts an event with Google's own client", async () => {
  const example = await blockOf('js');
  expect(example).toContain("from 'renos-sync/sandbox'");
  const program = example.replace(
    'await sandbox.close();',
    'console.log(JSON.stringify((await google.events.list({ calendarId: "primary" })).data.items.map(({ summary }) => summary)));\nawait sandbox.close();',
  );
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', program], { cwd: root });
  expect(JSON.parse(stdout)).toEqual(['Windows']);
});

test("the README's curl line is answered with the calendar", async () => {
  const sandbox = await startSandbox();
  try {
    const line = (await blockOf('bash')).split('\n').find((text) => text.startsWith('curl')) ?? '';
    const { stdout } = await run('sh', ['-c', line.replace('http://127.0.0.1:8765/', `-s ${sandbox.url}`)]);
    expect(JSON.parse(stdout)).toMatchObject({ kind: 'calendar#calendar' });
  } finally {
    await sandbox.close();
  }
});
