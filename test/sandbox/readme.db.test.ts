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

test("the README's curl lines are answered with the calendar and a new event", async () => {
  const sandbox = await startSandbox();
  try {
    const lines = (await blockOf('bash')).split('\n').filter((text) => text.startsWith('curl'));
    const replies = [];
    for (const line of lines) {
      const { stdout } = await run('sh', ['-c', line.replace('http://127.0.0.1:8765/', `-s ${sandbox.url}`)]);
      replies.push(JSON.parse(stdout));
    }
    expect(replies).toMatchObject([{ kind: 'calendar#calendar' }, { kind: 'calendar#event', summary: 'Windows' }]);
  } finally {
    await sandbox.close();
  }
});
