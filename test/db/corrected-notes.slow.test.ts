import { sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { rowsOf } from '../../src/db/client/database.js';
import { databaseKinds } from '../helpers/databases.js';
import { countsOf, customersIn, importText, type World } from '../helpers/import-world.js';
import { importWorldInTurn } from '../helpers/worlds-in-turn.js';

const listOf = (...rows: readonly string[]) => ['Navn;E-mail;Noter', ...rows, ''].join('\r\n');
const otherListOf = (...rows: readonly string[]) => ['Name;Email;Phone;Notes', ...rows, ''].join('\r\n');
const ada = (notes: string) => `Ada Holm;ada@example.dk;${notes}`;
const adaElsewhere = (notes: string) => `Ada Holm;ada@example.dk;20304050;${notes}`;

describe.each(databaseKinds)('a note that is corrected in its file, on a %s database', (kind) => {
  let world: World;
  importWorldInTurn(kind, (opened) => {
    world = opened;
  });

  const notes = async () => (await customersIn(world)).map((customer) => customer.notes);
  const inRenos = (text: string | null) => world.database.orm.execute(sql`update customers set notes = ${text}`);
  const states = () =>
    rowsOf(
      world.database.orm,
      sql`select c."updatedAt"::text as updated, n.xmin::text as version from customers c
        left join renos_sync.imported_notes n on n.customer_id = c.id order by c.name`,
    );
  /** Imports a file three times, and gives its notes when the second and third time changed nothing. */
  const settled = async (text: string, options = {}) => {
    const first = await importText(world, text, options);
    const before = await states();
    for (let run = 0; run < 2; run += 1) {
      const again = await importText(world, text, options);
      expect(again).toMatchObject({ customersCreated: 0, customersUpdated: 0, replaced: { notes: 0 } });
      expect(again.findings.filter(({ code }) => code === 'notes-edited')).toEqual([]);
    }
    expect(await states()).toEqual(before);
    return { result: first, notes: await notes() };
  };

  test('replaces the old line, and is counted and kept in the history', async () => {
    await settled(listOf(ada('Nøgle i skabet'), 'Bo Friis;bo@example.dk;Ring først'));
    const { result, notes: now } = await settled(
      listOf(ada('Nøgle under måtten'), 'Bo Friis;bo@example.dk;Ring først'),
    );
    expect(now).toEqual(['Nøgle under måtten', 'Ring først']);
    expect(countsOf(result)).toEqual([0, 1, 1, 0, 0]);
    expect(result.replaced.notes).toBe(1);
    const [entry] = await rowsOf<{ notes: unknown }>(
      world.database.orm,
      sql`select fields ->> 'notes' as notes from renos_sync.journal where run_id = ${result.runId}`,
    );
    expect(JSON.parse(String(entry?.notes))).toEqual(['Nøgle i skabet', 'Nøgle under måtten']);
  });

  test('replaces the old line, among lines that a person wrote', async () => {
    await importText(world, listOf(ada('Nøgle i skabet')));
    await inRenos('VIP\n  Nøgle i skabet \nRing først');
    expect((await settled(listOf(ada('Nøgle under måtten')))).notes).toEqual(['VIP\nNøgle under måtten\nRing først']);
  });

  test('is added next to a line that a person edited since, which is reported once', async () => {
    await importText(world, listOf(ada('Nøgle i skabet')));
    await inRenos('Nøgle i det røde skab');
    const { result, notes: now } = await settled(listOf(ada('Nøgle under måtten')));
    expect(now).toEqual(['Nøgle i det røde skab\nNøgle under måtten']);
    expect(result.findings.map(({ code, line }) => [code, line])).toEqual([['notes-edited', 2]]);
    expect(result.replaced.notes).toBe(0);
  });

  test('does not bring back a line that a person removed or edited', async () => {
    await importText(world, listOf(ada('"Nøgle i skabet\nHar hund"')));
    await inRenos('Har hund');
    expect((await settled(listOf(ada('"Nøgle i skabet\nHar hund"')))).notes).toEqual(['Har hund']);
    expect((await settled(listOf(ada('"Nøgle i skabet\nHar to hunde"')))).notes).toEqual(['Har to hunde']);
    await inRenos(null);
    expect((await settled(listOf(ada('"Nøgle i skabet\nHar to hunde"')))).notes).toEqual([null]);
    expect((await settled(listOf('Ada Holm-Friis;ada@example.dk;"Nøgle i skabet\nHar to hunde"'))).notes).toEqual([
      null,
    ]);
  });

  test('leaves alone what another list wrote, and what a person wrote alike', async () => {
    await importText(world, listOf(ada('Nøgle i skabet')));
    await settled(otherListOf(adaElsewhere('Har hund')));
    expect(await notes()).toEqual(['Nøgle i skabet\nHar hund']);
    await settled(otherListOf(adaElsewhere('Har kat')));
    expect(await notes()).toEqual(['Nøgle i skabet\nHar kat']);
    await settled(listOf(ada('Nøgle under måtten')));
    await settled(otherListOf(adaElsewhere('Har kat')));
    expect(await notes()).toEqual(['Nøgle under måtten\nHar kat']);
    await world.database.orm.execute(sql`insert into customers (id, name, email, notes, "updatedAt")
      values ('by-hand', 'Ea Dam', 'ea@example.dk', 'Ring først', now())`);
    await importText(world, listOf('Ea Dam;ea@example.dk;Ring først'));
    await importText(world, listOf('Ea Dam;ea@example.dk;Skriv først'));
    expect((await notes())[1]).toBe('Ring først\nSkriv først');
  });

  test('corrects one of several lines, and takes out one that the cell no longer has', async () => {
    await settled(listOf(ada('"Nøgle i skabet\nHar hund\nRing først"')));
    expect((await settled(listOf(ada('"Nøgle i skabet\nHar to hunde\nRing først"')))).notes).toEqual([
      'Nøgle i skabet\nHar to hunde\nRing først',
    ]);
    const shorter = await settled(listOf(ada('"Nøgle i skabet\nRing først"')));
    expect([shorter.notes, countsOf(shorter.result)]).toEqual([['Nøgle i skabet\nRing først'], [0, 1, 0, 0, 0]]);
    expect((await settled(listOf(ada('')))).notes).toEqual(['Nøgle i skabet\nRing først']);
  });

  test('is distinguished from the lines of other rows of its file, in any batch', async () => {
    const rows = [ada('Nøgle i skabet'), ada('Har hund'), ada('Har hund'), 'Bo Friis;bo@example.dk;Ring først'];
    await settled(listOf(...rows));
    expect(await notes()).toEqual(['Nøgle i skabet\nHar hund', 'Ring først']);
    const corrected = listOf(...rows)
      .replaceAll('Har hund', 'Har kat')
      .replace('Ring', 'Skriv');
    await settled(corrected, { batchSize: 1 });
    expect(await notes()).toEqual(['Nøgle i skabet\nHar kat', 'Skriv først']);
  });

  test('is distinguished from the lines of another column, also one that is mapped to the notes', async () => {
    const file = (one: string, other: string, size: string) =>
      `Navn,E-mail,Noter,Bemærkninger,Kvm\nAda Holm,ada@example.dk,${one},${other},${size}\n`;
    const options = { choice: { Kvm: 'notes' } } as const;
    await settled(file('Nøgle i skabet', 'Har hund', '120'), options);
    await settled(file('Nøgle i skabet', 'Har kat', '140'), options);
    expect(await notes()).toEqual(['Nøgle i skabet\nHar kat\nKvm: 140']);
    await settled(file('Har kat', 'Nøgle i skabet', '140'), options);
    expect((await notes())[0]?.split('\n').sort()).toEqual(['Har kat', 'Kvm: 140', 'Nøgle i skabet']);
  });

  test('is added next to the old line with --fill-blanks', async () => {
    await importText(world, listOf(ada('Nøgle i skabet')));
    const { result } = await settled(listOf(ada('Nøgle under måtten')), { fillBlanks: true });
    expect([await notes(), result.replaced.notes]).toEqual([['Nøgle i skabet\nNøgle under måtten'], 0]);
  });

  test('is known for one where its list gains a column, also a list of objects', async () => {
    await settled('[{"name":"Ada Holm","email":"ada@example.dk","notes":"Nøgle 1"}]');
    await settled('[{"name":"Ada Holm","email":"ada@example.dk","notes":"Nøgle 2","phone":"20304050"}]');
    expect(await notes()).toEqual(['Nøgle 2']);
  });

  test('goes back and forth with its file', async () => {
    const [one, other] = [listOf(ada('Nøgle i skabet')), listOf(ada('Nøgle under måtten'))];
    for (const file of [one, other, one, other]) await settled(file);
    expect(await notes()).toEqual(['Nøgle under måtten']);
  });

  test('is refused where a column of notes was sorted alone', async () => {
    const people = ['Ada', 'Bo', 'Ea', 'Ib', 'Liv'];
    const texts = ['Nøgle i skabet', 'Har hund', 'Ring først', 'Porten binder', 'Alarm 1234'];
    const file = (said: readonly string[]) =>
      listOf(...people.map((name, index) => `${name} Holm;${name}@example.dk;${said[index]}`));
    await importText(world, file(texts));
    const result = await importText(world, file([...texts].sort()));
    expect(result.refusal).toMatchObject({ code: 'many-renames', override: '--accept-renames' });
    expect(await notes()).toEqual(texts);
    await importText(world, file(people.map(() => 'ny')));
    expect(await importText(world, file(people.map(() => 'ringet')))).toMatchObject({ success: true });
  });
});
