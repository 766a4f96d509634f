/**
 * Kills imports with kill -9 at random moments, runs them again, and compares database and calendar, to the row, with
 * those of an import that was left alone: `npx tsx scripts/kill-imports.ts [times] [rows] [one booking in so many
 * rows: Google's pace makes a thousand events take two minutes, each time]`. Needs the built program
 * (bin/run.js, or BENCH_PROGRAM); DATABASE_URL names the server, else one is started.
 */

import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { startPostgres } from '../test/helpers/start-postgres.js';
import { type Ending, importAndKill, type Trial } from './killed-imports.js';
import { randomNumbers } from './made-up-customers.js';

const times = Number(process.argv[2] ?? 100);
const rows = Number(process.argv[3] ?? 20_000);
const bookedEvery = Number(process.argv[4] ?? 400);
const program = process.env.BENCH_PROGRAM ?? fileURLToPath(new URL('../bin/run.js', import.meta.url));
const random = randomNumbers(Number(process.env.SEED ?? 1));

const server = await startPostgres();
await server.createMigrated('kill_template');
const trial: Trial = {
  server: `${server.url}/postgres`,
  template: 'kill_template',
  program,
  rows,
  batchSize: 1_000,
  bookedEvery,
};
const killedWhile: Record<Ending['killedWhile'], number> = { reading: 0, writing: 0, after: 0 };
let wrong = 0;
try {
  const alone = await importAndKill(trial, null);
  for (let round = 1; round <= times; round += 1) {
    const ending = await importAndKill(trial, random() * alone.milliseconds);
    killedWhile[ending.killedWhile] += 1;
    const database = isDeepStrictEqual(ending.database, alone.database);
    const calendar = isDeepStrictEqual(ending.calendar, alone.calendar);
    if (database && calendar) continue;
    wrong += 1;
    process.stdout.write(
      `round ${round}, killed while ${ending.killedWhile}: same database: ${database}, same calendar: ${calendar}\n`,
    );
  }
  process.stdout.write(
    `${times} kills of an import of ${rows} rows with ${alone.calendar.length} events: ${killedWhile.reading} while reading, ` +
      `${killedWhile.writing} while writing, ${killedWhile.after} after that; ${wrong} ended differently\n`,
  );
  if (wrong > 0) process.exitCode = 1;
} finally {
  await server.stop();
}
