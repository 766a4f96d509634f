import { type SQL, sql } from 'drizzle-orm';
import type { FindStore, ItemName, Wanted } from '../../core/find/find.js';
import type { FindResult } from '../../core/results/find-result.js';
import { textSet } from '../client/array-literal.js';
import { type Database, type Orm, rowOf, rowsOf } from '../client/database.js';
import { bookingEnd, bookingStart } from '../sync/booking-rows.js';

/** Finds customers and bookings by a search text: a search reads the whole table, because names have no index. */
export function createFindStore({ orm }: Database): FindStore {
  return {
    find: async (wanted, limit) => {
      const row = await rowOf<{
        customers: FindResult['customers'];
        customers_found: number;
        bookings: FindResult['bookings'];
        bookings_found: number;
      }>(orm, foundBy(wanted, limit));
      return {
        customers: row.customers,
        customersFound: row.customers_found,
        bookings: row.bookings,
        bookingsFound: row.bookings_found,
      };
    },
    nameItems: (ids) => nameItems(orm, ids),
    findCustomerIds: async (wanted) => {
      const rows = await rowsOf<{ id: string }>(orm, sql`select c.id from customers c where ${customerFits(wanted)}`);
      return rows.map(({ id }) => id);
    },
  };
}

/** Names, titles and times of customers, bookings and events. */
export async function nameItems(orm: Orm, ids: readonly string[]): Promise<ReadonlyMap<string, ItemName>> {
  const rows = await rowsOf<{ id: string; title: string | null; time: string | null }>(
    orm,
    sql`with wanted(id) as materialized (${textSet(ids)}),
      booked as (select w.id, w.id as booking_id from wanted w union all
        select l.event_id, l.booking_id from renos_sync.links l join wanted w on w.id = l.event_id)
      select c.id, c.name as title, null as time from customers c join wanted w on w.id = c.id
      union all
      select k.id, nullif(concat_ws(' - ', b."serviceType", c.name), '') as title, ${moment(bookingStart)} || '/' || ${moment(bookingEnd)} as time
      from booked k join bookings b on b.id = k.booking_id left join customers c on c.id = b."customerId"`,
  );
  return new Map(rows.map(({ id, title, time }) => [id, { title: title ?? '', ...(time === null ? {} : { time }) }]));
}

const moment = (time: SQL) => sql`to_char(${time}, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

function foundBy(wanted: Wanted, limit: number | null): SQL {
  return sql`with people as materialized (select c.* from customers c where ${customerFits(wanted)}),
      booked as materialized (
        select b.*, ${bookingStart} as begins, ${bookingEnd} as ends from bookings b
        where b."customerId" in (select p.id from people p) or ${bookingFits(wanted)})
    select (select count(*)::int from people) as customers_found, (select count(*)::int from booked) as bookings_found,
      (select coalesce(json_agg(r), '[]') from (
        select p.id, p.name, p.email, p.phone, p.address, (select count(*)::int from bookings b where b."customerId" = p.id) as bookings
        from people p order by p.name, p.id limit ${limit}::int) r) as customers,
      (select coalesce(json_agg(r), '[]') from (
        select k.id, ${moment(sql`k.begins`)} as start, ${moment(sql`k.ends`)} as "end", k.status, k."serviceType", k.address, k."customerId",
          c.name as "customerName", l.event_id as "eventId"
        from booked k left join customers c on c.id = k."customerId" left join renos_sync.links l on l.booking_id = k.id and not l.closed
        order by k.begins desc nulls last, k.id limit ${limit}::int) r) as bookings`;
}

/** Lower case without accents; Danish letters in any spelling; anything except letters and digits becomes a space. */
const folded = (text: SQL) =>
  sql`regexp_replace(regexp_replace(regexp_replace(translate(lower(${text}), 'æäåøöéèêëüûúáàâíìîóòôñç', 'aaaooeeeeuuuaaaiiiooonc'), 'aa|ae', 'a', 'g'), 'oe', 'o', 'g'), '[[:space:][:punct:]]+', ' ', 'g')`;

/** Each search word is in one of the texts. */
const hasWords = (texts: SQL, { text }: Wanted) =>
  sql`(trim(${folded(sql`${text}::text`)}) <> '' and not exists (
    select from unnest(string_to_array(trim(${folded(sql`${text}::text`)}), ' ')) as w(word) where position(w.word in ${folded(texts)}) = 0))`;

function customerFits(wanted: Wanted): SQL {
  // An import stores contact persons and additional phones in the notes.
  const words = hasWords(sql`concat_ws(' ', c.name, c."companyName", c.email, c.address, c.notes)`, wanted);
  if (wanted.phone === null) return words;
  // A country's code before a number is often left out, on either side.
  const digits = sql`regexp_replace(coalesce(c.phone, ''), '\\D', '', 'g')`;
  const noted = sql`regexp_replace(coalesce(c.notes, ''), '(?<=\\d)[ .-](?=\\d)', '', 'g')`;
  return sql`(${words} or position(${wanted.phone}::text in ${digits}) > 0
    or position(${wanted.phone}::text in ${noted}) > 0
    or (length(${wanted.phone}::text) > 8 and length(${digits}) >= 8 and right(${wanted.phone}::text, 8) = right(${digits}, 8)))`;
}

function bookingFits(wanted: Wanted): SQL {
  const words = hasWords(sql`concat_ws(' ', b.id, b."serviceType", b.address)`, wanted);
  if (wanted.day === null) return words;
  const [from, until] = wanted.day.map((at) => sql`${at.toISOString()}::timestamp`);
  return sql`(${words} or (${bookingStart} >= ${from} and ${bookingStart} < ${until}))`;
}
