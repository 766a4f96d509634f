import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { analyzeFile } from '../../../src/core/customers/columns/analyze-file.js';
import { rowReader } from '../../../src/core/customers/read/understand-row.js';
import { usualImport } from '../../../src/core/options/import-options.js';
import { openSource } from '../../../src/files/bytes/open-source.js';
import { rejectsBeside } from '../../../src/files/csv/rejects-file.js';

const program = 'soffice';
const isMissing = spawnSync(program, ['--version'], { encoding: 'utf8' }).status !== 0;
const fixtures = fileURLToPath(new URL('../../fixtures/customers/', import.meta.url));
const options = { ...usualImport, createBookings: true };

let folder: string;
let names: string[] = [];

/** All files in one start of LibreOffice, which takes longer than the files. */
function convert(files: readonly string[], to: string, filter: readonly string[] = []): string {
  const out = join(folder, `${to.split(':')[0]}-${filter.length > 0 ? 'in' : 'out'}`);
  const profile = `-env:UserInstallation=${pathToFileURL(join(folder, 'profile'))}`;
  const { status, stderr } = spawnSync(
    program,
    ['--headless', profile, '--convert-to', to, ...filter, '--outdir', out, ...files],
    { encoding: 'utf8', timeout: 170_000 },
  );
  if (status !== 0) throw new Error(stderr);
  return out;
}

async function customersOf(path: string) {
  const source = await openSource(path, { archives: true });
  const analysis = await analyzeFile(source, options);
  const understand = rowReader(analysis, options, () => {});
  const customers = [];
  for await (const rows of source.rows())
    for (const row of rows) {
      if (analysis.headerSeq !== null && row.seq <= analysis.headerSeq) continue;
      const { customer, bookings, isPassedOver } = understand(row);
      if (!isPassedOver && customer !== null) customers.push({ ...customer, bookings });
    }
  return customers;
}

/** The rows in UTF-8 with commas, all cells in quotes: LibreOffice gets no hint about a fixture's format. */
async function plainCsv(path: string): Promise<string> {
  const source = await openSource(path);
  const lines: string[] = [];
  for await (const rows of source.rows())
    for (const { cells } of rows) lines.push(cells.map((cell) => `"${String(cell).replaceAll('"', '""')}"`).join(','));
  return `${lines.join('\n')}\n`;
}

/** What LibreOffice takes for a date or a number that people do not: the value is another one already in its sheet. */
const takenOtherwise: ReadonlySet<string> = new Set(['ugeliste.csv']);

describe.skipIf(isMissing)('workbooks that LibreOffice writes (skipped: soffice is not installed)', () => {
  const written = new Map<string, string>();
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'renos-sync-libreoffice-'));
    names = (await readdir(fixtures)).filter((name) => name.endsWith('.csv'));
    await mkdir(join(folder, 'csv'));
    for (const name of names) await writeFile(join(folder, 'csv', name), await plainCsv(join(fixtures, name)));
    const files = names.map((name) => join(folder, 'csv', name));
    // Comma, quote, UTF-8, from line 1, Danish; cells are what they look like: dates, numbers, texts.
    const filter = ['--infilter=CSV:44,34,76,1,,1030,false,true'];
    for (const format of ['xlsx', 'ods']) written.set(format, convert(files, format, filter));
  }, 400_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test.each(['xlsx', 'ods'])('reading %s gives the customers of the CSV', async (format) => {
    expect(names.length).toBeGreaterThan(10);
    for (const name of names) {
      if (takenOtherwise.has(name)) continue;
      const path = join(written.get(format) ?? '', name.replace(/csv$/, format));
      expect([name, await customersOf(path)]).toEqual([name, await customersOf(join(fixtures, name))]);
    }
  });

  test('rejected rows can be opened by it, two columns first, and imported again', async () => {
    const path = join(written.get('xlsx') ?? '', 'outlook.xlsx');
    const source = await openSource(path, { archives: true });
    const { headerSeq } = await analyzeFile(source, options);
    async function* rejects() {
      yield { seq: 1, line: 2, reasons: 'E-mail: has no @, æøå' };
    }
    const rejected = await rejectsBeside(path).write(source, headerSeq, rejects());
    const csv = convert([rejected], 'csv:Text - txt - csv (StarCalc):59,34,76,1');
    const [file = ''] = await readdir(csv);
    const [head, row] = (await readFile(join(csv, file), 'utf8')).split('\n');
    expect(head).toMatch(/^"renos-sync line";"renos-sync reasons";"First Name";/);
    expect(row).toMatch(/^2;"E-mail: has no @, æøå";/);
    expect((await customersOf(rejected)).map(({ name }) => name)).toEqual(
      (await customersOf(path)).slice(0, 1).map(({ name }) => name),
    );
  });

  test('what else it writes is refused by what it is', async () => {
    const file = join(folder, 'csv', 'outlook.csv');
    for (const [format, word] of [
      ['xls', 'old Excel workbook (.xls)'],
      ['pdf', 'PDF'],
      ['html', 'web page'],
    ] as const) {
      const out = convert([file], format, ['--infilter=CSV:44,34,76,1,,1030,false,true']);
      const [name = ''] = await readdir(out);
      const read = openSource(join(out, name), { archives: true }).then((source) => source.inspect());
      await expect(read).rejects.toMatchObject({ code: 'not-text', message: expect.stringContaining(word) });
    }
  });
});
