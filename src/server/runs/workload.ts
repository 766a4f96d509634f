/** A piece of work that was begun. */
export interface Begun<Result> {
  /** The id of its run; null when it ended without one, as a dry run does. */
  readonly runId: Promise<string | null>;
  readonly done: Promise<Result>;
}

/** All work that is under way, so that stopping can wait for it. */
export class Workload {
  readonly #underWay = new Set<Promise<unknown>>();

  begin<Result>(work: (onRun: (id: string) => void) => Promise<Result>): Begun<Result> {
    let onRun: (id: string) => void = () => {};
    const started = new Promise<string>((resolve) => {
      onRun = resolve;
    });
    const done = work(onRun);
    const settled = done.then(
      () => null,
      () => null,
    );
    this.#underWay.add(settled);
    void settled.then(() => this.#underWay.delete(settled));
    return { runId: Promise.race([started, settled]), done };
  }

  /** Resolves when nothing is under way any more. */
  async idle(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
  }
}
