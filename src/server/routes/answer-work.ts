import type { ApiContext } from '../http/api-env.js';
import { words } from '../http/language.js';
import type { Begun } from '../runs/workload.js';

/**
 * Waits for the work and answers; if the client prefers not to wait (RFC 7240), answers 202 with the run as soon as it
 * is recorded. Work without a record, such as a dry run, is always waited for.
 */
export async function answerWork<Result>(
  c: ApiContext,
  { runId, done }: Begun<Result>,
  tell: (result: Result) => Response,
): Promise<Response> {
  if (!prefersNotToWait(c.req.header('prefer'))) return tell(await done);
  const id = await runId;
  if (id === null) return tell(await done);
  // Its outcome is in its record.
  done.catch(() => {});
  c.set('work', done);
  const url = `/api/runs/${id}`;
  c.header('Location', url);
  c.header('Preference-Applied', 'respond-async');
  const data = { id, status: 'running', url, events: `${url}/events` };
  return c.json({ success: true, data, message: words(c).runRuns(id) }, 202);
}

function prefersNotToWait(prefer: string | undefined): boolean {
  return (prefer ?? '').split(/[,;]/).some((preference) => preference.trim().toLowerCase() === 'respond-async');
}
