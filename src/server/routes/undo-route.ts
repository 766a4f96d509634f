import { edgeFailure } from '../../app/explain-failure.js';
import { runUndo } from '../../app/run-undo.js';
import { saying } from '../../core/errors.js';
import { requestOf } from '../../core/options/option.js';
import { undoRequest } from '../../core/options/other-requests.js';
import { toRemovals } from '../../core/options/sync-request.js';
import { undoResult } from '../../core/results/undo-result.js';
import type { UndoOutcome } from '../../core/undo/undo-ports.js';
import { tellUndone } from '../../messages/results.js';
import type { Engine } from '../engine.js';
import { answer, answerFailure, answerPartly } from '../http/answer.js';
import { tellerOf, words } from '../http/language.js';
import { Refusal } from '../http/refusal.js';
import { answerWork } from './answer-work.js';
import { type Route, route } from './route.js';

/** Undoes a run, by the same rules as the command. */
export function undoRoute(engine: Engine): Route {
  const { services, reads, settings, live, workload } = engine;
  return route({
    method: 'POST',
    path: '/api/runs/:id/undo',
    group: 'Runs',
    summary: 'Undo the changes of a run that have not been changed since',
    body: requestOf(undoRequest),
    answers: { kind: 'data', schema: undoResult, description: 'The undone changes, and the kept items.' },
    mayRespondAsync: true,
    handle: async (c, { body: asked }) => {
      const run = c.req.param('id') ?? '';
      const found = /^[a-z0-9]{1,40}$/.test(run) ? await reads.history.findRunsLike(run) : [];
      if (!found.some(({ id }) => id === run)) throw new Refusal(404, saying('run-unknown', {}));
      const request = {
        run,
        dryRun: asked.dryRun || settings.usual.dryRun,
        wait: false,
        maxDeletes: toRemovals(asked.maxDeletes),
        notify: asked.sendUpdates,
      };
      const begun = workload.begin((onRun) =>
        runUndo(services, request, { facts: { trigger: 'request' }, watch: (runs) => live.watch(runs, onRun) }),
      );
      return answerWork(c, begun, ({ result: done, stopped }: UndoOutcome) => {
        const result = tellUndone(done, tellerOf(c));
        if (stopped !== null) return answerFailure(c, edgeFailure(stopped), result);
        const { dryRun, changes, kept, errors } = result;
        const counts = { changes: changes.length, kept: kept.length, failed: errors.length };
        const message = words(c).undone({ dryRun, ...counts });
        return result.success ? answer(c, result, message) : answerPartly(c, result, message);
      });
    },
  });
}
