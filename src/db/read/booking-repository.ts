import { type SQL, sql } from 'drizzle-orm';
import { readNotes } from '../../core/calendar/model/booking.js';
import type { ExportFilter } from '../../core/export/customer-repository.js';
import type { BookingRepository, ExportedBooking } from '../../core/export/export-bookings.js';
import { textSet } from '../client/array-literal.js';
import { cursorPages } from '../client/cursor-pages.js';
import { type Database, rowOf, utcDate } from '../client/database.js';
import { bookingEnd, bookingStart, notedEventId } from '../sync/booking-rows.js';
import { hasTag, lowered } from './customer-repository.js';

const page = 1_000;

interface BookingLine extends Record<string, unknown> {
  readonly id: string;
  readonly customerId: string | null;
  readonly customerName: string | null;
  readonly customerEmail: string | null;
  readonly customerPhone: string | null;
  readonly service: string | null;
  readonly status: string;
  readonly address: string | null;
  readonly start: string;
  readonly end: string;
  readonly notes: string | null;
  readonly eventId: string | null;
  readonly createdAt: string;
}

/** Bookings with their customers, for reading. */
export function createBookingRepository({ orm }: Database): BookingRepository {
  return {
    list: async function* (filter) {
      const query = sql`select b.id, b."customerId", c.name as "customerName", c.email as "customerEmail", c.phone as "customerPhone",
          b."serviceType" as service, b.status, b.address, (${bookingStart})::text as start, (${bookingEnd})::text as end, b.notes,
          ${notedEventId} as "eventId", b."createdAt"::text as "createdAt"
        from bookings b left join customers c on c.id = b."customerId" where ${wanted(filter)} order by ${bookingStart}, b.id
        limit ${filter.most ?? null}`;
      for await (const rows of cursorPages<BookingLine>(orm, query, page)) yield rows.map(toExported);
    },
    count: async (filter) => {
      const row = await rowOf<{ count: number }>(
        orm,
        sql`select count(*)::int as count from bookings b left join customers c on c.id = b."customerId" where ${wanted(filter)}`,
      );
      return row.count;
    },
  };
}

function wanted({
  ids,
  tags,
  statuses,
  since,
  until,
  customerId,
}: ExportFilter & { readonly customerId?: string }): SQL {
  const conditions = [sql`true`];
  if (customerId !== undefined) conditions.push(sql`b."customerId" = ${customerId}`);
  if (ids !== null) conditions.push(sql`b.id in (${textSet(ids)})`);
  if (tags !== null) conditions.push(hasTag(tags));
  if (statuses !== null) conditions.push(sql`lower(b.status) in (${lowered(statuses)})`);
  if (since !== null) conditions.push(sql`${bookingStart} >= ${since.toISOString()}::timestamp(3)`);
  if (until !== null) conditions.push(sql`${bookingStart} < ${until.toISOString()}::timestamp(3)`);
  return sql.join(conditions, sql` and `);
}

function toExported(line: BookingLine): ExportedBooking {
  return {
    ...line,
    notes: readNotes(line.notes).notes,
    start: utcDate(line.start),
    end: utcDate(line.end),
    createdAt: utcDate(line.createdAt),
  };
}
