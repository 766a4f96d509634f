import * as v from 'valibot';
import { readStatusAnyway } from '../../app/read.js';
import { runUndo, type UndoRequest } from '../../app/run-undo.js';
import { diagnose, examine } from '../../core/doctor/examine.js';
import { saying } from '../../core/errors.js';
import { defaultSyncOptions } from '../../core/options/sync-options.js';
import type { DoctorResult } from '../../core/results/setup-result.js';
import { listRuns, showRun } from '../../core/runs/history.js';
import { runBody, runsBody } from '../../reports/html/site/runs-page.js';
import { checksPart, statusBody } from '../../reports/html/status-body.js';
import { undoBody } from '../../reports/html/undo-body.js';
import { wordsOn } from '../../reports/page.js';
import type { Engine } from '../engine.js';
import { Refusal } from '../http/refusal.js';
import { beginSync } from '../runs/sync-work.js';
import type { Begun } from '../runs/workload.js';
import { readSyncBody, syncBody } from '../schemas/sync-body.js';
import type { Uploads } from './uploads.js';
import { goTo, type PageRoute, type Visit } from './visit.js';

const [mostRuns, mostChanges] = [100, 500];

/** Runs, one run, its undo; a sync; and the results of `status` and `doctor`. */
export function runPages(engine: Engine, uploads: Uploads): readonly PageRoute[] {
  const { services, reads, live, workload, settings } = engine;
  const undo = async (
    visit: Visit,
    asked: Pick<UndoRequest, 'dryRun' | 'maxDeletes'>,
    watch: (id: string) => void = () => {},
  ) => {
    const request: UndoRequest = { ...asked, run: await runId(engine, visit), wait: false, notify: 'none' };
    return runUndo(services, request, { facts: { trigger: 'page' }, watch: (runs) => live.watch(runs, watch) });
  };
  return [
    {
      path: '/runs',
      show: async ({ site }) => {
        const result = await listRuns(reads.history, { kind: null, limit: mostRuns });
        return [wordsOn(site).site.places.runs, runsBody(result, site)];
      },
    },
    {
      path: '/runs/:id',
      show: async (visit) => {
        const result = await showRun(reads.history, await runId(engine, visit), mostChanges, reads);
        const { id } = result.run;
        const hasFile = uploads.of(visit.id)?.imported?.runId === id;
        const body = runBody(result, live.progressOf(id), hasFile, visit.site);
        return [wordsOn(visit.site).site.runTitle(id), body];
      },
    },
    {
      path: '/runs/:id/undo',
      show: async (visit) => {
        const { result, stopped } = await undo(visit, { dryRun: true, maxDeletes: { percent: 100 } });
        if (stopped !== null) throw stopped;
        return [wordsOn(visit.site).site.undoTitle(result.undone.id), undoBody(result, visit.site)];
      },
      take: async (visit, { fields }) => {
        const id = await runId(engine, visit);
        // No more is removed than the page has shown.
        const count = Number(/^\d{1,7}$/.exec(fields.get('removes') ?? '')?.[0] ?? 0);
        const asked = { dryRun: settings.usual.dryRun, maxDeletes: fields.has('sure') ? { count } : null };
        const begun = workload.begin((onRun) => undo(visit, asked, onRun));
        return follow(visit, begun, `/runs/${id}`);
      },
    },
    {
      path: '/sync',
      take: (visit) =>
        follow(visit, beginSync(engine, readSyncBody(v.parse(syncBody, {}), settings.usual), { by: 'page' }), '/'),
    },
    {
      path: '/status',
      show: async ({ site }) => {
        const asked = { sync: { ...defaultSyncOptions, ...settings.usual.sync }, maxAge: settings.staleAfter };
        const [{ status }, doctor] = await Promise.all([readStatusAnyway(services, asked), examined(engine)]);
        return [wordsOn(site).site.places.health, [statusBody(status, site), checksPart(doctor, site)]];
      },
    },
  ];
}

async function examined({ services }: Engine): Promise<DoctorResult> {
  return diagnose(await examine(await services.doctorPorts(process.version))).result;
}

/** The full id of the run in the address. */
async function runId({ reads }: Engine, { c }: Visit): Promise<string> {
  const id = c.req.param('id') ?? '';
  const found = /^[a-z0-9]{1,40}$/.test(id) ? await reads.history.findRunsLike(id) : [];
  if (!found.some((run) => run.id === id)) throw new Refusal(404, saying('run-unknown', {}));
  return id;
}

/** Shows a run as soon as it is recorded, to be followed; work without a record is waited for. */
export async function follow(
  visit: Visit,
  { runId: started, done }: Begun<{ readonly stopped: unknown }>,
  otherwise: string,
): Promise<Response> {
  const id = await started;
  if (id !== null) {
    // Its outcome is in its record.
    done.catch(() => {});
    return goTo(visit, `/runs/${id}`);
  }
  const { stopped } = await done;
  if (stopped !== null) throw stopped;
  return goTo(visit, otherwise);
}
