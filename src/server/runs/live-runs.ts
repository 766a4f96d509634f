import type { WatchedRun } from '../../app/run-context.js';
import { InterruptedError, recordOf } from '../../core/errors.js';
import type { ProgressLabel, RunKind, RunRepository, RunStatus } from '../../core/ports.js';

/** The progress of a run of this process. */
export interface RunProgress {
  readonly label: ProgressLabel;
  readonly done: number;
  /** null until it is known. */
  readonly total: number | null;
}

interface LiveRun {
  progress: RunProgress;
  readonly listeners: Set<() => void>;
  readonly cutOff: () => Promise<void>;
}

/** A run as it ended. */
interface EndedRun {
  readonly id: string;
  readonly kind: RunKind;
  readonly status: RunStatus;
  readonly counts: Readonly<Record<string, number>>;
  readonly ms: number;
}

/** The runs of this process, for clients that follow them. */
export class LiveRuns {
  readonly #live = new Map<string, LiveRun>();
  readonly #onEnd: (run: EndedRun) => void;

  constructor(onEnd: (run: EndedRun) => void) {
    this.#onEnd = onEnd;
  }

  /** null if the run is not running here. */
  progressOf(id: string): RunProgress | null {
    return this.#live.get(id)?.progress ?? null;
  }

  /** Calls back at each step, and at the end; returns a function that stops listening. */
  listen(id: string, listener: () => void): () => void {
    const listeners = this.#live.get(id)?.listeners;
    listeners?.add(listener);
    return () => void listeners?.delete(listener);
  }

  /** Makes a piece of work visible: `onStart` gets the id as soon as the run is recorded; a dry run has none. */
  watch(
    runs: RunRepository,
    onStart: (id: string) => void,
    onProgress: (progress: RunProgress) => void = () => {},
  ): WatchedRun {
    let current: { id: string; kind: RunKind; startedAt: number } | null = null;
    let progress: RunProgress = { label: 'Starting', done: 0, total: null };
    const begin = (id: string, kind: RunKind) => {
      current = { id, kind, startedAt: performance.now() };
      const cutOff = () =>
        runs.finish(id, 'interrupted', {}, recordOf(new InterruptedError('SIGTERM', { isCutOff: true })));
      this.#live.set(id, { progress, listeners: new Set(), cutOff });
      onStart(id);
    };
    const tell = (next: RunProgress) => {
      progress = next;
      onProgress(next);
      const live = current === null ? undefined : this.#live.get(current.id);
      if (live === undefined) return;
      live.progress = next;
      for (const listener of live.listeners) listener();
    };
    return {
      progress: {
        start: (label, total) => tell({ label, done: 0, total }),
        advance: (done) => tell({ ...progress, done }),
        note: () => {},
      },
      runs: {
        ...runs,
        start: async (kind, options) => {
          const id = await runs.start(kind, options);
          begin(id, kind);
          return id;
        },
        resume: async (id) => {
          await runs.resume(id);
          begin(id, 'import');
        },
        finish: async (id, status, counts, error) => {
          try {
            await runs.finish(id, status, counts, error);
          } finally {
            if (current?.id === id) this.#end({ ...current, status, counts });
          }
        },
      },
    };
  }

  /** Records that running work will not finish. */
  async cutOff(): Promise<void> {
    await Promise.allSettled([...this.#live.values()].map((run) => run.cutOff()));
  }

  #end({ startedAt, ...run }: Omit<EndedRun, 'ms'> & { readonly startedAt: number }): void {
    const live = this.#live.get(run.id);
    this.#live.delete(run.id);
    this.#onEnd({ ...run, ms: performance.now() - startedAt });
    for (const listener of live?.listeners ?? []) listener();
  }
}
