import { type SQL, sql } from 'drizzle-orm';
import type { PastChange, PastEventChange, PastRowChange } from '../../core/undo/undo-model.js';
import { textSet } from '../client/array-literal.js';
import { type Orm, rowsOf } from '../client/database.js';
import { fingerprintOfCustomer } from '../import/import-fingerprints.js';
import { findUses, type Use } from './find-uses.js';
import { bookingImage, rowHash } from './row-images.js';

/** Entries of the journal per page. */
const page = 5_000;

/** All changes of a run, a page at a time, with the present rows. */
export async function* findPastChanges(orm: Orm, runId: string): AsyncIterable<readonly PastChange[]> {
  const uses = { customer: await findUses(orm, 'customers'), booking: await findUses(orm, 'bookings') };
  for await (const rows of pages((after) => findCreations(orm, runId, after))) {
    yield await withUses(orm, rows.map(createdCustomer), uses);
  }
  for await (const rows of pages((after) => findRows(orm, { runId, kind: 'customer', after }))) {
    yield await withUses(orm, rows.map(pastRowChange), uses);
  }
  for await (const rows of pages((after) => findRows(orm, { runId, kind: 'booking', after }))) {
    yield await withUses(orm, rows.map(pastRowChange), uses);
  }
  for await (const rows of pages((after) => findEvents(orm, runId, after))) yield rows.map(pastEventChange);
}

async function* pages<Row extends { readonly seq: number }>(
  read: (after: number) => Promise<readonly Row[]>,
): AsyncIterable<readonly Row[]> {
  for (let after = 0; ; ) {
    const rows = await read(after);
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows;
    after = last.seq;
  }
}

interface Creation extends Record<string, unknown> {
  readonly seq: number;
  readonly id: string;
  readonly version: string | null;
  readonly as_left: boolean;
}

/** A batch of creations stays whole. Customers are created active; all other columns are in the fingerprint. */
function findCreations(orm: Orm, runId: string, after: number): Promise<Creation[]> {
  return rowsOf<Creation>(
    orm,
    sql`select m.seq, e.id, ${rowHash('c')} as version, coalesce(e.print = ${fingerprintOfCustomer} and c.status = 'active', false) as as_left
      from (select * from renos_sync.journal_creations j where j.run_id = ${runId} and j.seq > ${after}::int order by j.seq limit 1) m
      cross join lateral unnest(m.customer_ids, m.prints) as e(id, print)
      left join customers c on c.id = e.id`,
  );
}

function createdCustomer({ id, version, as_left: isAsLeft }: Creation): PastRowChange {
  return { ...emptyRow, kind: 'customer', id, did: 'created', exists: version !== null, isAsLeft, version };
}

const emptyRow = { usedBy: [], bookingIds: [], was: {}, is: {}, now: {}, image: null, lines: null } as const;

type Columns = Readonly<Record<string, unknown>>;

interface Entry extends Record<string, unknown> {
  readonly seq: number;
  readonly id: string;
  readonly kind: 'customer' | 'booking';
  readonly action: string;
  readonly version: string | null;
  readonly as_left: boolean;
  readonly was: Columns | null;
  readonly is: Columns | null;
  readonly now: Columns | null;
  readonly image: Columns | null;
  readonly lines: PastRowChange['lines'];
}

/** An import's journal has a customer's columns as fields; both values are converted to the form of the row. */
function findRows(
  orm: Orm,
  { runId, kind, after }: { readonly runId: string; readonly kind: 'customer' | 'booking'; readonly after: number },
): Promise<Entry[]> {
  const table = sql.raw(kind === 'customer' ? 'customers' : 'bookings');
  const said = (at: 0 | 1) =>
    sql`(select jsonb_object_agg(f.key, f.value -> ${sql.raw(String(at))}) from jsonb_each(j.fields) f)`;
  const columns = (at: 0 | 1) => {
    const undo = sql.raw(at === 0 ? `j.undo -> 'was'` : `j.undo -> 'is'`);
    return kind === 'booking'
      ? undo
      : sql`(to_jsonb(jsonb_populate_record(r, ${said(at)} || coalesce(${undo}, '{}'))) - array(select k from jsonb_object_keys(to_jsonb(r)) k where not j.fields ? k))`;
  };
  const now = kind === 'booking' ? bookingImage('r') : sql`to_jsonb(r)`;
  const isChange = sql`j.action in ('update', 'cancel')`;
  return rowsOf<Entry>(
    orm,
    sql`select j.seq, j.item_id as id, j.kind, j.action, case when r.id is not null then ${rowHash('r')} end as version,
        r.id is not null and coalesce(j.undo ->> 'hash' = ${rowHash('r')}, false) as as_left,
        case when ${isChange} then ${columns(0)} end as was, case when ${isChange} then ${columns(1)} end as is,
        case when ${isChange} and r.id is not null then ${now} end as now, case when j.action = 'delete' then j.undo -> 'was' end as image, j.undo -> 'lines' as lines
      from renos_sync.journal j left join ${table} r on r.id = j.item_id
      where j.run_id = ${runId} and j.side = 'database' and j.kind = ${kind} and j.action in ('create', 'update', 'cancel', 'delete') and j.seq > ${after}::int
      order by j.seq limit ${page}::int`,
  );
}

