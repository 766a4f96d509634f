import { sql } from 'drizzle-orm';
import { beforeEach, describe, expect, test } from 'vitest';
import { personAtGoogle } from '../../helpers/person-at-google.js';
import { readSides } from '../../helpers/sync-sides.js';
import type { SyncWorld } from '../../helpers/sync-world.js';
import { LostEdits } from '../../helpers/walk/lost-edits.js';
import { leaks, people, wordsFor } from '../../helpers/walk/people.js';
import { syncWorldInTurn } from '../../helpers/worlds-in-turn.js';

let world: SyncWorld;
let watch: LostEdits;
const { at, later, patch, eventOf } = personAtGoogle(() => world);
const plain = { policy: 'newest', isPlain: true, isCutShort: false, restored: null };

/** Gives what the walk says of a run that did what `run` does after people's edits. */
async function judge(edits: () => Promise<unknown>, run: () => Promise<unknown>): Promise<readonly string[]> {
  await edits();
  later();
  watch.edited(await readSides(world));
  await run();
  const after = await readSides(world);
  return [...(await watch.judge(after, world.database, plain)), ...leaks(after)];
}

/** What a run does that has a bug. */
const bugs = {
  'takes an edit in Google back': async () => patch(await eventOf('b1'), { description: 'Nøgle Alfa 1' }),
  'takes an edit of a row back': () => world.editBooking('b2', { address: 'Birkevej 2' }),
  'cancels a booking of its own accord': () => world.editBooking('b3', { status: 'cancelled' }),
  'deletes an event of its own accord': async () =>
    world.google.events.delete({ calendarId: 'primary', eventId: await eventOf('b3') }),
  'writes one customer’s key to another’s event': async () =>
    patch(await eventOf('b3'), { description: 'Nøgle Alfa 9' }),
  'writes one customer’s address to another’s booking': () => world.editBooking('b3', { address: 'Ahornvej 9' }),
};

describe('the checks of a random walk', () => {
  syncWorldInTurn('server', async (opened) => {
    world = opened;
    for (const [index, person] of people.entries()) {
      const n = index + 1;
      await world.addCustomer(person);
      const { address, notes } = wordsFor(person, n);
      const says = { serviceType: 'Vask', address, notes, customerId: person.id };
      await world.addBooking({ id: `b${n}`, ...says, start: at(1 + n), end: at(1 + n, 10) });
    }
    await world.sync();
    later();
  });
  beforeEach(async () => {
    watch = new LostEdits(await readSides(world));
  });

  const edits = async () => {
    await patch(await eventOf('b1'), { description: 'Nøgle Alfa 7' });
    await world.editBooking('b2', { address: 'Birkevej 8' });
  };

  test.each(Object.entries(bugs))('find a run that %s', async (_what, bug) => {
    expect(await judge(edits, bug)).not.toEqual([]);
  });

  /** A row gets another key, which its link does not know before the next run. */
  async function renew(from: string, to: string): Promise<void> {
    await world.database.orm.execute(sql`update bookings set id = ${to}, "calendarEventId" = null where id = ${from}`);
    watch.renamed(from, to);
  }
  const removeRow = (id: string) => world.database.orm.execute(sql`delete from bookings where id = ${id}`);

  test.each([
    [
      'its row got another key and was removed',
      async () => {
        await renew('b3', 'new3');
        watch.edited(await readSides(world));
        await removeRow('new3');
      },
    ],
    [
      'its row got another key, and a backup that has neither was restored',
      async () => {
        watch.backedUp();
        await renew('b3', 'new3');
        watch.edited(await readSides(world));
        await removeRow('new3');
        await watch.restored(await readSides(world), world.database, 'tables');
      },
    ],
    [
      'its row exchanged keys with another one and was removed',
      async () => {
        await renew('b3', 'x');
        await renew('b2', 'b3');
        await renew('x', 'b2');
        watch.edited(await readSides(world));
        await removeRow('b2');
      },
    ],
  ])('find nothing where an event is deleted after %s', async (_what, edit) => {
    const event = await eventOf('b3');
    const remove = () => world.google.events.delete({ calendarId: 'primary', eventId: event });
    expect(await judge(edit, remove)).toEqual([]);
  });

  test('find nothing in a run that carries all edits over, nor in one that does nothing', async () => {
    expect(await judge(edits, async () => {})).toEqual([]);
    expect(await judge(edits, () => world.sync())).toEqual([]);
  });
});
