import type { ContentfulStatusCode } from 'hono/utils/http-status';

/** One thing that is wrong with a request; never its value. */
export interface Problem {
  /** Where: `options.batchSize`, `customers[3]`, `?limit`; empty for the whole body. */
  readonly path: string;
  readonly message: string;
}

interface RefusalDetails {
  readonly problems?: readonly Problem[];
  readonly headers?: Readonly<Record<string, string>>;
  /** What follows on this connection cannot be trusted, or is not wanted. */
  readonly hangUp?: boolean;
}

/** A request that is answered before the engine is asked. */
export class Refusal extends Error {
  readonly status: ContentfulStatusCode;
  readonly code: string;
  readonly problems: readonly Problem[];
  readonly headers: Readonly<Record<string, string>>;
  readonly hangUp: boolean;

  constructor(status: ContentfulStatusCode, code: string, message: string, details: RefusalDetails = {}) {
    super(message);
    this.name = 'Refusal';
    this.status = status;
    this.code = code;
    this.problems = details.problems ?? [];
    this.headers = details.headers ?? {};
    this.hangUp = details.hangUp ?? false;
  }
}