const did = { create: 'created', delete: 'removed' } as const;

function pastRowChange({
  id,
  kind,
  action,
  version,
  as_left: isAsLeft,
  was,
  is,
  now,
  image,
  lines,
}: Entry): PastRowChange {
  return {
    kind,
    id,
    did: action === 'create' || action === 'delete' ? did[action] : 'changed',
    exists: version !== null,
    isAsLeft,
    version,
    usedBy: [],
    bookingIds: [],
    was: was ?? {},
    is: is ?? {},
    now: now ?? {},
    image,
    lines,
  };
}

interface EventEntry extends Record<string, unknown> {
  readonly seq: number;
  readonly id: string;
  readonly action: string;
  readonly fields: PastEventChange['fields'];
  readonly undo: Partial<Pick<PastEventChange, 'stamped' | 'guests'>> | null;
}

function findEvents(orm: Orm, runId: string, after: number): Promise<EventEntry[]> {
  return rowsOf<EventEntry>(
    orm,
    sql`select j.seq, j.item_id as id, j.action, j.fields, j.undo from renos_sync.journal j
      where j.run_id = ${runId} and j.side = 'google' and j.action in ('create', 'update', 'delete') and j.seq > ${after}::int
      order by j.seq limit ${page}::int`,
  );
}

/** An event that had no time before did not exist. */
function pastEventChange({ id, action, fields, undo }: EventEntry): PastEventChange {
  const isBrought = action === 'update' && fields.time !== undefined && fields.time[0] === null;
  return {
    kind: 'event',
    id,
    did: action === 'delete' ? 'removed' : action === 'create' || isBrought ? 'created' : 'changed',
    fields,
    stamped: undo?.stamped ?? null,
    guests: undo?.guests ?? null,
  };
}

/** References to created rows: by table, and bookings of customers by their ids. */
async function withUses(
  orm: Orm,
  pastChanges: readonly PastRowChange[],
  uses: Readonly<Record<PastRowChange['kind'], readonly Use[]>>,
): Promise<readonly PastRowChange[]> {
  const kind = pastChanges[0]?.kind ?? 'customer';
  const ids = pastChanges.flatMap(({ id, did: what, exists }) => (what === 'created' && exists ? [id] : []));
  if (ids.length === 0 || uses[kind].length === 0) return pastChanges;
  const wanted = sql`with w as materialized (${textSet(ids)} as id)`;
  const each = uses[kind].map(({ table, name, column }): SQL => {
    const [from, by] = [sql.raw(table), sql.raw(`t.${column}`)];
    const item = kind === 'customer' && name === 'bookings' ? sql`t.id` : sql`null::text`;
    return sql`select ${by} as id, ${name}::text as name, ${item} as item from ${from} t where ${by} in (select id from w)`;
  });
  const found = await rowsOf<{ id: string; name: string; item: string | null }>(
    orm,
    sql`${wanted} ${sql.join(each, sql` union `)} order by 1, 2, 3`,
  );
  const usedBy = new Map<string, Set<string>>();
  const bookings = new Map<string, string[]>();
  for (const { id, name, item } of found) {
    if (item === null) usedBy.set(id, (usedBy.get(id) ?? new Set()).add(name));
    else bookings.set(id, [...(bookings.get(id) ?? []), item]);
  }
  return pastChanges.map((past) => ({
    ...past,
    usedBy: [...(usedBy.get(past.id) ?? [])],
    bookingIds: bookings.get(past.id) ?? [],
  }));
}
