import * as v from 'valibot';
import { edgeFailure } from '../../app/explain-failure.js';
import type { SyncDirection } from '../../core/calendar/model/sync-rules.js';
import type { SyncOutcome } from '../../core/calendar/sync-calendar.js';
import { statusResult } from '../../core/results/status-result.js';
import type { SyncResult } from '../../core/results/sync-result.js';
import { syncResult } from '../../core/results/sync-result.js';
import type { Engine } from '../engine.js';
import { answer, answerFailure, answerPartly } from '../http/answer.js';
import type { ApiContext } from '../http/api-env.js';
import { lookAtBoth } from '../look-at-both.js';
import { beginSync } from '../runs/sync-work.js';
import { directedSyncBody, readSyncBody, syncBody } from '../schemas/sync-body.js';
import { answerWork } from './begin-run.js';
import { type Route, route } from './route.js';

const group = 'Calendar';
const answers = { kind: 'data', schema: syncResult, description: 'What was done on either side.' } as const;

/** RenOS's four routes of the calendar. */
export function calendarRoutes(engine: Engine): readonly Route[] {
  const { settings } = engine;
  const run = (c: ApiContext, body: Readonly<Record<string, unknown>>, direction?: SyncDirection) =>
    answerWork(c, beginSync(engine, readSyncBody(body, settings.usual, direction), { by: 'request' }), (outcome) =>
      answerSync(c, outcome),
    );
  const directed = (name: string, direction: SyncDirection, summary: string) =>
    route({
      method: 'POST',
      path: `/api/calendar-sync/${name}`,
      group,
      summary,
      body: directedSyncBody,
      answers,
      mayRespondAsync: true,
      handle: (c, { body }) => run(c, body, direction),
    });
  return [
    route({
      method: 'POST',
      path: '/api/calendar-sync/sync',
      group,
      summary: 'Bring bookings and calendar in step',
      body: syncBody,
      answers,
      mayRespondAsync: true,
      handle: (c, { body }) => run(c, body),
    }),
    directed('sync-google-to-db', 'google-to-db', 'Carry events over to bookings, and write nothing in Google'),
    directed('sync-db-to-google', 'db-to-google', 'Carry bookings over to events, and write no booking'),
    route({
      method: 'GET',
      path: '/api/calendar-sync/status',
      group,
      summary: 'Tell whether both sides are in step, and what waits',
      query: v.strictObject({
        deep: v.optional(v.pipe(v.boolean(), v.description('Compare everything, not only what changed.')), false),
      }),
      answers: { kind: 'data', schema: statusResult, description: 'Both sides as they stand.' },
      handle: (c, { query }) => tellStatus(c, engine, query.deep),
    }),
  ];
}

function answerSync(c: ApiContext, { result, stopped }: SyncOutcome): Response {
  if (stopped !== null) return answerFailure(c, edgeFailure(stopped), result);
  return result.success ? answer(c, result, sentenceOf(result)) : answerPartly(c, result, sentenceOf(result));
}

function sentenceOf({ dryRun, eventsCreated, eventsUpdated, eventsDeleted, errors }: SyncResult): string {
  const changes = `${eventsCreated} created, ${eventsUpdated} updated, ${eventsDeleted} removed`;
  if (dryRun) return `Dry run, nothing was written: ${changes} would be.`;
  return errors.length === 0 ? `Calendar synced: ${changes}.` : `Calendar synced: ${changes}, ${errors.length} failed.`;
}

async function tellStatus(c: ApiContext, engine: Engine, deep: boolean): Promise<Response> {
  const status = await lookAtBoth(engine, deep);
  return answer(c, status, `Bookings and calendar: ${status.verdict}.`);
}
