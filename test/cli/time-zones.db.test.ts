import postgres from 'postgres';
import { expect, test } from 'vitest';
import { startSandbox } from '../../src/sandbox/start-sandbox.js';
import { runCli } from '../helpers/cli.js';
import { freshDatabase } from '../helpers/databases.js';

const zones = ['America/New_York', 'Europe/Copenhagen', 'Asia/Kathmandu'];
const day = 86_400_000;

const file = `Navn;E-mail;Telefon;Booking Start;Booking End;Service Type
Jens Åkær;jens@example.dk;20 30 40 50;{day} 23:30;{next} 01:00;Natrengøring
Sofie Bøgh;sofie@example.dk;;{day} 08:00;{day} 10:15;Hovedrengøring
`;

/** Runs an import and a two-way sync with the process in `zone`, and gives the rows and events that result. */
async function runIn(zone: string, now: number): Promise<unknown> {
  const database = await freshDatabase();
  const sandbox = await startSandbox({ now: () => now });
  const sql = postgres(database.url, { max: 1, onnotice: () => {} });
  try {
    const env = { DATABASE_URL: database.url, GOOGLE_CALENDAR_API_URL: sandbox.url, TZ: zone };
    const danish = (offset: number) =>
      new Date(now + offset * day).toISOString().slice(0, 10).split('-').reverse().join('-');
    const text = file.replaceAll('{day}', danish(10)).replaceAll('{next}', danish(11));
    const imported = await runCli(['import-csv', '-', '--create-bookings', '--no-sync', '--json'], env, {
      input: text,
    });
    expect(imported.exitCode).toBe(0);
    expect(imported.json()).toMatchObject({ success: true, customersCreated: 2, bookingsCreated: 2 });
    await fetch(`${sandbox.url}calendar/v3/calendars/primary/events`, {
      method: 'POST',
      headers: { authorization: 'Bearer person', 'content-type': 'application/json' },
      body: JSON.stringify({
        id: 'heldag0',
        summary: 'Ferie',
        start: { date: danish(20).split('-').reverse().join('-') },
        end: { date: danish(22).split('-').reverse().join('-') },
      }),
    });
    expect((await runCli(['sync', '--json'], env)).json()).toMatchObject({
      success: true,
      google: { created: 2 },
      database: { created: 1 },
    });
    const rows =
      await sql`select c.name, c.email, c.phone, b."serviceType", b."startTime"::text, b."endTime"::text, b."scheduledAt"::text, b."estimatedDuration"
      from bookings b left join customers c on c.id = b."customerId" order by b."startTime"`;
    const answer = await fetch(`${sandbox.url}calendar/v3/calendars/primary/events`, {
      headers: { authorization: 'Bearer person' },
    });
    const { items } = (await answer.json()) as { items: { summary: string; start: unknown; end: unknown }[] };
    const events = items
      .map(({ summary, start, end }) => ({ summary, start, end }))
      .sort((a, b) => (a.summary < b.summary ? -1 : 1));
    return { rows: [...rows], events };
  } finally {
    await sql.end();
    await sandbox.close();
    await database.drop();
  }
}

test("rows and events are the same whatever the process's own time zone", async () => {
  const now = Date.now();
  const [first, ...others] = await Promise.all(zones.map((zone) => runIn(zone, now)));
  for (const other of others) expect(other).toEqual(first);
  const { rows } = first as { rows: { startTime: string; serviceType: string }[] };
  // 23:30 in Copenhagen is 22:30 or 21:30 UTC, by season.
  expect(rows.find(({ serviceType }) => serviceType === 'Natrengøring')?.startTime).toMatch(/ 2[12]:30:00$/);
});
