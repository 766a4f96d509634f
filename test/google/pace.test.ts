import { describe, expect, it } from 'vitest';
import { backOffMs } from '../../src/google/back-off.js';
import { defaultPace, Pace } from '../../src/google/pace.js';

/** A pace on a clock that only waiting moves; gives the moments in milliseconds when each request went out. */
function makePace(perSecond: number, burst: number) {
  let nowMs = 0;
  const sent: number[] = [];
  const wait = async (ms: number) => {
    nowMs += ms;
  };
  const pace = new Pace({ perSecond, burst, now: () => nowMs, wait });
  const send = async (units = 1) => {
    await pace.take(units);
    sent.push(nowMs);
  };
  return { pace, send, sent, rest: (ms: number) => wait(ms) };
}

describe('Pace', () => {
  it('lets a burst go, then one unit after the other', async () => {
    const { send, sent } = makePace(8, 4);
    for (let count = 0; count < 8; count += 1) await send();
    expect(sent).toEqual([0, 0, 0, 0, 125, 250, 375, 500]);
  });

  it('keeps under 600 units in every minute unless told otherwise', async () => {
    const { send, sent } = makePace(defaultPace.perSecond, defaultPace.burst);
    for (let count = 0; count < 2000; count += 1) await send();
    const busiest = Math.max(...sent.map((from) => sent.filter((at) => at >= from && at < from + 60_000).length));
    expect(busiest).toBe(580);
    expect((sent[999] ?? 0) / 1000).toBeCloseTo(106.6, 0);
  });

  it('counts what a request costs, even above the burst', async () => {
    const { send, sent } = makePace(1, 2);
    for (let count = 0; count < 3; count += 1) await send(3);
    expect(sent).toEqual([0, 3000, 6000]);
  });

  it('saves no more than the burst during a rest', async () => {
    const { send, sent, rest } = makePace(1, 2);
    await rest(60_000);
    for (let count = 0; count < 4; count += 1) await send();
    expect(sent.map((at) => at - 60_000)).toEqual([0, 0, 1000, 2000]);
  });

  it('holds everybody back during a pause', async () => {
    const { pace, send, sent } = makePace(10, 1);
    await send();
    pace.pause(5000);
    await send();
    await send();
    expect(sent).toEqual([0, 5000, 5100]);
  });

  it('shares the bucket among callers that come together', async () => {
    const waits: number[] = [];
    const pace = new Pace({ perSecond: 4, burst: 1, now: () => 0, wait: async (ms) => void waits.push(ms) });
    await Promise.all([1, 2, 3, 4].map(() => pace.take(1)));
    expect(waits).toEqual([250, 500, 750]);
  });

  it('lets nobody out once the signal is aborted', async () => {
    const pace = new Pace({
      perSecond: 1,
      burst: 1,
      now: () => 0,
      wait: async () => {},
      signal: AbortSignal.abort('stop'),
    });
    await expect(pace.take(1)).rejects.toBe('stop');
  });
});

describe('backOffMs', () => {
  it('doubles, adds up to a second of chance, and ends at 32 seconds', () => {
    for (const [failures, least] of [1, 2, 4, 8, 16].map((seconds, index) => [index + 1, seconds * 1000] as const)) {
      const ms = backOffMs(failures, null);
      expect(ms).toBeGreaterThanOrEqual(least);
      expect(ms).toBeLessThanOrEqual(least + 1000);
    }
    expect(backOffMs(6, null)).toBe(32_000);
    expect(backOffMs(40, null)).toBe(32_000);
  });

  it('waits at least as long as Google asks', () => {
    expect(backOffMs(1, 50_000)).toBe(50_000);
    expect(backOffMs(5, 1000)).toBeGreaterThanOrEqual(16_000);
  });
});
