import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { languages } from '../../../src/messages/language.js';
import { browserMissing, openBrowser, seriousFindings, tooWide, widths } from '../../helpers/browser.js';
import { samplePages } from '../../helpers/sample-pages.js';
import { tempFolder } from '../../helpers/temp-folder.js';

const attack = '"><script>alert(1)</script><img src=x onerror=alert(1)> javascript:alert(1)';
const suite = describe.skipIf(browserMissing !== null);
const names = Object.keys(await samplePages('en'));

suite(`in a browser${browserMissing === null ? '' : ` (${browserMissing})`}`, () => {
  let browser: Browser;
  const folder = tempFolder('pages');
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
  });

  describe.each(languages)('in %s', (language) => {
    test.each(names)('the page %s is accessible in light and dark, and fits every screen', async (name) => {
      const path = join(folder, `${language}-${name}.html`);
      await writeFile(path, (await samplePages(language))[name] ?? '');
      const file = pathToFileURL(path).href;
      const page = await browser.newPage({ viewport: { width: 1_440, height: 900 } });
      const problems: string[] = [];
      page.on('console', (message) => problems.push(message.text()));
      page.on('pageerror', (error) => problems.push(String(error)));
      page.on('request', (request) => request.url() === file || problems.push(`loads ${request.url()}`));
      await page.goto(file);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        problems.push(...(await seriousFindings(page)).map((finding) => `${colorScheme}: ${finding}`));
      }
      for (const width of widths) {
        await page.setViewportSize({ width, height: 800 });
        problems.push(...(await tooWide(page)).map((element) => `${width}: ${element}`));
      }
      await page.close();
      expect(problems).toEqual([]);
    });
  });

  test.each(names)('the page %s shows attacks in every text as text', async (name) => {
    const page = await browser.newPage();
    const problems: string[] = [];
    page.on('dialog', (dialog) => dialog.dismiss().then(() => problems.push('a dialog')));
    page.on('request', (request) => request.url() === file || problems.push(`loads ${request.url()}`));
    const path = join(folder, `attacked-${name}.html`);
    const file = pathToFileURL(path).href;
    await writeFile(path, (await samplePages('en', (text) => `${text}${attack}`))[name] ?? '');
    await page.goto(file);
    expect(
      await page.evaluate(
        '[document.scripts.length, document.querySelectorAll("img, iframe, a:not([href^=\\"#\\"])").length]',
      ),
    ).toEqual([0, 0]);
    expect(await page.evaluate('document.body.textContent')).toContain('<script>alert(1)</script>');
    await page.close();
    expect(problems).toEqual([]);
  });
});
