import { sql } from 'drizzle-orm';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openEmbedded } from '../../src/db/client/open-embedded.js';
import { type Sandbox, startSandbox } from '../../src/sandbox/start-sandbox.js';
import {
  browserMissing,
  openBrowser,
  pressWithKeys,
  seriousFindings,
  tabTo,
  tooWide,
  widths,
} from '../helpers/browser.js';
import { freshFolder } from '../helpers/databases.js';
import { type ServedProgram, serveProgram } from '../helpers/served.js';

const suite = describe.skipIf(browserMissing !== null);

suite(`the week of the embedded database${browserMissing === null ? '' : ` (${browserMissing})`}`, () => {
  let browser: Browser;
  let sandbox: Sandbox;
  let ui: ServedProgram;
  let folder: string;
  let page: Page;
  let origin: string;
  beforeAll(async () => {
    folder = await freshFolder();
    const database = await openEmbedded(folder, { release: async () => {} });
    await database.orm.execute(sql`insert into bookings (id, "serviceType", "startTime", "endTime", "updatedAt")
      select 'b' || n, 'Vask ' || n, at, at + interval '2 hours', now() from generate_series(1, 2) n,
        lateral (select (date_trunc('week', now() at time zone 'Europe/Copenhagen') + n * interval '1 day' + interval '10 hours')
          at time zone 'Europe/Copenhagen' at time zone 'utc' as at) t`);
    await database.close();
    sandbox = await startSandbox();
    ui = await serveProgram(
      { RENOS_DATA_DIR: folder, GOOGLE_CALENDAR_API_URL: sandbox.url, BROWSER: 'none' },
      [],
      'ui',
    );
    origin = new URL(ui.url).origin;
    browser = await openBrowser();
    page = await (await browser.newContext()).newPage();
    await page.goto(ui.url);
  });
  afterAll(async () => {
    await browser?.close();
    await ui?.end('SIGINT');
    await sandbox?.close();
  });

  const booking = (on: Page, name: string) => on.getByRole('link', { name: new RegExp(`: .*${name}`) });
  const columnOf = (on: Page, at: number) => on.locator('.column').nth(at);

  /** Drags a booking to another day, and down or up by some minutes. */
  async function drag(slot: Locator, column: Locator, minutes: number): Promise<void> {
    const [from, to] = [await slot.boundingBox(), await column.boundingBox()];
    if (from === null || to === null) throw new Error('There is nothing to drag.');
    const hour = 4 * 0.875 * 16;
    const y = from.y + 8 - to.y + (minutes / 60) * hour;
    await slot.dragTo(column, { sourcePosition: { x: 20, y: 8 }, targetPosition: { x: 20, y } });
  }

  /** The times of the calendar's events on Copenhagen's clock, by title. */
  async function eventTimes(): Promise<Record<string, string>> {
    const answer = await fetch(`${sandbox.url}calendar/v3/calendars/primary/events`, {
      headers: { authorization: 'Bearer any' },
    });
    const { items } = (await answer.json()) as { items: { summary: string; start: { dateTime: string } }[] };
    const clock = (at: string) =>
      new Date(at).toLocaleString('sv-SE', {
        timeZone: 'Europe/Copenhagen',
        weekday: 'short',
        hour: '2-digit',
        minute: '2-digit',
      });
    return Object.fromEntries(items.map(({ summary, start }) => [summary, clock(start.dateTime)]));
  }

  async function syncNow(): Promise<void> {
    await page.goto(`${origin}/`);
    await page.getByRole('button', { name: 'Sync now' }).click();
    await page.getByText('succeeded').waitFor();
    await page.goto(`${origin}/`);
  }

  test('a booking is dragged to another day and time, and the next sync moves its event', async () => {
    await syncNow();
    expect(await eventTimes()).toEqual({ 'Vask 1': 'tis 10:00', 'Vask 2': 'ons 10:00' });
    const other = await page.context().newPage();
    await other.goto(`${origin}/`);
    await drag(booking(page, 'Vask 1'), columnOf(page, 3), 90);
    await columnOf(page, 3)
      .getByRole('link', { name: /11:30–13:30 Vask 1/ })
      .waitFor();
    // A tab that shows the booking where it was moves nothing.
    await drag(booking(other, 'Vask 1'), columnOf(other, 4), 0);
    await other.getByText('Another user changed the booking meanwhile').waitFor();
    await other.close();
    await syncNow();
    expect(await eventTimes()).toEqual({ 'Vask 1': 'tors 11:30', 'Vask 2': 'ons 10:00' });
  });

  test('with the keyboard alone a booking is opened, changed, moved and cancelled', async () => {
    await page.goto(`${origin}/`);
    await pressWithKeys(page, 'link', /: .*Vask 2/);
    await page.getByRole('heading', { name: 'Change the booking in RenOS' }).waitFor();
    await tabTo(page.getByLabel('Service'));
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('Vask to gange');
    for (const name of ['Start', 'End']) {
      await tabTo(page.getByLabel(name, { exact: true }));
      for (const key of ['Tab', 'Tab', 'Tab', 'ArrowUp']) await page.keyboard.press(key);
    }
    await pressWithKeys(page, 'button', 'Save');
    await page.getByRole('heading', { level: 1, name: /Vask to gange/ }).waitFor();
    await syncNow();
    expect(await eventTimes()).toEqual({ 'Vask 1': 'tors 11:30', 'Vask to gange': 'ons 11:00' });
    await pressWithKeys(page, 'link', /: .*Vask to gange/);
    await page.getByRole('heading', { name: 'Change the booking in RenOS' }).waitFor();
    await pressWithKeys(page, 'button', 'Cancel the booking');
    await page.getByRole('heading', { name: 'Change the booking in RenOS' }).waitFor({ state: 'detached' });
    await syncNow();
    expect(await eventTimes()).toEqual({ 'Vask 1': 'tors 11:30' });
  });

  test('a booking that may be changed is accessible in light and dark, and fits every screen', async () => {
    const found: string[] = [];
    for (const path of ['/', '/items/b1']) {
      await page.goto(`${origin}${path}`);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        found.push(...(await seriousFindings(page)));
      }
      for (const width of widths) {
        await page.setViewportSize({ width, height: 800 });
        found.push(...(await tooWide(page)));
      }
    }
    expect(found).toEqual([]);
  });
});
