import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createTicks } from '../../../src/db/sync/ticks.js';
import { keepSchedule } from '../../../src/server/schedule/keep-schedule.js';
import { byCron, everyInterval, gapAfter } from '../../../src/server/schedule/schedule.js';
import { openTestDatabase } from '../../helpers/databases.js';
import { openServerWorld, type ServerWorld, until } from '../open-server.js';

describe('what is due', () => {
  const at = (text: string) => new Date(text);

  test.each([
    ['every hour', everyInterval(3_600_000), '2026-11-23T12:34:56Z', '2026-11-23T13:00:00Z'],
    ['at the very moment', everyInterval(3_600_000), '2026-11-23T13:00:00Z', '2026-11-23T14:00:00Z'],
    ['on weekdays at seven', byCron('0 7 * * 1-5'), '2026-11-20T12:00:00Z', '2026-11-23T06:00:00Z'],
    ['in Danish summer', byCron('0 7 * * *'), '2026-07-01T12:00:00Z', '2026-07-02T05:00:00Z'],
    ['at half past two on the night without one', byCron('30 2 * * *'), '2026-03-28T12:00:00Z', '2026-03-29T01:00:00Z'],
    ['with seconds', byCron('*/10 * * * * *'), '2026-11-23T12:00:03Z', '2026-11-23T12:00:10Z'],
  ])('%s', (_, schedule, now, next) => {
    expect(schedule.next(at(now))).toEqual(at(next));
  });

  test('an interval may still run the tick it is in, a cron expression waits for the next', () => {
    expect(everyInterval(60_000).current(at('2026-11-23T12:34:56Z'))).toEqual(at('2026-11-23T12:34:00Z'));
    expect(byCron('* * * * *').current(at('2026-11-23T12:34:56Z'))).toBeNull();
    expect(gapAfter(byCron('*/15 * * * *'), at('2026-11-23T12:34:56Z'))).toBe(900_000);
  });

  test.each(['nonsense', '61 * * * *', '0 0 31 2 *', ''])('%j is no schedule', (expression) => {
    expect(() => byCron(expression)).toThrow(expect.objectContaining({ code: 'usage', exitCode: 2 }));
  });
});

test.each(['server', 'embedded'] as const)(
  'a tick goes to one process, and earlier ticks to none (%s)',
  async (kind) => {
    const database = await openTestDatabase(kind);
    const ticks = createTicks(database);
    const second = (n: number) => new Date(1_800_000_000_000 + n * 1_000);
    const claims = await Promise.all(Array.from({ length: 8 }, () => ticks.claim('sync', second(1))));
    expect(claims.filter(Boolean)).toHaveLength(1);
    expect(await ticks.claim('sync', second(1))).toBe(false);
    expect(await ticks.claim('sync', second(2))).toBe(true);
    expect(await ticks.claim('sync', second(1))).toBe(false);
    expect(await ticks.claim('watch', second(1))).toBe(true);
    expect(Math.abs((await ticks.now()).getTime() - Date.now())).toBeLessThan(60_000);
    await database.close();
  },
);

test('of the ticks that come due during a long run, the newest is run right after it', async () => {
  const stop = new AbortController();
  const ran: number[] = [];
  let now = 0;
  await keepSchedule({
    name: 'sync',
    schedule: everyInterval(10),
    ticks: {
      now: async () => {
        now += 1;
        return new Date(now);
      },
      claim: async () => true,
    },
    run: async (due) => {
      ran.push(due.getTime());
      // The first takes as long as three and a half ticks, the second as a thousand days.
      now = [35, 8_640_000_004][ran.length - 1] ?? now + 1;
      if (ran.length === 4) stop.abort();
    },
    onElsewhere: () => {},
    onFailure: (error) => expect.fail(String(error)),
    signal: stop.signal,
    random: () => 0,
  });
  expect(ran).toEqual([0, 30, 8_640_000_010, 8_640_000_020]);
});

test('failure with the database does not end a schedule', async () => {
  const stop = new AbortController();
  const seen: string[] = [];
  let asked = 0;
  await keepSchedule({
    name: 'sync',
    schedule: everyInterval(1),
    ticks: {
      now: async () => new Date(),
      claim: async () => {
        asked += 1;
        if (asked === 4) stop.abort();
        if (asked === 1) throw new Error('away');
        return asked !== 3;
      },
    },
    run: async () => void seen.push('run'),
    onElsewhere: () => seen.push('elsewhere'),
    onFailure: () => seen.push('failure'),
    signal: stop.signal,
    afterFailure: 1,
  });
  expect(seen).toEqual(['failure', 'run', 'elsewhere', 'run']);
});

describe('three servers on one database', () => {
  let worlds: ServerWorld[];
  beforeEach(async () => {
    const settings = { schedule: everyInterval(1_000), random: Math.random };
    const first = await openServerWorld({ settings });
    worlds = [
      first,
      await openServerWorld({ beside: first, settings }),
      await openServerWorld({ beside: first, settings }),
    ];
  });
  afterEach(async () => {
    for (const world of [...worlds].reverse()) await world.close();
  });

  test('run each tick of a second once, and none beside another', async () => {
    const [first] = worlds as [ServerWorld];
    const readRuns = () => first.sql<{ due: string; from: Date; until: Date; status: string }[]>`
      select options ->> 'due' as due, started_at as from, finished_at as until, status from renos_sync.runs
      where options ->> 'trigger' = 'schedule' order by started_at`;
    const runs = await until(readRuns, (rows) => rows.filter(({ status }) => status === 'succeeded').length >= 5);
    const dues = runs.map(({ due }) => Date.parse(due));
    expect(new Set(dues).size).toBe(dues.length);
    expect(dues.every((due) => due % 1_000 === 0)).toBe(true);
    runs.slice(1).forEach(({ from }, n) => {
      expect(from.getTime()).toBeGreaterThanOrEqual(runs[n]?.until?.getTime() ?? 0);
    });
    const { data } = (await first.get('/api/calendar-sync/status')).body;
    expect(Date.parse(data.nextSync)).toBeGreaterThan(Date.now() - 2_000);
    const metrics = await Promise.all(worlds.map(async (world) => (await world.request('/metrics')).text()));
    const ran = metrics.map((text) => Number(/^renos_sync_ticks_total\{outcome="run"\} (\d+)$/m.exec(text)?.[1] ?? 0));
    expect(ran.reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(5);
  });
});
