import { sql } from 'drizzle-orm';
import type { Commit, CommitItem, CommitOutcome, KnownFailure } from '../../core/calendar/model/sync-store.js';
import type { JournalEntry, Lease } from '../../core/ports.js';
import type { Orm } from '../client/database.js';
import { failureCode, isRowRefused, refusedBy, SqlState } from '../client/database-failure.js';
import { parameter } from '../client/parameters.js';
import { readTextLimits } from '../import/text-limits.js';
import { insertJournal, insertUnconfirmed } from '../read/journal.js';
import { writeRows } from '../undo/commit-rows.js';
import { insertBookings, type RowImages, stampBookings, updateBookings } from './commit-bookings.js';
import { insertConflicts, settle, writeFailures } from './commit-failures.js';
import { writeLinks } from './commit-links.js';
import { renewLease } from './leases.js';
import { withoutRefused, withoutUnstorable } from './refused-item.js';

/** Rows per statement: large enough that the number of statements does not matter, small enough for memory. */
const batch = 500;

/** Stores the decisions in one transaction, which is refused once the lease is lost. */
export function commitSync(orm: Orm, { runId, items, calendars }: Commit, lease: Lease): Promise<CommitOutcome> {
  return orm.transaction(async (tx) => {
    await renewLease(tx, lease);
    const moved: string[] = [];
    const refused: KnownFailure[] = [];
    for (const rows of inBatches(items)) {
      const done = await commitWhatMayBe(tx, runId, rows);
      moved.push(...done.movedBookings);
      refused.push(...done.refused);
    }
    if (calendars.length > 0) {
      await tx.execute(sql`insert into renos_sync.calendars (calendar_id, time_zone, sync_token, token_at, covered_from, covered_until, included, google_id, google_account)
        select r.id, r.zone, r.token, now(), r.since, r.until, r.included, r.google_id, r.google_account
        from jsonb_to_recordset(${parameter(calendars.map((calendar) => ({ id: calendar.calendarId, zone: calendar.timeZone, token: calendar.syncToken, since: calendar.coveredFrom, until: calendar.coveredUntil, included: calendar.included.join(','), google_id: calendar.googleId, google_account: calendar.googleAccount })))})
          as r(id text, zone text, token text, since timestamptz, until timestamptz, included text, google_id text, google_account text)
        on conflict (calendar_id) do update set time_zone = excluded.time_zone, sync_token = excluded.sync_token,
          token_at = excluded.token_at, covered_from = excluded.covered_from, covered_until = excluded.covered_until, included = excluded.included,
          google_id = excluded.google_id, google_account = excluded.google_account`);
    }
    return { movedBookings: moved, refused };
  });
}

function* inBatches(items: Iterable<CommitItem>): Iterable<readonly CommitItem[]> {
  let rows: CommitItem[] = [];
  for (const item of items) {
    rows.push(item);
    if (rows.length < batch) continue;
    yield rows;
    rows = [];
  }
  if (rows.length > 0) yield rows;
}

/** Commits a batch as a whole; if a rule of the database refuses a row, each half separately, down to the single row. */
async function commitWhatMayBe(tx: Orm, runId: string, items: readonly CommitItem[]): Promise<CommitOutcome> {
  try {
    const movedBookings = await tx.transaction((savepoint) => commitBatch(savepoint, runId, items));
    return { movedBookings, refused: [] };
  } catch (error) {
    if (!isRowRefused(error)) throw error;
    if (items.length === 1 && items[0] !== undefined) return commitRest(tx, runId, items[0], error);
  }
  const middle = Math.ceil(items.length / 2);
  const outcomes = [
    await commitWhatMayBe(tx, runId, items.slice(0, middle)),
    await commitWhatMayBe(tx, runId, items.slice(middle)),
  ];
  return {
    movedBookings: outcomes.flatMap(({ movedBookings }) => movedBookings),
    refused: outcomes.flatMap(({ refused }) => refused),
  };
}

async function commitRest(tx: Orm, runId: string, item: CommitItem, error: unknown): Promise<CommitOutcome> {
  const limits = failureCode(error) === SqlState.untranslatableCharacter ? await readTextLimits(tx) : null;
  const refused = limits === null ? withoutRefused(item, refusedBy(error)) : withoutUnstorable(item, limits);
  if (refused === null) throw error;
  // A failure without a calendar is reported but not listed: no sync would try it again.
  const isNowhere = refused.failure?.calendarId === '';
  const movedBookings = await commitBatch(tx, runId, [isNowhere ? { ...refused, failure: null } : refused]);
  return { movedBookings, refused: refused.failure === null ? [] : [refused.failure] };
}

async function commitBatch(tx: Orm, runId: string, items: readonly CommitItem[]): Promise<readonly string[]> {
  const inserted = await insertBookings(
    tx,
    items.map(({ insert }) => insert).filter((row) => row !== null),
  );
  const updated = await updateBookings(
    tx,
    items.map(({ update }) => update).filter((row) => row !== null),
  );
  const rows = await writeRows(
    tx,
    items.map(({ row }) => row).filter((row) => row !== null),
  );
  const stamped = await stampBookings(
    tx,
    items.map(({ stamp }) => stamp).filter((row) => row !== null),
  );
  const isMoved = ({ update, row }: CommitItem) =>
    (update !== null && !updated.has(update.bookingId)) || (row !== null && !rows.has(row.bookingId));
  const done = items.filter((item) => !isMoved(item));
  const moved = items.filter(isMoved);
  await writeLinks(
    tx,
    [...done.map(({ link }) => link), ...moved.map(({ update, row }) => (update ?? row)?.unwritten ?? null)].filter(
      (row) => row !== null,
    ),
  );
  await insertUnconfirmed(
    tx,
    runId,
    done.flatMap((item) => unconfirmedWith(item, stamped)),
  );
  await insertJournal(
    tx,
    runId,
    [...done, ...moved.map(googlesOnly)].flatMap((item) => withImages(item, { inserted, updated, rows, stamped })),
  );
  await insertConflicts(
    tx,
    runId,
    done.map(({ conflict }) => conflict).filter((row) => row !== null),
  );
  await settle(
    tx,
    done.map(({ settles }) => settles).filter((id) => id !== null),
  );
  await writeFailures(tx, done);
  return moved.flatMap(({ update, row }) => (update ?? row)?.bookingId ?? []);
}

function unconfirmedWith(
  { unconfirmed, stamp }: CommitItem,
  stamped: RowImages,
): NonNullable<CommitItem['unconfirmed']>[] {
  const undo = stamp === null ? undefined : stamped.get(stamp.bookingId);
  if (unconfirmed === null) return [];
  return [undo === undefined ? unconfirmed : { ...unconfirmed, entry: { ...unconfirmed.entry, undo } }];
}

/** The row was left alone; the write to the event was done. */
function googlesOnly(item: CommitItem): CommitItem {
  return { ...item, journal: item.journal.filter(({ side }) => side === 'google') };
}

type Images = Readonly<Record<'inserted' | 'updated' | 'rows' | 'stamped', RowImages>>;

/** The entries of an item, with the data to undo them. */
function withImages({ journal, stamp }: CommitItem, images: Images): readonly JournalEntry[] {
  return journal.map((entry) => {
    const { kind, itemId } = entry;
    const ofRow = images.rows.get(itemId) ?? images.updated.get(itemId) ?? images.inserted.get(itemId);
    const undo = kind === 'booking' ? ofRow : stamp === null ? undefined : images.stamped.get(stamp.bookingId);
    return undo === undefined ? entry : { ...entry, undo: { ...entry.undo, ...undo } };
  });
}
