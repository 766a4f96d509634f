import type { Page } from 'playwright-core';
import { customersCsv, type ServerWorld } from './open-server.js';

/** A customer file with mistakes of several kinds, a column that is not understood, and a customer who is known. */
export const fileWithMistakes = [
  'Kundenavn;E-mail;Telefon;Adresse;Besøg',
  'Åse Bøgh;aase@example.dk;20 30 40 50;Nygade 1, 8000 Aarhus C;hund i haven',
  'Bo Lind;bo-example.dk;86 12 34 56;Torvet 2, 8600 Silkeborg;',
  'Café Ø;post@example.dk;12;Havnen 3, 8000 Aarhus C;ring på bagdøren',
  ';ingen@example.dk;40 50 60 70;;uden navn',
  'Dorthe Skov;dorthe@example.dk;50 60 70 80;Skovvej 4, 8000 Aarhus C;',
  'Mette Holm;mette@nyt.example.dk;+45 22 33 44 55;Søndergade 8, 8000 Aarhus C;',
  '',
].join('\n');

/** A week as a firm has it: synced, then some of it changed on either side, one pair in conflict; and customers. */
export async function stockWeek({ sql, post, google }: ServerWorld): Promise<void> {
  await sql`insert into customers (id, name, email, phone, address, "companyName", notes, tags, "updatedAt") values
    ('k1', 'Mette Holm', 'mette@example.dk', '+45 22 33 44 55', 'Søndergade 8, 8000 Aarhus C', null, 'Nøglen ligger under måtten', array['fast', 'vip'], now()),
    ('k2', 'Jens Østergaard', null, '+45 31 41 51 61', 'Havnegade 4, 8000 Aarhus C', 'Østergaard & Sønner ApS', null, array[]::text[], now()),
    ('k3', 'Café Ø', 'post@cafe.example.dk', null, null, 'Café Ø', null, array[]::text[], now())`;
  const monday = sql`date_trunc('week', now() at time zone 'Europe/Copenhagen')`;
  await sql`insert into bookings (id, "customerId", "serviceType", "startTime", "endTime", "updatedAt")
    select 'b' || n, 'k' || (1 + n % 3), (array['Vinduespolering', 'Flytterengøring', 'Hovedrengøring', 'Gulvbehandling'])[1 + n % 4],
      at, at + (1 + n % 3) * interval '1 hour', now()
    from generate_series(1, 16) n, lateral (select (${monday} + (n % 5) * interval '1 day' + (8 + (n * 5) % 8) * interval '1 hour')
      at time zone 'Europe/Copenhagen' at time zone 'utc' as at) t`;
  await post('/api/calendar-sync/sync');
  const events = await sql`select booking_id as booking, event_id as event from renos_sync.links order by booking_id`;
  const eventOf = (booking: string) => events.find((row) => row.booking === booking)?.event as string;
  await sql`update bookings set "serviceType" = 'Hovedrengøring, 2 personer', "updatedAt" = now() where id = 'b3'`;
  const edit = (booking: string, requestBody: object) =>
    google.events.patch({ calendarId: 'primary', eventId: eventOf(booking), requestBody });
  await edit('b3', { summary: 'Hovedrengøring – ring først' });
  await post('/api/calendar-sync/sync', { onConflict: 'hold' });
  await edit('b5', { location: 'Torvet 2, 8600 Silkeborg' });
  await sql`update bookings set "startTime" = "startTime" + interval '1 day', "endTime" = "endTime" + interval '1 day', "updatedAt" = now() where id = 'b6'`;
}

/** So many bookings in the four weeks from this one on, all with customers, none synced. */
export async function addMonthOfBookings(sql: ServerWorld['sql'], count: number): Promise<void> {
  await sql`insert into customers (id, name, email, "updatedAt") select 'm' || n, 'Kunde ' || n, 'kunde' || n || '@example.dk', now() from generate_series(0, 499) n`;
  await sql`insert into bookings (id, "customerId", "serviceType", "startTime", "endTime", "updatedAt")
    select 'b' || n, 'm' || n % 500, 'Vinduespolering ' || n, at, at + interval '2 hours', now() from generate_series(1, ${count}::int) n,
      lateral (select date_trunc('week', now() at time zone 'Europe/Copenhagen') + (n % 28) * interval '1 day' + (7 + n % 9) * interval '1 hour' as at) t`;
}

/** A file of so many customers, of which one in `every` has an e-mail that is none. */
export function fileOfFindings(rows: number, every: number): string {
  const lines = customersCsv(rows).split('\r\n');
  return lines.map((line, at) => (at > 0 && at % every === 0 ? line.replace('@', ' at ') : line)).join('\r\n');
}

/** Sends a file on the Import page, in whatever language, and waits until it says what would happen. */
export async function sendFile(
  page: Page,
  url: string,
  file: { readonly name: string; readonly text: string },
): Promise<void> {
  await page.goto(`${url}/import`);
  await page.locator('#file').setInputFiles({ name: file.name, mimeType: 'text/csv', buffer: Buffer.from(file.text) });
  await page.locator('form[enctype] button').click();
  await page.locator('table.counts, .notice.bad').first().waitFor();
}

/** Every page of the server in every state that a person meets, each under a name; `visit` looks at each. */
export async function everyPage(
  page: Page,
  world: ServerWorld,
  { token, visit }: { readonly token: string; readonly visit: (name: string) => Promise<void> },
): Promise<void> {
  const go = async (name: string, path: string) => {
    await page.goto(`${world.url}${path}`);
    await visit(name);
  };
  await go('login', '/login');
  await page.locator('#token').fill('wrong');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').waitFor();
  await visit('login-wrong');
  await page.locator('#token').fill(token);
  await page.keyboard.press('Enter');
  await page.locator('nav').waitFor();
  for (let looks = 0; looks < 20 && (await page.locator('[data-again]').count()) > 0; looks += 1)
    await page.goto(`${world.url}/?again=1`);
  await visit('week');
  const [day] = await page.locator('.column h2 a').evaluateAll((links) => links.map((one) => one.getAttribute('href')));
  await go('day', day ?? '/');
  await go('week-empty', '/?day=2020-01-06');
  for (const [name, path] of Object.entries({
    runs: '/runs',
    conflicts: '/conflicts',
    customers: '/customers',
    customer: '/customers/k1',
    'customers-none': '/customers?q=findes-ikke',
    health: '/status',
    item: '/items/b3',
    'item-changed': '/items/b6',
    'import-start': '/import',
    failure: '/runs/unknown',
  }))
    await go(name, path);
  const [run] = await world.sql`select id from renos_sync.runs order by started_at limit 1`;
  await go('run', `/runs/${run?.id}`);
  await go('undo', `/runs/${run?.id}/undo`);
  await sendFile(page, world.url, { name: 'regneark.xlsx', text: 'no workbook' });
  await visit('import-unreadable');
  await sendFile(page, world.url, { name: 'kunder.csv', text: fileWithMistakes });
  await visit('import-plan');
  await page.locator('[name=target-4]').selectOption('notes');
  await page.locator('[value=look]').click();
  await page.locator('table.counts').waitFor();
  await visit('import-mapped');
  await page.locator('[value=import]').click();
  await page.locator('a[href="/import/result"]').click();
  await page.locator('table.counts').waitFor();
  await visit('import-done');
}
