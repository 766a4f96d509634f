import { readFile } from 'node:fs/promises';
import type { Browser, BrowserContext, FileChooser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import {
  browserMissing,
  openBrowser,
  pressWithKeys,
  seriousFindings,
  tabTo,
  tooWide,
  widths,
} from '../helpers/browser.js';
import { addBookings, customersCsv, openServerWorld, type ServerWorld, token } from './open-server.js';
import { everyPage, fileWithMistakes, sendFile, stockWeek } from './stocked-site.js';

const suite = describe.skipIf(browserMissing !== null);

suite(`pages in a browser${browserMissing === null ? '' : ` (${browserMissing})`}`, () => {
  let browser: Browser;
  let world: ServerWorld;
  let context: BrowserContext;
  let page: Page;
  let problems: string[];
  beforeAll(async () => {
    browser = await openBrowser();
    world = await openServerWorld();
    await addBookings(world.sql, 3);
    await world.sql`update bookings set "startTime" = date_trunc('week', now() at time zone 'Europe/Copenhagen') + interval '2 days 9 hours', "endTime" = date_trunc('week', now() at time zone 'Europe/Copenhagen') + interval '2 days 11 hours'`;
  });
  afterAll(async () => {
    await browser?.close();
    await world?.close();
  });
  beforeEach(async () => {
    context = await browser.newContext();
    page = await context.newPage();
    problems = [];
    page.on('pageerror', (error) => problems.push(String(error)));
    page.on('request', (request) => {
      if (![world.url, world.sandbox.url.slice(0, -1)].includes(new URL(request.url()).origin))
        problems.push(request.url());
    });
  });
  afterEach(async () => {
    await context.close();
    expect(problems).toEqual([]);
  });

  async function login(into: Page = page): Promise<void> {
    await into.goto(`${world.url}/`);
    await into.getByLabel('Token').fill(token);
    await into.keyboard.press('Enter');
    await into.getByRole('heading', { level: 1, name: /^Week \d+:/ }).waitFor();
  }

  test('a wrong token, the right one, two tabs, and out: the page before is not shown again', async () => {
    await page.goto(`${world.url}/runs`);
    await page.getByLabel('Token').fill('wrong');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('That is not the token.').waitFor();
    await page.getByLabel('Token').fill(token);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Runs' }).waitFor();
    const other = await context.newPage();
    await other.goto(`${world.url}/customers`);
    await other.getByRole('heading', { level: 1, name: 'Customers' }).waitFor();
    await page.getByRole('button', { name: 'Log out' }).click();
    await page.getByLabel('Token').waitFor();
    await page.goBack();
    await page.getByLabel('Token').waitFor();
    await other.getByRole('link', { name: 'Runs' }).click();
    await other.getByLabel('Token').waitFor();
  });

  test('an event dragged in the sandbox waits in Week, and is in step after the sync', async () => {
    await login();
    await page.getByRole('button', { name: 'Sync now' }).click();
    await page.getByText('3 events created').waitFor();
    const google = await context.newPage();
    google.on('pageerror', (error) => problems.push(String(error)));
    await google.goto(world.sandbox.url);
    const event = google.getByRole('button', { name: /Vask 1/ });
    await event.dragTo(google.locator('.day').nth(4));
    await google.getByText('Moved.').waitFor();
    await page.getByRole('link', { name: 'Week', exact: true }).click();
    await page.getByRole('link', { name: /waiting: .*Vask 1.*Database: update/ }).waitFor();
    await page.getByRole('button', { name: 'Sync now' }).click();
    await page.getByText('1 booking updated').waitFor();
    await page.getByRole('link', { name: 'Week', exact: true }).click();
    await page
      .locator('.column')
      .nth(4)
      .getByRole('link', { name: /in step: .*Vask 1/ })
      .waitFor();
    await page.getByRole('link', { name: /Vask 1/ }).click();
    await page.getByRole('heading', { name: 'What was done so far' }).waitFor();
    await page.goto(`${world.url}/runs`);
    await page
      .getByRole('link')
      .filter({ hasText: /^[a-z0-9]{6,}$/ })
      .first()
      .click();
    await page.getByRole('link', { name: 'Undo this run' }).click();
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: /^Run / }).waitFor();
  });

  test('in the sandbox a person adds, changes, copies and deletes an event with the keyboard', async () => {
    await page.goto(world.sandbox.url);
    const named = (name: string) => page.getByRole('button', { name: new RegExp(name) });
    await page.getByRole('button', { name: 'Add an event' }).press('Enter');
    await page.getByLabel('Title').fill('<b>Vindue</b>');
    await page.getByLabel('Title').press('Enter');
    await page.getByText('Saved.').waitFor();
    await named('<b>Vindue</b>').press('Enter');
    await page.getByRole('button', { name: 'Copy' }).press('Enter');
    await page.getByText('Copied.').waitFor();
    await expect.poll(() => named('<b>Vindue</b>').count()).toBe(2);
    await named('<b>Vindue</b>').first().press('Enter');
    await page.getByRole('button', { name: 'Delete' }).press('Enter');
    await page.getByText('Deleted.').waitFor();
    await expect.poll(() => named('<b>Vindue</b>').count()).toBe(1);
    expect(await seriousFindings(page)).toEqual([]);
  });

  test('a file with mistakes: its mapping is corrected, its rejects are corrected and sent, and all is undone', async () => {
    await login();
    const send = async (name: string, text: string) => {
      await page.getByRole('link', { name: 'Import', exact: true }).click();
      await page.locator('#file').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
      await page.getByRole('button', { name: 'Read it' }).click();
      await page.locator('table.counts').waitFor();
    };
    await send(
      '../../<b>kunder.csv',
      'Kundenavn;E-mail;Besøg\nÅse Bøgh;aase@example.dk;hund\nBo Li;bo-example.dk;kat\n',
    );
    await page.getByText('has no @').waitFor();
    await page.getByLabel('What Besøg becomes').selectOption('notes');
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByText('Besøg: is not imported').waitFor({ state: 'detached' });
    expect((await world.sql`select 1 from customers`).length).toBe(0);
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByText('1 customer created').first().waitFor();
    expect((await world.sql`select name, notes from customers`).map((row) => ({ ...row }))).toEqual([
      { name: 'Åse Bøgh', notes: 'Besøg: hund' },
    ]);
    await page.getByRole('link', { name: /^The rows of this import/ }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download the rejected rows' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('_b_kunder.csv.rejects.csv');
    const rejects = await readFile(await download.path(), 'utf8');
    await send('rejects.csv', rejects.replace('bo-example.dk', 'bo@example.dk'));
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByText('1 customer created').first().waitFor();
    await page.getByRole('link', { name: 'Undo this run' }).click();
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await page.getByText('succeeded').waitFor();
    expect((await world.sql`select name from customers`).map(({ name }) => name)).toEqual(['Åse Bøgh']);
  });

  test('a running import is followed without a click', async () => {
    await login();
    await sendFile(page, world.url, { name: 'mange.csv', text: customersCsv(6_000) });
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByRole('status').filter({ hasText: /\d/ }).waitFor();
    await page.getByText('6000 customers created').first().waitFor();
    expect(await page.getByText('running', { exact: true }).count()).toBe(0);
  });

  test('a conflict is decided field by field, once: another tab that shows it still is refused', async () => {
    await world.post('/api/calendar-sync/sync');
    await world.sql`update bookings set "serviceType" = 'Vask af RenOS', "updatedAt" = now() where id = 'b2'`;
    const [{ event }] =
      (await world.sql`select event_id as event from renos_sync.links where booking_id = 'b2'`) as never as [
        { event: string },
      ];
    await world.google.events.patch({
      calendarId: 'primary',
      eventId: event,
      requestBody: { summary: 'Vask af Google' },
    });
    await world.post('/api/calendar-sync/sync', { onConflict: 'hold' });
    await login();
    await page.getByRole('link', { name: 'Conflicts' }).click();
    await page.getByLabel(/Google says.*Vask af Google/).check();
    const other = await context.newPage();
    await other.goto(`${world.url}/conflicts`);
    await other.getByLabel(/database says.*Vask af RenOS/).check();
    await page.getByRole('button', { name: 'Decide, and sync' }).click();
    await page.getByText('1 booking updated').waitFor();
    await other.getByRole('button', { name: 'Decide, and sync' }).click();
    await other.getByRole('alert').waitFor();
    expect((await world.sql`select "serviceType" from bookings where id = 'b2'`)[0]?.serviceType).toBe(
      'Vask af Google',
    );
    await page.getByRole('link', { name: 'Conflicts' }).click();
    await page.getByText('No conflict is held.').waitFor();
  });

  test('with the keyboard alone: log in, send a file, correct its mapping, import, get the rejects, undo, log out', async () => {
    const { keyboard } = page;
    const press = (role: 'button' | 'link', name: string) => pressWithKeys(page, role, name);
    await page.goto(`${world.url}/import`);
    await keyboard.type(token);
    await keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Import' }).waitFor();
    await tabTo(page.locator('#file'));
    // A key that comes while the page is still being painted is not heard by Chromium.
    const chosen: FileChooser[] = [];
    page.on('filechooser', (one) => void chosen.push(one));
    const isOpen = async () => {
      if (chosen.length === 0) await keyboard.press('Space');
      return chosen.length > 0;
    };
    await expect.poll(isOpen, { timeout: 20_000, interval: 500 }).toBe(true);
    await chosen[0]?.setFiles({ name: 'tastatur.csv', mimeType: 'text/csv', buffer: Buffer.from(fileWithMistakes) });
    await press('button', 'Read it');
    await page.locator('table.counts').waitFor();
    await tabTo(page.getByLabel('What Besøg becomes'));
    await keyboard.type('Notes');
    await press('button', 'Read it again like this');
    await page.getByText('Besøg: is not imported').waitFor({ state: 'detached' });
    expect(await page.getByLabel('What Besøg becomes').inputValue()).toBe('notes');
    await press('button', 'Import');
    await press('link', 'The rows of this import, and those that were rejected');
    await page.getByRole('heading', { name: 'Rejected rows' }).waitFor();
    await tabTo(page.getByRole('link', { name: 'Download the rejected rows' }));
    const [download] = await Promise.all([page.waitForEvent('download'), keyboard.press('Enter')]);
    expect(download.suggestedFilename()).toBe('tastatur.csv.rejects.csv');
    await press('link', 'Every change of this import');
    await press('link', 'Undo this run …');
    await press('button', 'Undo');
    await page.getByText('customers removed').waitFor();
    await press('button', 'Log out');
    await page.getByLabel('Token').waitFor();
  });

  test('with the keyboard alone a conflict is decided, and a link leads on from its run', async () => {
    await world.post('/api/calendar-sync/sync');
    const address = (text: string) => ({ calendarId: 'primary', requestBody: { location: text } });
    const [link] = await world.sql`select event_id as event from renos_sync.links where booking_id = 'b3'`;
    await world.sql`update bookings set address = 'Torvet 2', "updatedAt" = now() where id = 'b3'`;
    await world.google.events.patch({ eventId: link?.event as string, ...address('Nygade 1') });
    await world.post('/api/calendar-sync/sync', { onConflict: 'hold' });
    await page.goto(`${world.url}/conflicts`);
    await page.keyboard.type(token);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Conflicts' }).waitFor();
    await tabTo(page.getByLabel(/database says.*Torvet 2/));
    await page.keyboard.press('ArrowRight');
    expect(await page.getByLabel(/Google says.*Nygade 1/).isChecked()).toBe(true);
    await pressWithKeys(page, 'button', 'Decide, and sync');
    await page.getByText('1 booking updated').waitFor();
    expect((await world.sql`select address from bookings where id = 'b3'`)[0]?.address).toBe('Nygade 1');
    await pressWithKeys(page, 'link', 'Conflicts');
    await page.getByText('No conflict is held.').waitFor();
  });

  test('what has the focus, or what takes its place, keeps it through a live update', async () => {
    await login();
    world.sandbox.addFault({ kind: 'slow', delayMs: 2_000 });
    await page.goto(`${world.url}/?again=1`);
    await tabTo(page.getByRole('link', { name: 'Look again' }));
    await page.locator('[data-again]').waitFor({ state: 'detached' });
    expect(await page.evaluate('document.activeElement.tagName')).toBe('MAIN');
    world.sandbox.clearFaults();
  });

  test('a choice that is made while a file is still read stays chosen', async () => {
    await login();
    await page.goto(`${world.url}/import`);
    const buffer = Buffer.from(customersCsv(20_000));
    await page.locator('#file').setInputFiles({ name: 'stor.csv', mimeType: 'text/csv', buffer });
    await page.getByRole('button', { name: 'Read it' }).click();
    await page.getByLabel('What City becomes').selectOption('notes');
    await page.locator('table.counts').waitFor();
    expect(await page.getByLabel('What City becomes').inputValue()).toBe('notes');
  });

  test('a second click on a button begins nothing more', async () => {
    await login();
    const runs = async () => (await world.sql`select 1 from renos_sync.runs`).length;
    const before = await runs();
    await page.getByRole('button', { name: 'Sync now' }).dblclick();
    await page.getByText('succeeded').waitFor();
    expect(await runs()).toBe(before + 1);
    await sendFile(page, world.url, { name: 'to-klik.csv', text: 'Navn;E-mail\nTo Klik;klik@example.dk\n' });
    await page.getByRole('button', { name: 'Import', exact: true }).dblclick();
    await page.getByText('1 customer created').first().waitFor();
    expect(await runs()).toBe(before + 2);
    await page.reload();
    await page.goBack();
    expect((await world.sql`select 1 from customers where name = 'To Klik'`).length).toBe(1);
  });

  test('two tabs at once: the second import of a file changes nothing', async () => {
    await login();
    const other = await context.newPage();
    const file = { name: 'to.csv', text: 'Navn;E-mail\nTo Faner;to@example.dk\n' };
    await sendFile(page, world.url, file);
    await other.goto(`${world.url}/import/file`);
    await other.locator('table.counts').waitFor();
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByText('1 customer created').first().waitFor();
    await other.getByRole('button', { name: 'Import', exact: true }).click();
    await other.getByText('1 unchanged').first().waitFor();
    expect((await world.sql`select 1 from customers where name = 'To Faner'`).length).toBe(1);
  });
});

suite(`every page${browserMissing === null ? '' : ` (${browserMissing})`}`, () => {
  test.each(['en', 'da'])('in %s is accessible in light and dark, and fits every screen', async (language) => {
    const browser = await openBrowser();
    const world = await openServerWorld();
    onTestFinished(async () => {
      await browser.close();
      await world.close();
    });
    await stockWeek(world);
    const context = await browser.newContext({ extraHTTPHeaders: { 'accept-language': language } });
    const page = await context.newPage();
    const found: string[] = [];
    const seen: string[] = [];
    const visit = async (name: string) => {
      seen.push(name);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        found.push(...(await seriousFindings(page)).map((finding) => `${name} ${colorScheme}: ${finding}`));
      }
      for (const width of widths) {
        await page.setViewportSize({ width, height: 800 });
        found.push(...(await tooWide(page)).map((element) => `${name} ${width}: ${element}`));
      }
    };
    await everyPage(page, world, { token, visit });
    expect(found).toEqual([]);
    expect(seen).toHaveLength(21);
  });
});
