import { createHash } from 'node:crypto';
import { type SQL, sql } from 'drizzle-orm';
import type { Keeping } from '../../core/calendar/model/keeper.js';
import type { Lease } from '../../core/ports.js';
import { type Database, type Orm, rowOf, rowsOf } from '../client/database.js';
import { failureCode } from '../client/database-failure.js';
import { parameter } from '../client/parameters.js';
import { writeUnder } from './leases.js';

export interface Place {
  /** The first one is stored; any of them means this place. */
  readonly names: readonly [string, ...string[]];
  /**
   * When the server was started, and the database's number there: while these are the same, another address leads to
   * the same database.
   */
  readonly started: string;
}

export interface StandingRow extends Record<string, unknown> {
  readonly number: string;
  readonly name: string;
  readonly started: string;
  readonly may_ask: boolean;
}

/** The database's own properties, with `d` as pg_database. */
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
 * The place of a database: a copy is in another place. The cluster's number is only requested if something is new: at
 * the same address, on a server that has not been restarted, the same database is in the same place.
 */
export async function placeOf(
  { kind, orm, where, madeAs = '' }: Database,
  row: StandingRow,
  { keepers, isWhole }: { readonly keepers: readonly KeeperRow[]; readonly isWhole: boolean },
): Promise<Place> {
  const weak = hashOf('address', where, row.name, row.number);
  // Each command starts an embedded one.
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
  // A copied folder is the same cluster: only the disk distinguishes the two.
  const folder = kind === 'embedded' ? where : '';
  return {
    names: cluster === null ? [weak] : [hashOf('cluster', cluster + madeAs, row.number, folder), weak],
    started,
  };
}

/** The cluster's number from initdb; null if a managed server does not show it. */
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

/** The stored owners of the calendars, and whether this database is still in its place. */
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

/** Records that this database, in its present place, owns calendars; refused once the lease is lost. */
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

/** The runs that this database does not know. */
export async function findUnknownRuns(orm: Orm, ids: readonly string[]): Promise<readonly string[]> {
  const rows = await rowsOf<{ id: string }>(
    orm,
    sql`select i.id from jsonb_array_elements_text(${JSON.stringify(ids)}::text::jsonb) as i(id)
      left join renos_sync.runs r on r.id = i.id left join renos_sync.past_runs p on p.id = i.id
      where r.id is null and p.id is null order by i.id`,
  );
  return rows.map(({ id }) => id);
}
