import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import axe from 'axe-core';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome'];
const found = [
  ...(process.env.CHROMIUM === undefined ? [] : [process.env.CHROMIUM]),
  ...(process.env.PATH ?? '').split(delimiter).flatMap((folder) => names.map((name) => join(folder, name))),
].find(isProgram);

/** Why the tests that need a browser are skipped; null: they run. */
export const browserMissing: string | null =
  found === undefined ? 'skipped: Chromium is not installed (Debian and Ubuntu: apt-get install chromium)' : null;

/** Starts Chromium without a window. It has no sandbox of its own for root, and little shared memory in a container. */
export function openBrowser(): Promise<Browser> {
  if (found === undefined) throw new Error('Chromium is not installed.');
  return chromium.launch({ executablePath: found, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
}

/** Goes on with Tab until an element has the focus, as a person does who has no mouse. */
export async function tabTo(wanted: Locator): Promise<void> {
  for (let presses = 0; presses < 150; presses += 1) {
    if (await wanted.evaluate((one) => one.matches(':focus'))) {
      // It is to be seen, too.
      const outline = await wanted.page().evaluate('getComputedStyle(document.activeElement).outlineStyle');
      if (outline === 'none') throw new Error(`The focus on ${wanted} is not seen`);
      return;
    }
    await wanted.page().keyboard.press('Tab');
  }
  throw new Error(`Tab does not lead to ${wanted}`);
}

/** Goes to a button or link with Tab, and presses it. */
export async function pressWithKeys(page: Page, role: 'button' | 'link', name: string | RegExp): Promise<void> {
  await tabTo(page.getByRole(role, typeof name === 'string' ? { name, exact: true } : { name }));
  await page.keyboard.press('Enter');
}

/** The widths at which every page is looked at: a phone, a tablet, a desktop. */
export const widths = [320, 800, 1_440] as const;

/** What axe-core finds serious or critical on a page, each with the elements that it is about. */
export async function seriousFindings(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(`axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
    violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) =>
      id + ': ' + nodes.slice(0, 5).map(({ target, any }) => target.join(' ') + ' ' + (any[0]?.message ?? '')).join(' | ')))`);
}

/** The elements of a page that reach beyond its right edge. */
export function tooWide(page: Page): Promise<string[]> {
  return page.evaluate(`[document.documentElement, ...document.querySelectorAll('body *')]
    .filter((one) => one === document.documentElement
      ? one.scrollWidth > one.clientWidth
      : !one.closest('.hidden, .skip, thead, svg') && one.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
    .map((one) => one.tagName + '.' + one.className)`);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
