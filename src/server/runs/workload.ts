/** A piece of running work. */
export interface Begun<Result> {
  /** The id of its run; null if it ended without one, as a dry run does. */
  readonly runId: Promise<string | null>;
  readonly done: Promise<Result>;
}

/** All running work, so that stopping can wait for it. */
export class Workload {
  readonly #underWay = new Set<Promise<unknown>>();

  begin<Result>(work: (onRun: (id: string) => void) => Promise<Result>): Begun<Result> {
    let onRun: (id: string) => void = () => {};
    const started = new Promise<string>((resolve) => {
      onRun = resolve;
    });
    const done = work(onRun);
    const finished = done.then(
      () => null,
      () => null,
    );
    this.#underWay.add(finished);
    void finished.then(() => this.#underWay.delete(finished));
    return { runId: Promise.race([started, finished]), done };
  }

  /** Resolves when no work is running any more. */
  async idle(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
  }
}
