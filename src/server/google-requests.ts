/** One request to Google, as it is counted. */
export interface GoogleRequest {
  readonly operation: string;
  /** null when no reply came. */
  readonly status: number | null;
  readonly ms: number;
}

/** Requests to Google, passed on to those who count them: the edges are open before the server is. */
export class GoogleListeners {
  readonly #listeners = new Set<(request: GoogleRequest) => void>();

  readonly tell = (request: GoogleRequest): void => {
    for (const listener of this.#listeners) listener(request);
  };

  readonly add = (listener: (request: GoogleRequest) => void): void => {
    this.#listeners.add(listener);
  };
}
