import { fileURLToPath } from 'node:url';
import { expect, inject, test } from 'vitest';
import { importAndKill, type Trial } from '../../scripts/killed-imports.js';

/** A hundred kills of 20,000 rows are the night's. */
test('an import that is killed and run again leaves the database and the calendar of one that was left alone', async () => {
  const trial: Trial = {
    server: `${inject('testServer').postgresUrl}/postgres`,
    template: 'template',
    program: fileURLToPath(new URL('../../bin/run.js', import.meta.url)),
    rows: 300,
    batchSize: 20,
    bookedEvery: 6,
  };
  const alone = await importAndKill(trial, null);
  expect(alone.database.length).toBeGreaterThan(300);
  expect(alone.calendar.length).toBeGreaterThan(40);
  for (const share of [0.4, 0.6, 0.85]) {
    const { database, calendar, killedWhile } = await importAndKill(trial, share * alone.milliseconds);
    expect({ share, killedWhile, database, calendar }).toEqual({
      share,
      killedWhile,
      database: alone.database,
      calendar: alone.calendar,
    });
  }
});
