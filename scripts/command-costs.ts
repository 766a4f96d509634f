/**
 * Statements and requests of each command beside 1,000, 10,000 and 100,000 customers, bookings, links, runs, journal rows, failed
 * items and calendars, written to docs/development/command-costs.md: `npm run bench:commands`. A test holds what is written there.
 */
import { writeFileSync } from 'node:fs';
import { openServer } from '../src/db/client/open-server.js';
import { type CommandCost, costsOfCommands } from '../test/helpers/command-costs.js';
import { startPostgres } from '../test/helpers/start-postgres.js';

const sizes = [1_000, 10_000, 100_000];
const page = new URL('../docs/development/command-costs.md', import.meta.url);
const server = await startPostgres();
const found: (readonly CommandCost[])[] = [];
try {
  for (const n of sizes) {
    const database = openServer(await server.createMigrated('costs'));
    found.push(await costsOfCommands(database, n));
    await database.close();
  }
} finally {
  await server.stop();
}

const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
const rows = (found[0] ?? []).map(({ command }, index) =>
  row([command, ...found.map((costs) => `${costs[index]?.statements} and ${costs[index]?.requests}`)]),
);
const text = `# What each command sends

Statements to PostgreSQL and requests to Google of each command, beside so many of each: customers, bookings with and without an event, links, runs, journal rows,
failed items and calendars. They do not depend on how much there is. Written by \`npm run bench:commands\`; a test holds the figures.

${row(['command', ...sizes.map((n) => `beside ${n.toLocaleString('en')}`)])}
${row(['---', ...sizes.map(() => '---')])}
${rows.join('\n')}
`;
writeFileSync(page, text);
process.stdout.write(text);
