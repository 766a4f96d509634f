import { expect, test } from 'vitest';
import { openTestDatabase } from '../../helpers/databases.js';
import { importText, worldOf } from '../../helpers/import-world.js';
import { readRows, undo } from '../../helpers/undo-world.js';

test('an import of 20,000 rows with 5,000 bookings is undone within three times its time, by the batch', async ({
  annotate,
}) => {
  const database = await openTestDatabase('server');
  try {
    const rows = Array.from({ length: 20_000 }, (_, n) => {
      const day = String(1 + (n % 28)).padStart(2, '0');
      const booking = n % 4 === 0 ? `2026-03-${day} 10:00;2026-03-${day} 12:00;Vask` : ';;';
      return `Kunde ${n}sen;k${n}@example.dk;${20_000_000 + n};Vej ${n}, 8000 Aarhus C;${booking}`;
    });
    const text = `Name;Email;Phone;Address;Booking start;Booking end;Service\n${rows.join('\n')}\n`;
    const begun = performance.now();
    const { runId, customersCreated, bookingsCreated } = await importText(worldOf(database), text, {
      createBookings: true,
    });
    expect([customersCreated, bookingsCreated]).toEqual([20_000, 5_000]);
    const imported = performance.now();
    const statements = database.statements();
    const undone = await undo(database, runId ?? '');
    const took = performance.now() - imported;
    expect(undone).toMatchObject({ success: true, customers: { removed: 20_000 }, bookings: { removed: 5_000 } });
    expect(await readRows(database)).toEqual([]);
    expect(database.statements() - statements).toBeLessThan(200);
    await annotate(`import ${Math.round(imported - begun)} ms, undo ${Math.round(took)} ms`);
    expect(took).toBeLessThan(3 * (imported - begun));
  } finally {
    await database.close();
  }
});
