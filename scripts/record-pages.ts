/** Runs the commands of pages and writes what they print now below them: `npm run pages docs/import.md …`. */
import { writeFile } from 'node:fs/promises';
import postgres from 'postgres';
import { readPage, root } from '../test/docs/read-page.js';
import { runPage } from '../test/docs/run-page.js';
import { startPostgres } from '../test/helpers/start-postgres.js';

const settings = /^(DATABASE_URL|GOOGLE_|RENOS_|RUN_MODE|LOG_LEVEL|PORT$|PUBLIC_URL$|CALENDAR_SYNC_|CUSTOMER_IMPORT_)/;
for (const name of Object.keys(process.env)) if (settings.test(name)) delete process.env[name];

const server: { started?: ReturnType<typeof startPostgres> } = {};
let count = 0;

/** A database of its own on a server that is started once a page asks for one. */
async function openDatabase() {
  server.started ??= startPostgres();
  const { url } = await server.started;
  count += 1;
  const name = `page_${count}`;
  const admin = postgres(`${url}/postgres`, { max: 1, onnotice: () => {} });
  await admin.unsafe(`create database ${name} template template0 encoding 'UTF8'`);
  await admin.end();
  return { url: `${url}/${name}`, drop: async () => {} };
}

for (const path of process.argv.slice(2)) {
  const { text, commands, differences } = await runPage(readPage(path), openDatabase);
  await writeFile(`${root}${path}`, text);
  process.stdout.write(`${path}: ${commands} commands, ${differences.length} shown anew\n`);
  for (const { command, shown, printed } of differences)
    if (shown[0] === 'exit 0') process.stdout.write(`  ${command}: ${printed.join(' ')}\n`);
}
await (await server.started)?.stop();
