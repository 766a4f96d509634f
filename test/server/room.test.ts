import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openSource } from '../../src/app/open/open-files.js';
import { Room } from '../../src/server/http/body-room.js';
import { zipOf } from '../helpers/zip.js';

test('a room admits what fits, the others in order, and refuses with 503 after too long a wait', async () => {
  const room = new Room({ most: 2, patience: 60_000 });
  const entered: number[] = [];
  const enter = async (one: number) => {
    const leave = await room.enter(1);
    entered.push(one);
    return leave;
  };
  const [first, second] = await Promise.all([enter(1), enter(2)]);
  const later = [enter(3), enter(4)];
  expect(entered).toEqual([1, 2]);
  second?.();
  second?.();
  await later[0];
  expect(entered).toEqual([1, 2, 3]);
  first?.();
  await later[1];
  expect(entered).toEqual([1, 2, 3, 4]);
  const impatient = new Room({ most: 1, patience: 1 });
  await impatient.enter(1);
  await expect(impatient.enter(1)).rejects.toMatchObject({ status: 503, headers: { 'Retry-After': '5' } });
});

test('a client that disconnects while it waits for room leaves at once, and the next one that fits is admitted', async () => {
  const room = new Room({ most: 3, patience: null });
  const leave = await room.enter(2);
  const gone = new AbortController();
  const large = room.enter(2, gone.signal);
  const small = room.enter(1);
  gone.abort(new Error('hung up'));
  await expect(large).rejects.toThrow('hung up');
  const leaveSmall = await small;
  await expect(room.enter(1, gone.signal)).rejects.toThrow('hung up');
  leave();
  leaveSmall();
  await room.enter(3);
});

test('the next one that fits is let in when the first one has waited too long', async () => {
  const room = new Room({ most: 3, patience: 1 });
  await room.enter(2);
  const late = expect(room.enter(2)).rejects.toMatchObject({ status: 503 });
  const patient = late.then(() => room.enter(1));
  await late;
  await patient;
});

test('a ZIP archive or workbook enters the room once and leaves it when it is closed or refused; a CSV does not enter', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'renos-sync-room-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const room = { entered: 0, left: 0 };
  const enterArchive = async () => {
    room.entered += 1;
    return () => {
      room.left += 1;
    };
  };
  const open = async (content: string | Buffer) => {
    await writeFile(join(folder, 'file'), content);
    return openSource(join(folder, 'file'), { archives: true, enterArchive });
  };
  const csv = 'Name,Email\nAnna Dahl,anna@example.dk\n';
  await (await open(csv)).close();
  expect(room).toEqual({ entered: 0, left: 0 });
  const inner = zipOf([{ name: 'kunder.csv', content: csv }]);
  const source = await open(inner);
  expect(room).toEqual({ entered: 1, left: 0 });
  await source.close();
  expect(room).toEqual({ entered: 1, left: 1 });
  await expect(open(inner.subarray(0, inner.length - 30))).rejects.toThrow();
  expect(room).toEqual({ entered: 2, left: 2 });
});
