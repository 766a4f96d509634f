import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { renderAdopted } from '../../src/reports/adopt-report.js';
import { renderConflicts } from '../../src/reports/conflicts-report.js';
import { renderHistory, renderRun } from '../../src/reports/history-report.js';
import { renderImport } from '../../src/reports/import-report.js';
import { renderMoved } from '../../src/reports/move-report.js';
import type { Page } from '../../src/reports/page.js';
import { renderPair } from '../../src/reports/show-report.js';
import { renderStatistics } from '../../src/reports/statistics-report.js';
import { renderStatus } from '../../src/reports/status-report.js';
import { renderSync } from '../../src/reports/sync-report.js';
import { textWidth } from '../../src/reports/text-width.js';
import { type OperatorWorld, openOperatorWorld } from '../helpers/operator-world.js';
import { tempFolder } from '../helpers/temp-folder.js';
import { englishWordsIn } from '../helpers/words.js';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const danish = { RENOS_LANG: 'da' };
const pages: readonly Page[] = [80, null].map((width) => ({ width, colors: false, language: 'da' }));
let world: OperatorWorld;
const folder = tempFolder('languages');

const untidy = `Kunde;Mail;Tlf;Omsætning;Oprettet af;Sidste kontakt
Åse Holm;aase@example.dk;2030;1.234;Ida;31-02-2025
Bo Dam;bo.example.dk;20304050 / 20304051;tyve;Ida;03/04/2025
Bo Dam;bo@example.dk;20304050;12,50;Ida;03-04-2025
Ida Dam;ida@example.dk;20304050;12,50;Ida;03-04-2025
;;20304055;;Ida;
`;

/** A held conflict, a booking that ends before it begins, one that waits, one outside the period, and an import. */
beforeAll(async () => {
  world = await openOperatorWorld();
  await world.addBooking('b1', 3, { address: 'Nygade 1', notes: 'Nøgle' });
  await world.addBooking('b2', 4, { address: 'Nygade 2' });
  await world.run(['sync']);
  await world.editBooking('b1', { address: 'Torvet 1' });
  const eventId = (await world.eventOf('b1')).id ?? '';
  await world.google.events.patch({ calendarId: 'primary', eventId, requestBody: { location: 'Åvej 1' } });
  await world.run(['sync', '--on-conflict', 'hold']);
  await world.addBooking('b3', 5, { endTime: '2026-01-01T00:00:00' });
  await world.addBooking('b4', 900);
  await world.run(['sync']);
  await world.addBooking('b5', 6);
  await world.editBooking('b2', { status: 'cancelled' });
  await writeFile(join(folder, 'kunder.csv'), 'Navn;E-mail;Booking start\nÅse Holm;aase@example.dk;2027-03-01 09:00\n');
  await writeFile(join(folder, 'rodet.csv'), untidy);
});
afterAll(async () => {
  await world.close();
});

/** A document without what differs from run to run. */
const lasting = (document: unknown) =>
  JSON.parse(
    JSON.stringify(document, (key, value) =>
      /^(milliseconds|processingTime|requests|epoch|lastSyncTime|checkedAt|tokenAgeSeconds|id|runId)$/.test(key)
        ? 0
        : value,
    ),
  );

type Render = (result: never, page: Page) => string;
const reports: readonly (readonly [args: string, render: Render])[] = [
  ['sync --dry-run', (result, page) => renderSync(result, page)],
  ['status', renderStatus],
  ['stats', (result, page) => renderStatistics(page, result)],
  ['history', renderHistory],
  ['conflicts --all', ({ held, decided }: never, page) => renderConflicts(held, decided, page)],
  ['show b1', renderPair],
  ['show b3', renderPair],
  ['show b4', renderPair],
  ['show b5', renderPair],
  ['import kunder.csv --create-bookings --dry-run', (result, page) => renderImport(result, page)],
  ['validate kunder.csv --create-bookings', (result, page) => renderImport(result, page)],
  ['validate rodet.csv', (result, page) => renderImport(result, page)],
  ['import rodet.csv --dry-run', (result, page) => renderImport(result, page)],
  ['adopt-calendar', renderAdopted],
];

describe('every report in Danish', () => {
  test.each(reports)('%s: no English word, nothing beyond 80 columns, and the same JSON', async (command, render) => {
    const args = command.split(' ');
    const options = { cwd: folder };
    const inDanish = (await world.run([...args, '--json'], danish, options)).json();
    const inEnglish = (await world.run([...args, '--json'], {}, options)).json();
    expect(lasting(inDanish)).toEqual(lasting(inEnglish));
    for (const page of pages) {
      const text = render(inEnglish as never, page);
      expect(englishWordsIn(text), text).toEqual([]);
      const widest = Math.max(
        ...text
          .split('\n')
          .filter((line) => !line.includes('renos-sync '))
          .map(textWidth),
      );
      expect(widest).toBeLessThanOrEqual(page.width ?? 1_000);
    }
  });

  test.each([true, false])('events that were moved, or would be (%s)', (dryRun) => {
    const failed = [{ bookingId: 'b2', eventId: 'e2', code: 'event-not-found' as const, reason: '' }];
    const result = { success: false, dryRun, moved: [], failed };
    const text = renderMoved(result as never, { from: 'primary', to: 'hold2' }, pages[0] as Page);
    expect(englishWordsIn(text)).toEqual([]);
  });

  test('each change of one run', async () => {
    const { runs } = (await world.run(['history', '--json'])).json() as { runs: { id: string; changes: number }[] };
    const id = runs.find(({ changes }) => changes > 0)?.id ?? '';
    const result = (await world.run(['history', id, '--json'])).json();
    expect(englishWordsIn(renderRun(result as never, pages[0] as Page))).toEqual([]);
  });

  test('what is printed is what is rendered: by the flag, the variable or the locale', async () => {
    for (const [args, env] of [
      [['history', '--lang', 'da'], {}],
      [['history', '--lang=da'], { RENOS_LANG: 'en' }],
      [['history'], danish],
      [['history'], { LANG: 'da_DK.UTF-8' }],
    ] as const) {
      expect((await world.run(args, env)).stdout).toMatch(/^kørsel +slags +begyndt/);
    }
    expect((await world.run(['history', '--lang', 'en'], danish)).stdout).toMatch(/^run +kind +started/);
    const unknown = await world.run(['history', 'zz'], danish);
    expect(unknown.stderr).toMatch(/^Fejl: .*\n\nDet kan du gøre/s);
  });

  test('export and migrate', async () => {
    const exported = await world.run(['export', join(folder, 'ud.csv')], danish);
    expect(exported.stdout).toMatch(/^0 kunder skrevet til .*ud\.csv\.\n$/);
    expect((await world.run(['migrate'], danish)).stdout).toBe('Der er intet at udføre: databasen er ajour.\n');
  });
});
