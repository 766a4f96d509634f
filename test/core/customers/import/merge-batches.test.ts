import { expect, test } from 'vitest';
import { mergeBatches } from '../../../../src/core/customers/import/merge-batches.js';
import type { ImportMerging, MergedBatch } from '../../../../src/core/customers/match/import-store.js';

/** Batches that are written when a test says so. */
function batches(width: number, controller = new AbortController()) {
  const begun: number[] = [];
  const done: number[] = [];
  const written = new Map<number, { end(): void; fail(error: Error): void }>();
  const merge = async ({ from, turn }: Parameters<ImportMerging['merge']>[0]): Promise<MergedBatch> => {
    begun.push(from);
    await new Promise<void>((resolve, reject) => written.set(from, { end: resolve, fail: reject }));
    await turn;
    return { bookingsCreated: 0, outrun: [{ seq: from, line: from, name: null }] };
  };
  const ended = mergeBatches(0, {
    merging: { merge },
    last: 34,
    size: 10,
    width,
    clock: () => new Date(0),
    signal: controller.signal,
    done: (_, until) => done.push(until),
  });
  ended.catch(() => {});
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  const end = async (from: number) => {
    written.get(from)?.end();
    await settle();
  };
  const fail = async (from: number) => {
    written.get(from)?.fail(new Error('full'));
    await settle();
  };
  return { begun, done, ended, end, fail, controller };
}

test('one after the other, up to the last row', async () => {
  const { begun, done, ended, end } = batches(1);
  for (const from of [0, 10, 20, 30]) {
    expect(begun.at(-1)).toBe(from);
    await end(from);
  }
  await ended;
  expect(done).toEqual([10, 20, 30, 35]);
});

test('two at once are done in the order of the file, whichever is ready first', async () => {
  const { begun, done, ended, end } = batches(2);
  expect(begun).toEqual([0, 10]);
  await end(10);
  expect(done).toEqual([]);
  await end(0);
  expect(done).toEqual([10, 20]);
  for (const from of [20, 30]) await end(from);
  await ended;
  expect(done).toEqual([10, 20, 30, 35]);
});

test('what fails takes the batches after it along, and none of these is left alone', async () => {
  const { begun, done, ended, end, fail } = batches(2);
  await fail(0);
  expect(begun).toEqual([0, 10]);
  let isOver = false;
  void ended.catch(() => {
    isOver = true;
  });
  expect(isOver).toBe(false);
  await end(10);
  await expect(ended).rejects.toThrow('full');
  expect(done).toEqual([]);
});

test('a batch that fails before its turn is reported at its turn', async () => {
  const { done, ended, end, fail } = batches(2);
  await fail(10);
  await end(0);
  await end(20);
  await expect(ended).rejects.toThrow('full');
  expect(done).toEqual([10]);
});

test('stopped between two batches: those running end, no other begins', async () => {
  const { begun, ended, end, controller } = batches(2);
  controller.abort(new Error('stop'));
  for (const from of [0, 10]) await end(from);
  await expect(ended).rejects.toThrow('stop');
  expect(begun).toEqual([0, 10]);
});
