import { describe, expect, it } from 'vitest';
import type { QuotaLedger } from '../../src/core/calendar/model/calendar-port.js';
import { backOffMs } from '../../src/google/back-off.js';
import { LocalQuota } from '../../src/google/local-quota.js';
import { defaultPace, Pace, type PaceLimits } from '../../src/google/pace.js';

/** A clock that only waiting moves. */
function makeClock() {
  let nowMs = 0;
  const wait = async (ms: number) => {
    nowMs += ms;
  };
  return { now: () => nowMs, wait };
}

/** A pace on such a clock; gives the moments in milliseconds when each request went out. */
function makePace(limits: Partial<PaceLimits>, ledger: QuotaLedger | null = null, clock = makeClock()) {
  const sent: number[] = [];
  const pace = new Pace({ ...defaultPace, ...limits, ...clock, ledger });
  const send = async (units = 1) => {
    await pace.take(units);
    sent.push(clock.now());
  };
  const sendMany = async (count: number, units = 1) => {
    for (let at = 0; at < count; at += 1) await send(units);
  };
  return { pace, send, sendMany, sent, rest: clock.wait };
}

/** A ledger that counts what it is asked. */
function makeLedger(clock: ReturnType<typeof makeClock>, perMinute: number = defaultPace.perMinute) {
  const quota = new LocalQuota(perMinute, clock.now);
  const asked: number[] = [];
  const take: QuotaLedger['take'] = async (wanted) => {
    asked.push(wanted);
    return quota.take(wanted);
  };
  return { take, asked, quota };
}

function busiestMinute(sent: readonly number[]): number {
  return Math.max(...sent.map((from) => sent.filter((at) => at >= from && at < from + 60_000).length));
}

describe('Pace', () => {
  it('lets a burst go, then one unit after the other', async () => {
    const { sendMany, sent } = makePace({ perSecond: 8, burst: 4 });
    await sendMany(8);
    expect(sent).toEqual([0, 0, 0, 0, 125, 250, 375, 500]);
  });

  it('uses 540 of 600 units in every minute by default, and each minute from its start', async () => {
    const { sendMany, sent } = makePace({});
    await sendMany(1_600);
    expect(busiestMinute(sent)).toBe(540);
    expect(sent[539]).toBeLessThan(8_000);
    expect(sent[999]).toBeLessThan(70_000);
    expect(sent[1_599]).toBeLessThan(127_000);
  });

  it('counts what a request costs, even above the burst', async () => {
    const { sendMany, sent } = makePace({ perSecond: 1, burst: 2 });
    await sendMany(3, 3);
    expect(sent).toEqual([1000, 4000, 7000]);
  });

  it('saves no more than the burst during a rest', async () => {
    const { sendMany, sent, rest } = makePace({ perSecond: 1, burst: 2 });
    await rest(60_000);
    await sendMany(4);
    expect(sent.map((at) => at - 60_000)).toEqual([0, 0, 1000, 2000]);
  });

  it('holds everybody back during a pause', async () => {
    const { pace, send, sent } = makePace({ perSecond: 10, burst: 1 });
    await send();
    pace.pause(5000);
    await send();
    expect(sent).toEqual([0, 5000]);
  });

  it('halves its rate once for the refusals of one moment, and grows back within twenty seconds', async () => {
    const { pace, send, sendMany, sent, rest } = makePace({ perSecond: 40, burst: 1, perMinute: 10_000 });
    await sendMany(2);
    for (let refusal = 0; refusal < 12; refusal += 1) pace.pause(1000);
    await send();
    pace.passed();
    await sendMany(2);
    const slow = sent.slice(-2);
    expect((slow[1] ?? 0) - (slow[0] ?? 0)).toBeCloseTo(50, -1);
    await rest(20_000);
    await sendMany(3);
    const fast = sent.slice(-2);
    expect((fast[1] ?? 0) - (fast[0] ?? 0)).toBeCloseTo(25, 0);
  });

  it('lets one request out after a pause, and the others when that one was not refused', async () => {
    const { pace, send, sent } = makePace({ perSecond: 100, burst: 10 });
    await send();
    pace.pause(1000);
    const others = Promise.all([send(), send(), send()]);
    await expect.poll(() => sent.length).toBe(2);
    pace.pause(2000);
    await expect.poll(() => sent.length).toBe(3);
    pace.passed();
    await others;
    expect(sent).toEqual([0, 1000, 3000, 3000]);
  });

  it('keeps the order of callers that come together', async () => {
    const { pace } = makePace({ perSecond: 4, burst: 1 });
    const order: number[] = [];
    await Promise.all([1, 2, 3, 4].map(async (name) => pace.take(1).then(() => order.push(name))));
    expect(order).toEqual([1, 2, 3, 4]);
  });

  it('lets no request out once the signal is aborted', async () => {
    const signal = AbortSignal.abort('stop');
    const pace = new Pace({ ...defaultPace, now: () => 0, wait: async () => {}, signal });
    await expect(pace.take(1)).rejects.toBe('stop');
  });
});

describe('Pace with a ledger', () => {
  it('asks it for nothing while twenty units a minute are enough', async () => {
    const clock = makeClock();
    const { take, asked } = makeLedger(clock);
    const { sendMany, rest } = makePace({}, { take }, clock);
    for (let minute = 0; minute < 3; minute += 1) {
      await sendMany(20);
      await rest(60_000);
    }
    expect(asked).toEqual([]);
  });

  it('takes a handful at once, and tells of those it took before', async () => {
    const clock = makeClock();
    const { take, asked } = makeLedger(clock);
    const { sendMany } = makePace({}, { take }, clock);
    await sendMany(105);
    // The first twenty and two more, then more each time as long as all of it is used.
    expect(asked).toEqual([22, 4, 8, 16, 25, 25, 25]);
  });

  it('takes no more than it uses for small changes that come one after the other', async () => {
    const clock = makeClock();
    const { take, quota } = makeLedger(clock);
    const { send, rest } = makePace({}, { take }, clock);
    for (let change = 0; change < 200; change += 1) {
      const begun = clock.now();
      await send(1);
      await send(3);
      expect(clock.now()).toBe(begun);
      await rest(2_000);
    }
    expect(quota.used()).toBeLessThanOrEqual(1.3 * 30 * 4);
  });

  it('shares the minute with another process', async () => {
    const clock = makeClock();
    const { take } = makeLedger(clock);
    const one = makePace({}, { take }, clock);
    const other = makePace({}, { take }, clock);
    for (let count = 0; count < 700; count += 1) {
      await one.send();
      await other.send();
    }
    expect(busiestMinute([...one.sent, ...other.sent].sort((a, b) => a - b))).toBeLessThanOrEqual(560);
  });

  it('keeps its own minute while the ledger cannot be asked', async () => {
    const take: QuotaLedger['take'] = () => Promise.reject(new Error('no database'));
    const { sendMany, sent } = makePace({}, { take });
    await sendMany(1_000);
    expect(busiestMinute(sent)).toBe(540);
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
