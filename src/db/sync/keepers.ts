import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { KeeperRow, Keeping } from '../../core/calendar/model/keeper.js';
import type { Lease } from '../../core/ports.js';
import { type Database, type Orm, rowOf, rowsOf } from '../client/database.js';
import { failureCode } from '../client/database-failure.js';
import { parameter } from '../client/parameters.js';
import { renewLease } from './leases.js';

export interface Place {
  /** The first is the one to remember; any of them is this place. */
  readonly names: readonly [string, ...string[]];
  /** When the server was started: while that is the same, another address leads to the same server. */
  readonly started: string;
}

/** Where a database stands: a copy of it stands elsewhere. */
export async function findPlace({ kind, orm, where }: Database): Promise<Place> {
  const [row] = await rowsOf<{ number: string; name: string; started: string; may_ask: boolean }>(
    orm,
    sql`select d.oid::text as number, d.datname::text as name, extract(epoch from pg_postmaster_start_time())::text as started,
        coalesce(has_function_privilege(to_regprocedure('pg_control_system()'), 'execute'), false) as may_ask
      from pg_database d where d.datname = current_database()`,
  );
  if (row === undefined) throw new Error('the database gave no row about itself');
  const cluster = row.may_ask ? await askCluster(orm) : null;
  // A copied folder is the same cluster: the disk alone tells the two apart.
  const folder = kind === 'embedded' ? where : '';
  const weak = hashOf('address', where, row.name, row.number);
  return {
    names: cluster === null ? [weak] : [hashOf('cluster', cluster, row.number, folder), weak],
    // An embedded one is started by each command.
    started: kind === 'embedded' ? '' : row.started,
  };
}

/** What initdb gave the cluster; null where a managed server does not tell. */
async function askCluster(orm: Orm): Promise<string | null> {
  try {
    const row = await rowOf<{ id: string }>(orm, sql`select system_identifier::text as id from pg_control_system()`);
    return row.id;
  } catch (error) {
    if (!/^(42501|0A000|42883)$/.test(failureCode(error) ?? '')) throw error;
    return null;
  }
}

function hashOf(...parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 16);
}

interface Row extends Record<string, unknown> {
  readonly calendar_id: string;
  readonly place: string;
  readonly epoch: number;
  readonly addresses: readonly string[] | string;
  readonly server_started: string | null;
}

/** What this database remembers of who keeps the calendars, and whether it is itself still where it was. */
export async function readKeeping(
  database: Database,
  { names, started }: Place,
  calendarIds: readonly string[],
): Promise<Keeping> {
  const rows = await rowsOf<Row>(
    database.orm,
    sql`select k.* from jsonb_array_elements_text(${JSON.stringify(calendarIds)}::text::jsonb) as i(id)
      join renos_sync.keepers k on k.calendar_id = i.id`,
  );
  return {
    places: names,
    kept: new Map(rows.map((row) => [row.calendar_id, standingOf(row, { names, started, where: database.where })])),
  };
}

function standingOf(row: Row, here: Place & { readonly where: string }): KeeperRow {
  const addresses = typeof row.addresses === 'string' ? (JSON.parse(row.addresses) as string[]) : row.addresses;
  const isSameStart = row.server_started === here.started;
  const isKnownAddress = addresses.includes(here.where);
  return {
    epoch: row.epoch,
    isHere: here.names.includes(row.place) && (isKnownAddress || (isSameStart && here.started !== '')),
    isCurrent: isKnownAddress && isSameStart && row.place === here.names[0],
  };
}

/** Remembers that this database, as it stands here, keeps calendars; refused once the lease is lost. */
export async function writeKeepers(
  database: Database,
  { names, started }: Place,
  { epochs, lease }: { readonly epochs: ReadonlyMap<string, number>; readonly lease: Lease },
): Promise<void> {
  const rows = [...epochs].map(([id, epoch]) => ({ id, epoch }));
  await database.orm.transaction(async (tx) => {
    await renewLease(tx, lease);
    await tx.execute(sql`insert into renos_sync.keepers as k (calendar_id, place, epoch, addresses, server_started)
      select r.id, ${names[0]}, r.epoch, jsonb_build_array(${database.where}::text), ${started}
      from jsonb_to_recordset(${parameter(rows)}) as r(id text, epoch int)
      on conflict (calendar_id) do update set place = excluded.place, epoch = excluded.epoch, server_started = excluded.server_started,
        addresses = case when k.place = excluded.place and k.epoch = excluded.epoch and not k.addresses ? ${database.where}::text
          then k.addresses || excluded.addresses
          when k.place = excluded.place and k.epoch = excluded.epoch then k.addresses else excluded.addresses end`);
  });
}

/** Those of the runs that this database knows nothing of. */
export async function findUnknownRuns(orm: Orm, ids: readonly string[]): Promise<readonly string[]> {
  const rows = await rowsOf<{ id: string }>(
    orm,
    sql`select i.id from jsonb_array_elements_text(${JSON.stringify(ids)}::text::jsonb) as i(id)
      left join renos_sync.runs r on r.id = i.id left join renos_sync.past_runs p on p.id = i.id
      where r.id is null and p.id is null order by i.id`,
  );
  return rows.map(({ id }) => id);
}
