/**
 * What large pages cost: npx tsx scripts/page-costs.ts. The week of a month with 10,000 bookings that are not synced, and
 * an import of 100,000 rows with 5,000 findings, as page of the server and as file. Says milliseconds until the answer is
 * there and until the browser has painted, the CPU time of this process, and bytes.
 */
import type { Page } from 'playwright-core';
import { openBrowser } from '../test/helpers/browser.js';
import { startPostgres } from '../test/helpers/start-postgres.js';
import { openServerWorld, type ServerWorld, token } from '../test/server/open-server.js';
import { addMonthOfBookings, fileOfFindings } from '../test/server/stocked-site.js';

const [bookings, rows] = [10_000, 100_000];
const postgres = await startPostgres();
const browser = await openBrowser();
const world = await openServerWorld({ databaseUrl: await postgres.createMigrated('page_costs') });
try {
  const page = await browser.newPage();
  await page.goto(`${world.url}/login`);
  await page.locator('#token').fill(token);
  await page.keyboard.press('Enter');
  await page.locator('nav').waitFor();
  await addMonthOfBookings(world.sql, bookings);
  for (const time of [1, 2, 3]) await measure(page, world, `Week of ${bookings} bookings, time ${time}`, '/');
  await page.goto(`${world.url}/import`);
  const buffer = Buffer.from(fileOfFindings(rows, 20));
  await page.locator('#file').setInputFiles({ name: 'many.csv', mimeType: 'text/csv', buffer });
  const sent = performance.now();
  await page.locator('form[enctype] button').click();
  await page.locator('[data-again], table.counts').first().waitFor();
  say(`Import of ${rows} rows: sent, and the first page after ${Math.round(performance.now() - sent)} ms`);
  await measure(page, world, 'Import, while it is read', '/import/file');
  await page.locator('table.counts').waitFor({ timeout: 120_000 });
  say(`Import of ${rows} rows: read and compared after ${Math.round(performance.now() - sent)} ms`);
  await measure(page, world, 'Import, with what would happen', '/import/file');
} finally {
  await browser.close();
  await world.close();
  await postgres.stop();
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

async function measure(page: Page, { url }: ServerWorld, name: string, path: string): Promise<void> {
  const [begun, cpu] = [performance.now(), process.cpuUsage()];
  const answer = await page.goto(`${url}${path}`);
  const answered = performance.now() - begun;
  const { user, system } = process.cpuUsage(cpu);
  // A page is loaded before the browser has painted it.
  const painted = await page.evaluate(`new Promise((resolve) => new PerformanceObserver((list) => {
    for (const { name, startTime } of list.getEntries()) if (name === 'first-contentful-paint') resolve(startTime);
  }).observe({ type: 'paint', buffered: true }))`);
  const bytes = (await answer?.body())?.length ?? 0;
  say(
    `${name}: loaded ${Math.round(answered)} ms, painted ${Math.round(Number(painted))} ms, CPU ${Math.round((user + system) / 1_000)} ms, ${bytes} bytes`,
  );
}
