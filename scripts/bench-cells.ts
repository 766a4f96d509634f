/**
 * What it costs to look at cells while a file is read: `npm run bench:cells`. Reads one file again and again, in turn
 * with looking and without, and compares the time that the process computed, which other programs hardly change.
 */

import { analyzeFile } from '../src/core/customers/columns/analyze-file.js';
import { CellTally } from '../src/core/customers/columns/cell-kinds.js';
import { rowReader } from '../src/core/customers/read/understand-row.js';
import { usualImport } from '../src/core/options/import-options.js';
import { bytesOf } from '../src/files/bytes/byte-source.js';
import { csvSource } from '../src/files/csv/csv-source.js';
import { csvHeader, csvRow, madeUpCustomer } from './made-up-customers.js';

const count = Number(process.env.BENCH_ROWS ?? 50_000);
const rounds = Number(process.env.BENCH_ROUNDS ?? 9);
const lines = Array.from({ length: count }, (_, number) => csvRow(madeUpCustomer(number)));
const bytes = Buffer.from([csvHeader, ...lines].join('\r\n'));
const { add } = CellTally.prototype;

/** Microseconds of CPU for an analysis of the file and the understanding of its rows. */
async function read(looks: boolean): Promise<number> {
  CellTally.prototype.add = looks ? add : () => {};
  const before = process.cpuUsage();
  const source = csvSource(bytesOf(bytes));
  const analysis = await analyzeFile(source, usualImport);
  const understand = rowReader(analysis, usualImport, () => {});
  for await (const rows of source.rows())
    for (const row of rows) if (row.seq > (analysis.headerSeq ?? -1)) understand(row);
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

const median = (times: readonly number[]) => [...times].sort((one, other) => one - other)[times.length >> 1] ?? 0;
const looking: number[] = [];
const blind: number[] = [];
for (const each of [looking, blind]) await read(each === looking);
for (let round = 0; round < rounds; round += 1) {
  blind.push(await read(false));
  looking.push(await read(true));
}
const share = median(looking) / median(blind) - 1;
process.stdout.write(
  `${count} rows, CPU, median of ${rounds}: ${(median(looking) / 1000).toFixed(0)} ms with cells, ${(median(blind) / 1000).toFixed(0)} ms without: ${(share * 100).toFixed(1)} % (below 10 %)\n`,
);
process.exitCode = share < 0.1 ? 0 : 1;
