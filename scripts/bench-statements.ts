/** What it costs to prepare no statement under a name, and to send settings with each: milliseconds a statement. */
import pg from 'pg';
import { readAddress } from '../src/db/client/address.js';
import { Connections } from '../src/db/client/connections.js';
import { runWithSettings } from '../src/db/client/statement.js';
import { startPostgres } from '../test/helpers/start-postgres.js';

const rounds = 2_000;
const statements = {
  'a row by its key': ['select id, name, email from customers where id = $1', ['k77']],
  'a lease renewed': [
    `update renos_sync.leases set expires_at = now() + interval '1 minute' where name = $1 returning fence`,
    ['sync'],
  ],
  'bookings with links and customers': [
    `select l.id, b.*, c.name from renos_sync.links l left join bookings b on b.id = l.booking_id
      left join customers c on c.id = b."customerId" where l.calendar_id = $1 and (l.print is distinct from $2 or b.id is null)`,
    ['primary', 'x'],
  ],
} as const;

const server = await startPostgres();
const url = await server.createMigrated('bench');
const client = new pg.Client(url);
await client.connect();
const { settings } = new Connections(readAddress(url));
await client.query(
  `insert into customers (id, name, "updatedAt") select 'k' || n, 'Kunde ' || n, now() from generate_series(1, 10000) n`,
);
await client.query(
  `insert into renos_sync.leases (name, fence, holder, session, expires_at) values ('sync', 1, 'x', 'x', now())`,
);
await client.query('analyze');

for (const [what, [text, values]] of Object.entries(statements)) {
  const ways = {
    prepared: (round: number) => client.query({ name: what, text, values: [...values] }).then(() => round),
    unprepared: (round: number) => client.query({ text, values: [...values] }).then(() => round),
    'with settings': (round: number) =>
      runWithSettings(client, settings, { config: { text }, values }).then(() => round),
  };
  const told: string[] = [];
  for (const [way, run] of Object.entries(ways)) {
    for (let round = 0; round < 200; round += 1) await run(round);
    const startedAt = performance.now();
    for (let round = 0; round < rounds; round += 1) await run(round);
    told.push(`${way} ${((performance.now() - startedAt) / rounds).toFixed(3)} ms`);
  }
  process.stdout.write(`${what}: ${told.join(', ')}\n`);
}
await client.end();
await server.stop();
