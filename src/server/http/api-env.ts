import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';

/** What a request carries through the server. */
export interface ApiEnv {
  Bindings: HttpBindings;
  Variables: {
    requestId: string;
    /** The path as it is registered; `-` until one is found. */
    route: string;
    /** What goes on after the answer, and holds on to the request's body. */
    work: Promise<unknown> | undefined;
  };
}

export type ApiContext = Context<ApiEnv>;
