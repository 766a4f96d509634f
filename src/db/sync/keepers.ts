import { createHash } from 'node:crypto';
import { type SQL, sql } from 'drizzle-orm';
import type { Keeping } from '../../core/calendar/model/keeper.js';
import type { Lease } from '../../core/ports.js';
import { type Database, type Orm, rowOf, rowsOf } from '../client/database.js';
import { failureCode } from '../client/database-failure.js';
import { parameter } from '../client/parameters.js';
import { writeUnder } from './leases.js';

export interface Place {
  /** The first is the one to remember; any of them is this place. */
  readonly names: readonly [string, ...string[]];
  /** When the server was started, and the database's number there: while these are the same, another address leads to the same database. */
  readonly started: string;
}

export interface StandingRow extends Record<string, unknown> {
  readonly number: string;
  readonly name: string;
  readonly started: string;
  readonly may_ask: boolean;
}

/** What a database tells of itself, as `d` of pg_database. */
export const placeColumns: SQL = sql`d.oid::text as number, d.datname::text as name, extract(epoch from pg_postmaster_start_time())::text as started,
  coalesce(has_function_privilege(to_regprocedure('pg_control_system()'), 'execute'), false) as may_ask`;

/** A row of `renos_sync.keepers`. */
export interface KeeperRow {
  readonly calendar_id: string;
  readonly place: string;
  readonly epoch: number;
  readonly addresses: readonly string[];
  readonly server_started: string | null;
}

/**
 * Where a database stands: a copy of it stands elsewhere. The cluster is asked for its number only where something is new:
 * at the same address, on a server that has not been started since, the same database stands where it stood.
 */
export async function placeOf(
  { kind, orm, where, madeAs = '' }: Database,
  row: StandingRow,
  { keepers, isWhole }: { readonly keepers: readonly KeeperRow[]; readonly isWhole: boolean },
): Promise<Place> {
  const weak = hashOf('address', where, row.name, row.number);
  // An embedded one is started by each command.
  const started = kind === 'embedded' ? '' : `${row.started} ${row.number}`;
  const [known] = keepers;
  const isKnown =
    isWhole &&
    known !== undefined &&
    known.place !== weak &&
    keepers.every(
      (one) => one.place === known.place && one.server_started === started && one.addresses.includes(where),
    );
  if (isKnown) return { names: [known.place, weak], started };
  const cluster = row.may_ask ? await askCluster(orm) : null;
  // A copied folder is the same cluster: the disk alone tells the two apart.
  const folder = kind === 'embedded' ? where : '';
  return {
    names: cluster === null ? [weak] : [hashOf('cluster', cluster + madeAs, row.number, folder), weak],
    started,
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

/** What this database remembers of who keeps the calendars, and whether it is itself still where it was. */
export function standingOf({ where }: Database, keepers: readonly KeeperRow[], { names, started }: Place): Keeping {
  const standing = ({ place, epoch, addresses, server_started: startedThen }: KeeperRow) => {
    const isSameStart = startedThen === started;
    const isKnownAddress = addresses.includes(where);
    return {
      epoch,
      isHere: names.includes(place) && (isKnownAddress || (isSameStart && started !== '')),
      isCurrent: isKnownAddress && isSameStart && place === names[0],
    };
  };
  return { places: names, kept: new Map(keepers.map((row) => [row.calendar_id, standing(row)])) };
}

/** Remembers that this database, as it stands here, keeps calendars; refused once the lease is lost. */
export async function writeKeepers(
  { orm, where }: Database,
  { names, started }: Place,
  { epochs, lease }: { readonly epochs: ReadonlyMap<string, number>; readonly lease: Lease },
): Promise<void> {
  const rows = [...epochs].map(([id, epoch]) => ({ id, epoch }));
  await writeUnder(
    orm,
    lease,
    sql`insert into renos_sync.keepers as k (calendar_id, place, epoch, addresses, server_started)
      select r.id, ${names[0]}, r.epoch, jsonb_build_array(${where}::text), ${started}
      from ours, jsonb_to_recordset(${parameter(rows)}) as r(id text, epoch int)
      on conflict (calendar_id) do update set place = excluded.place, epoch = excluded.epoch, server_started = excluded.server_started,
        addresses = case when k.place = excluded.place and k.epoch = excluded.epoch and not k.addresses ? ${where}::text
          then k.addresses || excluded.addresses
          when k.place = excluded.place and k.epoch = excluded.epoch then k.addresses else excluded.addresses end`,
  );
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
