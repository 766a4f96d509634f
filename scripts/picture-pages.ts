/**
 * Takes pictures of every page, in light and dark, in both languages and at each width: npx tsx scripts/picture-pages.ts FOLDER
 * The pages of the server are those of a made-up week; with a second word, only pages whose name holds it.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { languages } from '../src/messages/language.js';
import { openBrowser, widths } from '../test/helpers/browser.js';
import { samplePages } from '../test/helpers/sample-pages.js';
import { startPostgres } from '../test/helpers/start-postgres.js';
import { openServerWorld, token } from '../test/server/open-server.js';
import { everyPage, stockWeek } from '../test/server/stocked-site.js';

const [folder = 'pictures', only = ''] = process.argv.slice(2);
await mkdir(folder, { recursive: true });
const browser = await openBrowser();
const postgres = await startPostgres();

async function picture(page: Page, name: string): Promise<void> {
  if (!name.includes(only)) return;
  for (const colorScheme of ['light', 'dark'] as const)
    for (const width of widths) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      await page.screenshot({ path: join(folder, `${name}-${colorScheme}-${width}.png`), fullPage: true });
    }
}

for (const language of languages) {
  const page = await browser.newPage();
  for (const [name, text] of Object.entries(await samplePages(language))) {
    const file = resolve(folder, `${name}-${language}.html`);
    await writeFile(file, text);
    await page.goto(pathToFileURL(file).href);
    await picture(page, `file-${name}-${language}`);
  }
  const world = await openServerWorld({ databaseUrl: await postgres.createMigrated(`pictures_${language}`) });
  try {
    await stockWeek(world);
    const context = await browser.newContext({ extraHTTPHeaders: { 'accept-language': language } });
    const site = await context.newPage();
    await everyPage(site, world, { token, visit: (name) => picture(site, `site-${name}-${language}`) });
    await site.goto(world.sandbox.url);
    await site.locator('.event').first().waitFor();
    if (language === 'en') await picture(site, 'sandbox');
    await context.close();
  } finally {
    await world.close();
  }
}
await browser.close();
await postgres.stop();
