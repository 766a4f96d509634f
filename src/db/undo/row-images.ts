import { type SQL, sql } from 'drizzle-orm';

/** Columns that every writer sets, and columns that only name a booking's event: a change of these is not an edit. */
const stamps = sql`array['id', 'createdAt', 'updatedAt', 'calendarEventId', 'calendarLink']`;

/** The columns of bookings that a sync or an import may change. */
export const bookingColumnNames = [
  'customerId',
  'serviceType',
  'address',
  'notes',
  'status',
  'calendarEventId',
  'calendarLink',
  'startTime',
  'endTime',
  'scheduledAt',
  'estimatedDuration',
] as const;

/** The columns of customers that an import may change. */
export const customerColumnNames = [
  'name',
  'email',
  'phone',
  'address',
  'companyName',
  'notes',
  'status',
  'tags',
  'totalLeads',
  'totalBookings',
  'totalRevenue',
  'lastContactAt',
] as const;

/**
 * A hash of all values of row `row` of bookings or customers, with columns of other programs. A new empty column does
 * not change it.
 */
export function rowHash(row: string): SQL {
  return sql`md5((jsonb_strip_nulls(to_jsonb(${sql.raw(row)}) - ${stamps}))::text)`;
}

/** The columns of row `row` of bookings that a run may have changed, as JSON. */
export function bookingImage(row: string): SQL {
  const columns = bookingColumnNames.map((name) => sql.raw(`'${name}', ${row}."${name}"`));
  return sql`jsonb_build_object(${sql.join(columns, sql`, `)})`;
}

/** Sets columns of a table to those of record `n`. */
export function setColumns(names: readonly string[]): SQL {
  return sql.join(
    names.map((name) => sql.raw(`"${name}" = n."${name}"`)),
    sql`, `,
  );
}
