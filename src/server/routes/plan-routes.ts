import type * as v from 'valibot';
import { edgeFailure } from '../../app/explain-failure.js';
import { type ApplyOutcome, readPlan, runApply } from '../../app/run-apply.js';
import { type PlanMade, planImport, planSync } from '../../app/run-plan.js';
import { sentenceOf } from '../../core/customers/model/finding.js';
import type { CustomerSource } from '../../core/customers/model/source.js';
import { GuardRefusal, saying } from '../../core/errors.js';
import { eachInTurn } from '../../core/give-way.js';
import { toImportOptions } from '../../core/options/import-options.js';
import { type Asked, requestOf } from '../../core/options/option.js';
import { applyRequest } from '../../core/options/other-requests.js';
import { applyResult, type SavedPlan, savedPlan } from '../../core/results/plan-result.js';
import { tellApplied, tellImport, tellPairItem, tellSync } from '../../messages/results.js';
import type { Engine } from '../engine.js';
import { answer, answerFailure, answerPartly } from '../http/answer.js';
import type { ApiContext } from '../http/api-env.js';
import { hungUp } from '../http/hung-up.js';
import { tellerOf, words } from '../http/language.js';
import { Refusal } from '../http/refusal.js';
import { fileQuery } from '../schemas/import-body.js';
import { readSyncBody, syncBody } from '../schemas/sync-body.js';
import { answerWork } from './answer-work.js';
import { receiveFile } from './receive-file.js';
import { type Route, route } from './route.js';

const group = 'Runs';
const planned = { kind: 'data', schema: savedPlan, description: 'The plan; its id is used to apply it.' } as const;
const applyBody = requestOf(applyRequest);

/** The routes that make, show and apply plans, by the same rules as the commands. */
export function planRoutes(engine: Engine): readonly Route[] {
  return [
    route({
      method: 'POST',
      path: '/api/plans',
      group,
      summary: 'Plan a sync, or with a file of customers as the body its import; write nothing on either side',
      body: syncBody,
      query: fileQuery,
      answers: planned,
      handle: (c, { body }) => makeSyncPlan(c, engine, body),
      handleFile: async (c, options) => makeImportPlan(c, engine, await receiveFile(c, engine, options), options),
    }),
    route({
      method: 'GET',
      path: '/api/plans/:id',
      group,
      summary: 'Show a plan that waits to be applied',
      answers: planned,
      handle: async (c) => {
        const { saved } = await findPlan(c, engine);
        return answerPlan(c, saved);
      },
    }),
    route({
      method: 'POST',
      path: '/api/plans/:id/apply',
      group,
      summary: 'Apply a plan and nothing else; for the plan of an import, the body is the same file again',
      body: applyBody,
      query: applyBody,
      answers: { kind: 'data', schema: applyResult, description: 'The changes, and the items that had changed.' },
      mayRespondAsync: true,
      handle: async (c, { body }) => applyPlan(c, engine, body, null),
      handleFile: async (c, asked) => applyPlan(c, engine, asked, await receiveFile(c, engine, {})),
    }),
  ];
}

async function makeSyncPlan(c: ApiContext, engine: Engine, body: v.InferOutput<typeof syncBody>): Promise<Response> {
  const { services, settings, workload } = engine;
  const made = await workload.begin(() => planSync(services, readSyncBody(body, settings.usual))).done;
  const { result, stopped } = made.outcome;
  return stopped === null
    ? keepPlan(c, engine, made)
    : answerFailure(c, edgeFailure(stopped), tellSync(result, tellerOf(c)));
}

async function makeImportPlan(
  c: ApiContext,
  engine: Engine,
  source: CustomerSource,
  asked: v.InferOutput<typeof fileQuery>,
): Promise<Response> {
  const { services, settings, workload } = engine;
  try {
    const options = { ...toImportOptions(asked, settings.usual), wait: true };
    const { encoding = null, delimiter = null, sheet = null, entry = null } = asked;
    const from = { path: null, reading: { encoding, delimiter, sheet, entry } };
    const looking = { signal: hungUp(c) };
    const made = await workload.begin(() => planImport(services, { source, options, from }, looking)).done;
    const { refusal } = made.outcome;
    if (refusal === null) return await keepPlan(c, engine, made);
    return answerFailure(c, new GuardRefusal(sentenceOf(refusal)), tellImport(made.outcome, tellerOf(c)));
  } finally {
    await source.close();
  }
}

async function keepPlan(c: ApiContext, { services }: Engine, { plan }: PlanMade<unknown>): Promise<Response> {
  if (plan === null) throw new Error('a plan that nothing refused was not made');
  await (await services.planStore()).keep(plan.id, plan);
  c.header('Location', `/api/plans/${plan.id}`);
  return answerPlan(c, plan);
}

/** The stored plan stays as it was made; its reasons are translated into the language of the request. */
async function answerPlan(c: ApiContext, plan: SavedPlan): Promise<Response> {
  const teller = tellerOf(c);
  const translated =
    plan.kind === 'sync'
      ? { ...plan, items: await eachInTurn(plan.items, (item) => tellPairItem(item, teller)) }
      : plan;
  return answer(c, translated, words(c).planned(plan.id, plan.items.length));
}

async function findPlan(c: ApiContext, { services }: Engine) {
  const id = c.req.param('id') ?? '';
  const found = /^[a-z0-9]{1,40}$/.test(id) ? await (await services.planStore()).find(id) : null;
  if (found === null) throw new Refusal(404, saying('plan-unknown', {}));
  return await readPlan(found, `Plan ${id}`);
}

async function applyPlan(
  c: ApiContext,
  engine: Engine,
  asked: Asked<typeof applyRequest>,
  posted: CustomerSource | null,
): Promise<Response> {
  const { services, settings, live, workload } = engine;
  let source = posted;
  try {
    const plan = await findPlan(c, engine);
    const options = { ...asked, dryRun: asked.dryRun || settings.usual.dryRun, wait: false, source };
    const taken = source;
    source = null;
    const begun = workload.begin(async (onRun) => {
      const context = {
        facts: { trigger: 'request' },
        watch: (runs: Parameters<typeof live.watch>[0]) => live.watch(runs, onRun),
      };
      try {
        return await runApply(services, plan, options, context);
      } finally {
        await taken?.close();
      }
    });
    return await answerWork(c, begun, (outcome) => answerApplied(c, outcome));
  } finally {
    await source?.close();
  }
}

function answerApplied(c: ApiContext, { result: done, stopped }: ApplyOutcome): Response {
  const result = tellApplied(done, tellerOf(c));
  if (stopped !== null) return answerFailure(c, edgeFailure(stopped), result);
  const { dryRun, moved, doneBefore, runId } = result;
  const message = words(c).applied({ dryRun, runId, moved: moved.length, doneBefore });
  return result.success ? answer(c, result, message) : answerPartly(c, result, message);
}
