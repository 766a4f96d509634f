import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import type { HeldBody } from './body-room.js';

/** What a request carries through the server. */
export interface ApiEnv {
  Bindings: HttpBindings;
  Variables: {
    requestId: string;
    /** The path as it is registered; `-` until one is found. */
    route: string;
    /** What goes on after the answer, and holds on to the request's body. */
    work: Promise<unknown> | undefined;
    /** A large JSON body. */
    body: HeldBody | null;
  };
}

export type ApiContext = Context<ApiEnv>;
