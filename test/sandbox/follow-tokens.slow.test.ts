import fc from 'fast-check';
import type { calendar_v3 } from 'googleapis/build/src/apis/calendar/v3.js';
import { expect, test } from 'vitest';
import { startSandbox } from '../../src/sandbox/start-sandbox.js';
import { clientOf, hourOn } from './open-sandbox.js';

const calendarId = 'primary';
type Api = calendar_v3.Calendar;
type Copy = Map<string, calendar_v3.Schema$Event>;
type ListQuery = calendar_v3.Params$Resource$Events$List;

type Step =
  | { kind: 'insert' | 'delete' | 'retitle' | 'reschedule' | 'undelete'; slot: number; day: number }
  | { kind: 'series'; slot: number; day: number; count: number }
  | { kind: 'instance'; slot: number; day: number; cancels: boolean }
  | { kind: 'pull' };

const slot = fc.integer({ min: 0, max: 4 });
const day = fc.integer({ min: 1, max: 9 });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constantFrom('insert', 'delete', 'retitle', 'reschedule', 'undelete'), slot, day }),
  fc.record({ kind: fc.constant('series'), slot, day, count: fc.integer({ min: 0, max: 5 }) }),
  fc.record({ kind: fc.constant('instance'), slot, day, cancels: fc.boolean() }),
  fc.record({ kind: fc.constant('pull') }),
) as fc.Arbitrary<Step>;

async function act(api: Api, step: Exclude<Step, { kind: 'pull' }>): Promise<void> {
  const eventId = `event${step.slot}`;
  const body = hourOn(step.day);
  const rules = step.kind === 'series' && step.count > 0 ? [`RRULE:FREQ=DAILY;COUNT=${step.count}`] : null;
  const instance = `${eventId}_202603${String(step.day).padStart(2, '0')}T080000Z`;
  if (step.kind === 'insert') await api.events.insert({ calendarId, requestBody: { ...body, id: eventId } });
  if (step.kind === 'delete') await api.events.delete({ calendarId, eventId });
  if (step.kind === 'retitle')
    await api.events.patch({ calendarId, eventId, requestBody: { summary: `T${step.day}` } });
  if (step.kind === 'reschedule') await api.events.patch({ calendarId, eventId, requestBody: body });
  if (step.kind === 'undelete') {
    await api.events.patch({ calendarId, eventId, requestBody: { ...body, status: 'confirmed' } });
  }
  if (step.kind === 'series') {
    await api.events.patch({ calendarId, eventId, requestBody: { ...body, recurrence: rules } });
  }
  if (step.kind === 'instance' && step.cancels) await api.events.delete({ calendarId, eventId: instance });
  if (step.kind === 'instance' && !step.cancels) {
    await api.events.patch({ calendarId, eventId: instance, requestBody: { location: `L${step.day}` } });
  }
}

/** Takes one listing, page by page, into a copy and returns the next sync token. */
async function pull(api: Api, copy: Copy, query: ListQuery): Promise<string> {
  let pageToken: string | undefined;
  for (;;) {
    const { data, status } = await api.events.list({ ...query, calendarId, ...(pageToken && { pageToken }) });
    expect(status).toBe(200);
    for (const item of data.items ?? []) {
      if (item.status === 'cancelled') copy.delete(item.id ?? '');
      else copy.set(item.id ?? '', item);
    }
    if (data.nextSyncToken) return data.nextSyncToken;
    pageToken = data.nextPageToken ?? '';
  }
}

function live(copy: Copy): [string, string | null | undefined][] {
  return [...copy].map(([id, item]): [string, string | null | undefined] => [id, item.etag]).sort();
}

test.each([
  ['stored events', {}],
  ['single instances', { singleEvents: true }],
])('who follows sync tokens over %s holds what a full listing shows', async (_name, view: ListQuery) => {
  const walk = async (steps: Step[]) => {
    const sandbox = await startSandbox();
    try {
      const api = clientOf(sandbox);
      const copy: Copy = new Map();
      const query = { ...view, maxResults: 3 };
      let syncToken = await pull(api, copy, query);
      for (const each of [...steps, { kind: 'pull' } as const]) {
        if (each.kind !== 'pull') {
          await act(api, each);
          continue;
        }
        syncToken = await pull(api, copy, { ...query, syncToken });
        const whole: Copy = new Map();
        await pull(api, whole, query);
        expect(live(copy)).toEqual(live(whole));
      }
    } finally {
      await sandbox.close();
    }
  };
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 30 }), walk), {
    numRuns: 60,
    seed: 20260301,
  });
});
