import { sql } from 'drizzle-orm';
import { rowsOf } from '../../../src/db/client/database.js';
import { anyone, wordsFor } from './people.js';
import { type Act, customerOf, editRow, giveRow, slot } from './scene.js';

const columns = ['serviceType', 'address', 'notes'] as const;

/** What the application does to its rows. */
export const rowActs = {
  book: (scene) => {
    const { world, step, n } = scene;
    const person = step.stamp ? anyone(step.pick) : null;
    const { address, notes } = wordsFor(person, n);
    return world.addBooking({
      id: `b${n}`,
      serviceType: `Vask ${n}`,
      ...(step.field === 0 ? {} : { address }),
      ...(person === null ? {} : { customerId: person.id, notes }),
      ...slot(scene),
    });
  },
  'edit-booking': async (scene) => {
    const id = await scene.booking();
    const { address, notes } = wordsFor(await customerOf(scene.world, id), scene.n);
    const texts = { serviceType: `Her ${scene.n}`, address, notes };
    const column = columns[scene.step.field] ?? 'notes';
    return editRow(scene, id, { [column]: texts[column] });
  },
  'clear-booking': async (scene) =>
    editRow(scene, await scene.booking(), {
      [scene.step.field === 0 ? 'address' : 'notes']: scene.step.stamp ? null : '',
    }),
  'move-booking': async (scene) => {
    const { start, end } = slot(scene);
    const [startTime, endTime] = [start.replace('Z', ''), end.replace('Z', '')];
    return editRow(scene, await scene.booking(), { startTime, endTime, scheduledAt: startTime });
  },
  'cancel-booking': async (scene) => editRow(scene, await scene.booking(), { status: 'cancelled' }),
  'revive-booking': async (scene) =>
    editRow(scene, await scene.booking("status = 'cancelled'"), { status: 'confirmed' }),
  'complete-booking': async (scene) =>
    scene.step.pick % 3 === 0 ? editRow(scene, await scene.booking(), { status: 'completed' }) : null,
  'delete-row': async (scene) => {
    const id = scene.step.pick % 3 === 0 ? await scene.booking() : null;
    return id === null ? null : scene.world.database.orm.execute(sql`delete from bookings where id = ${id}`);
  },
  'copy-row': async (scene) => {
    const id = await scene.booking();
    return scene.world.database.orm.execute(sql`insert into bookings (id, "customerId", "serviceType", address, notes, status, "calendarEventId", "startTime", "endTime", "scheduledAt", "estimatedDuration", "updatedAt")
      select ${`b${scene.n}`}, "customerId", "serviceType", address, notes, status, "calendarEventId", "startTime" + interval '2 days', "endTime" + interval '2 days', "scheduledAt" + interval '2 days', "estimatedDuration", "updatedAt" from bookings where id = ${id}`);
  },
  'renew-key': async (scene) => {
    const id = await scene.booking();
    if (id === null) return;
    await scene.world.database.orm.execute(sql`update bookings set id = ${`b${scene.n}`} where id = ${id}`);
    scene.renamed(id, `b${scene.n}`);
  },
  // As after a restore, or by a script: the rows name their events no more.
  'lose-names': async (scene) => {
    const id = scene.step.stamp ? await scene.booking() : null;
    const which = scene.step.stamp ? sql`id = ${id}` : sql`true`;
    return scene.world.database.orm.execute(sql`update bookings set "calendarEventId" = null where ${which}`);
  },
  // All at once, and they name nothing.
  'renew-keys': async ({ world, n, renamed }) => {
    const rows = await rowsOf<{ id: string }>(world.database.orm, sql`select id from bookings order by id`);
    await world.database.orm.execute(sql`update bookings set "calendarEventId" = null`);
    for (const [index, { id }] of rows.entries()) {
      await world.database.orm.execute(sql`update bookings set id = ${`b${n}x${index}`} where id = ${id}`);
      renamed(id, `b${n}x${index}`);
    }
  },
  'exchange-keys': async (scene) => {
    const { world, n } = scene;
    const id = await scene.booking();
    const other = await scene.booking(`id <> '${id}'`);
    if (id === null || other === null) return;
    for (const [from, to] of [
      [id, `x${n}`],
      [other, id],
      [`x${n}`, other],
    ] as const) {
      await world.database.orm.execute(sql`update bookings set id = ${to} where id = ${from}`);
      scene.renamed(from, to);
    }
  },
  // The ids alone: each row keeps its own words.
  'swap-events': async ({ world, step }) => {
    const { orm } = world.database;
    await orm.execute(sql`with two as (select id, "calendarEventId" as event, row_number() over (order by md5(id || ${`${step.pick}`})) as n
        from bookings b where status <> 'cancelled' and exists (select 1 from renos_sync.links l
          where l.booking_id = b.id and l.event_id = b."calendarEventId" and l.recurring_event_id is null and not l.closed) limit 2)
      update bookings b set "calendarEventId" = other.event, "updatedAt" = now() from two mine, two other
      where b.id = mine.id and other.n <> mine.n`);
  },
  'rename-customer': ({ world, step, n }) => {
    const { id, name } = anyone(step.pick);
    return world.database.orm.execute(sql`update customers set name = ${`${name} ${n}`} where id = ${id}`);
  },
  // Another house, and another key.
  'give-customer': async (scene) => {
    const person = scene.step.field === 0 ? null : anyone(scene.step.size);
    return giveRow(scene, await scene.booking(), person);
  },
} satisfies Record<string, Act>;
