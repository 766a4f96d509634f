import { streamSSE } from 'hono/streaming';
import { saying } from '../../core/errors.js';
import type { RunResult } from '../../core/results/story-result.js';
import { showRun } from '../../core/runs/history.js';
import type { Teller } from '../../messages/failures.js';
import { messagesIn } from '../../messages/messages.js';
import { tellRun } from '../../messages/results.js';
import type { Engine } from '../engine.js';
import { answer } from '../http/answer.js';
import type { ApiContext } from '../http/api-env.js';
import { tellerOf, words } from '../http/language.js';
import { Refusal } from '../http/refusal.js';
import type { RunProgress } from '../runs/live-runs.js';
import { runData } from '../schemas/answers.js';
import { type Route, route } from './route.js';

/** Milliseconds until a run of another process is read again. */
const lookEvery = 1_000;
/** The least milliseconds between two messages of progress. */
const apart = 100;

type ToldRun = RunResult['run'] & { readonly progress: RunProgress | null };

function toldIn(teller: Teller, { progress, ...run }: ToldRun) {
  const { programs } = messagesIn(teller.language);
  return { ...tellRun(run, teller), progress: progress && { ...progress, label: programs.progress[progress.label] } };
}

/** The runs that `history` lists, with their progress while they are running. */
export function runRoutes(engine: Engine): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/runs/:id',
      group: 'Runs',
      summary: 'Report the outcome of a run',
      answers: { kind: 'data', schema: runData, description: 'The run, with its progress.' },
      handle: async (c) => {
        const run = await findRun(engine, c.req.param('id') ?? '');
        return answer(c, toldIn(tellerOf(c), run), words(c).run(run.id, run.status));
      },
    }),
    route({
      method: 'GET',
      path: '/api/runs/:id/events',
      group: 'Runs',
      summary: 'Follow a running run: events `progress`, and `end` when it has ended',
      answers: { kind: 'text', type: 'text/event-stream', description: 'Server-sent events; the data is the run.' },
      handle: async (c) => {
        const run = await findRun(engine, c.req.param('id') ?? '');
        // The client reads no body, so it would never close the stream.
        if (c.req.method === 'HEAD') return c.body(null, 200, { 'Content-Type': 'text/event-stream' });
        return followRun(c, engine, run);
      },
    }),
  ];
}

async function findRun({ reads, live }: Engine, id: string): Promise<ToldRun> {
  const found = /^[a-z0-9]{1,40}$/.test(id) ? await reads.history.findRunsLike(id) : [];
  if (!found.some((run) => run.id === id)) throw new Refusal(404, saying('run-unknown', {}));
  const { run } = await showRun(reads.history, id, 0);
  return { ...run, progress: live.progressOf(id) };
}

function followRun(c: ApiContext, engine: Engine, found: ToldRun): Response {
  const { live, services } = engine;
  const { id } = found;
  const teller = tellerOf(c);
  return streamSSE(c, async (stream) => {
    let run = found;
    let sent = '';
    while (!stream.aborted) {
      const hasEnded = run.status !== 'running';
      const data = JSON.stringify(toldIn(teller, run));
      if (data !== sent) await stream.writeSSE({ event: hasEnded ? 'end' : 'progress', data });
      else await stream.write(': still running\n\n');
      sent = data;
      const progress = live.progressOf(id);
      if (hasEnded || (progress === null && services.signal.aborted)) return;
      await stream.sleep(apart);
      const isHere = progress !== null && (await nextStep(engine, id, progress));
      run = isHere ? { ...run, progress: live.progressOf(id) } : await findRun(engine, id);
    }
  });
}

/** Waits for news of a run; false if it is not, or no longer, running here. */
async function nextStep({ live }: Engine, id: string, known: RunProgress): Promise<boolean> {
  if (live.progressOf(id) === known) {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(done, lookEvery);
      const stop = live.listen(id, done);
      function done() {
        clearTimeout(timer);
        stop();
        resolve();
      }
    });
  }
  return live.progressOf(id) !== null;
}
