import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import type { HeldBody } from './body-room.js';

/** The values of a request inside the server. */
export interface ApiEnv {
  Bindings: HttpBindings;
  Variables: {
    requestId: string;
    /** The registered path; `-` until one is found. */
    route: string;
    /** Work that continues after the answer, and uses the request's body. */
    work: Promise<unknown> | undefined;
    /** A large JSON body. */
    body: HeldBody | null;
  };
}

export type ApiContext = Context<ApiEnv>;
