/**
 * Takes pictures of every page, in light and dark, in both languages and at each width: npx tsx scripts/picture-pages.ts FOLDER
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { languages } from '../src/messages/language.js';
import { openBrowser, widths } from '../test/helpers/browser.js';
import { samplePages } from '../test/helpers/sample-pages.js';

const [folder = 'pictures'] = process.argv.slice(2);
await mkdir(folder, { recursive: true });
const browser = await openBrowser();
const page = await browser.newPage();
for (const language of languages)
  for (const [name, text] of Object.entries(await samplePages(language))) {
    const file = resolve(folder, `${name}-${language}.html`);
    await writeFile(file, text);
    await page.goto(pathToFileURL(file).href);
    for (const colorScheme of ['light', 'dark'] as const)
      for (const width of widths) {
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize({ width, height: 900 });
        await page.screenshot({
          path: join(folder, `${name}-${language}-${colorScheme}-${width}.png`),
          fullPage: true,
        });
      }
  }
await browser.close();
