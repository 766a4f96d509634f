import * as v from 'valibot';
import { edgeFailure } from '../../app/explain-failure.js';
import type { SyncDirection } from '../../core/calendar/model/sync-rules.js';
import type { SyncOutcome } from '../../core/calendar/sync-calendar.js';
import { statusResult } from '../../core/results/status-result.js';
import { syncResult } from '../../core/results/sync-result.js';
import { tellStatus, tellSync } from '../../messages/results.js';
import type { Engine } from '../engine.js';
import { answer, answerFailure, answerPartly } from '../http/answer.js';
import type { ApiContext } from '../http/api-env.js';
import { tellerOf, words } from '../http/language.js';
import { lookAtBoth } from '../look-at-both.js';
import { beginSync } from '../runs/sync-work.js';
import { directedSyncBody, readSyncBody, syncBody } from '../schemas/sync-body.js';
import { answerWork } from './answer-work.js';
import { type Route, route } from './route.js';

const group = 'Calendar';
const answers = { kind: 'data', schema: syncResult, description: 'The changes on either side.' } as const;

/** RenOS's four routes of the calendar. */
export function calendarRoutes(engine: Engine): readonly Route[] {
  const { settings } = engine;
  const run = (c: ApiContext, asked: Parameters<typeof readSyncBody>[0]) =>
    answerWork(c, beginSync(engine, readSyncBody(asked, settings.usual), { by: 'request' }), (outcome) =>
      answerSync(c, outcome),
    );
  const directed = (name: string, syncDirection: SyncDirection, summary: string) =>
    route({
      method: 'POST',
      path: `/api/calendar-sync/${name}`,
      group,
      summary,
      body: directedSyncBody,
      answers,
      mayRespondAsync: true,
      handle: (c, { body }) => run(c, { ...body, syncDirection }),
    });
  return [
    route({
      method: 'POST',
      path: '/api/calendar-sync/sync',
      group,
      summary: 'Sync bookings and calendar',
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
      summary: 'Report whether both sides are in sync, and which changes wait',
      query: v.strictObject({
        deep: v.optional(v.pipe(v.boolean(), v.description('Compare everything, not only what changed.')), false),
      }),
      answers: { kind: 'data', schema: statusResult, description: 'The status of both sides.' },
      handle: (c, { query }) => answerStatus(c, engine, query.deep),
    }),
  ];
}

function answerSync(c: ApiContext, { result: done, stopped }: SyncOutcome): Response {
  const result = tellSync(done, tellerOf(c));
  if (stopped !== null) return answerFailure(c, edgeFailure(stopped), result);
  const { dryRun, eventsCreated: created, eventsUpdated: updated, eventsDeleted: removed, errors } = result;
  const message = words(c).synced({ dryRun, created, updated, removed, failed: errors.length });
  return result.success ? answer(c, result, message) : answerPartly(c, result, message);
}

async function answerStatus(c: ApiContext, engine: Engine, deep: boolean): Promise<Response> {
  const status = tellStatus(await lookAtBoth(engine, deep), tellerOf(c));
  return answer(c, status, words(c).status(status.verdict));
}
