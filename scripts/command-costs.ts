/**
 * Statements and requests of each command beside 1,000, 10,000 and 100,000 customers, bookings, links, runs, journal rows, failed
 * items and calendars: `npm run bench:commands`.
 */
import { openServer } from '../src/db/client/open-server.js';
import { costsOfCommands } from '../test/helpers/command-costs.js';
import { startPostgres } from '../test/helpers/start-postgres.js';

const server = await startPostgres();
try {
  for (const n of [1_000, 10_000, 100_000]) {
    const database = openServer(await server.createMigrated('costs'));
    const costs = await costsOfCommands(database, n);
    await database.close();
    process.stdout.write(`beside ${n} of each\n`);
    for (const { command, statements, requests } of costs)
      process.stdout.write(
        `  ${command.padEnd(28)} ${String(statements).padStart(4)} statements ${String(requests).padStart(4)} requests\n`,
      );
  }
} finally {
  await server.stop();
}
