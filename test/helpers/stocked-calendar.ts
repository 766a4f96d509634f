import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CalendarInfo } from '../../src/sandbox/store/calendar-info.js';
import { primaryCalendar } from '../../src/sandbox/store/primary-calendar.js';
import { type Change, SandboxStore } from '../../src/sandbox/store/sandbox-store.js';

/** The id behind `primary`. */
export const owner = 'owner@sandbox.invalid';

export interface StockedCalendar {
  /** For `startSandbox({ state })`. */
  readonly stateFile: string;
  remove(): Promise<void>;
}

/** A sandbox's state with so many hour-long events in each calendar, one every two hours from the day after `now`. */
export function stockCalendars(counts: Readonly<Record<string, number>>, now: Date): StockedCalendar {
  const folder = mkdtempSync(join(tmpdir(), 'renos-sync-stock-'));
  const stateFile = join(folder, 'sandbox.ndjson');
  const store = new SandboxStore(owner, stateFile);
  const primary = primaryCalendar(store, {});
  if (primary === undefined) throw new Error('a new store has a primary calendar already');
  store.commit([{ kind: 'calendar', info: primary }]);
  for (const [id, count] of Object.entries(counts)) {
    if (id !== owner) store.commit([{ kind: 'calendar', info: secondary(primary, id, store.nextSeq()) }]);
    store.commit(
      Array.from({ length: count }, (_, index): Change => {
        const event = eventAt(now, index, count);
        return { kind: 'event', calendarId: id, record: { seq: store.nextSeq(), event } };
      }),
    );
  }
  store.close();
  return { stateFile, remove: () => rm(folder, { recursive: true, force: true }) };
}

function secondary(primary: CalendarInfo, id: string, seq: number): CalendarInfo {
  return { ...primary, id, summary: id, primary: false, seq };
}

/** As many as fit into the 365 days ahead at that spacing; what is beyond begins again on the first day. */
const slots = 4_000;

function eventAt(now: Date, index: number, count: number) {
  const start = now.getTime() + 86_400_000 + (index % slots) * 7_200_000;
  const id = `lager${count}o${String(index).padStart(6, '0')}`;
  const timeZone = 'Europe/Copenhagen';
  const stamp = now.toISOString();
  return {
    id,
    iCalUID: `${id}@google.com`,
    status: 'confirmed',
    summary: `Opgave ${index}`,
    location: `Nygade ${index}, 8000 Aarhus`,
    description: 'Nøglen ligger under måtten. Husk trappen, og ring ti minutter før.',
    start: { dateTime: wholeSecond(start), timeZone },
    end: { dateTime: wholeSecond(start + 3_600_000), timeZone },
    created: stamp,
    updated: stamp,
    sequence: 0,
  };
}

function wholeSecond(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}
