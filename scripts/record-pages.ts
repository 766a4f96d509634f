/** Runs the commands of pages and writes what they print now below them: `npm run pages docs/import.md …`. */
import { writeFile } from 'node:fs/promises';
import { readPage, root } from '../test/docs/read-page.js';
import { runPage } from '../test/docs/run-page.js';

const settings = /^(DATABASE_URL|GOOGLE_|RENOS_|RUN_MODE|LOG_LEVEL|PORT$|PUBLIC_URL$|CALENDAR_SYNC_|CUSTOMER_IMPORT_)/;
for (const name of Object.keys(process.env)) if (settings.test(name)) delete process.env[name];

for (const path of process.argv.slice(2)) {
  const { text, commands, differences } = await runPage(readPage(path));
  await writeFile(`${root}${path}`, text);
  process.stdout.write(`${path}: ${commands} commands, ${differences.length} shown anew\n`);
  for (const { command, shown, printed } of differences)
    if (shown[0] === 'exit 0') process.stdout.write(`  ${command}: ${printed.join(' ')}\n`);
}
