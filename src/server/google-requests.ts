/** One counted request to Google. */
export interface GoogleRequest {
  readonly operation: string;
  /** null if no reply came. */
  readonly status: number | null;
  readonly ms: number;
}

/** Passes requests to Google on to their counters: the edges are opened before the server is. */
export class GoogleListeners {
  readonly #listeners = new Set<(request: GoogleRequest) => void>();

  readonly tell = (request: GoogleRequest): void => {
    for (const listener of this.#listeners) listener(request);
  };

  readonly add = (listener: (request: GoogleRequest) => void): void => {
    this.#listeners.add(listener);
  };
}
