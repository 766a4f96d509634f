import * as v from 'valibot';
import type { ApiContext } from '../http/api-env.js';
import { checkInput, typedQuery } from '../http/check-input.js';
import { hasBody, mediaType, readJson, requireType } from '../http/read-body.js';
import type { ServerSettings } from '../server-settings.js';

/** The body of a successful answer. */
export type Answers =
  | { readonly kind: 'data'; readonly schema: v.GenericSchema; readonly description: string }
  | { readonly kind: 'text'; readonly type: string; readonly description: string };

/** One path and method: the same schemas check its requests and describe it in the OpenAPI document. */
export interface Route {
  readonly method: 'GET' | 'POST';
  /** As in Hono: `/api/runs/:id`. */
  readonly path: string;
  readonly group: 'Calendar' | 'Customers' | 'Runs' | 'Server';
  readonly summary: string;
  readonly query: ObjectSchema | null;
  readonly body: v.GenericSchema | null;
  /** Also accepts a file of these types in place of the JSON body; then the query has its options. */
  readonly files: readonly string[];
  readonly answers: Answers;
  /** `Prefer: respond-async` gives 202 and a run. */
  readonly mayRespondAsync: boolean;
  /** For a platform or Google: it needs no token, and additional parameters in the query are ignored. */
  readonly isAskedByOthers: boolean;
  readonly handle: (c: ApiContext, settings: ServerSettings) => Promise<Response>;
}

type ObjectSchema = v.GenericSchema & { readonly entries: Readonly<Record<string, v.GenericSchema>> };

type Output<Schema> = Schema extends v.GenericSchema ? v.InferOutput<Schema> : null;

interface RouteParts<Body extends v.GenericSchema | null, Query extends ObjectSchema | null>
  extends Pick<Route, 'method' | 'path' | 'group' | 'summary' | 'answers'> {
  readonly body?: Body;
  readonly query?: Query;
  readonly mayRespondAsync?: boolean;
  readonly isAskedByOthers?: boolean;
  readonly handle: (
    c: ApiContext,
    input: { readonly body: Output<Body>; readonly query: Output<Query> },
  ) => Promise<Response>;
  /** Called with the query's options for a file in place of a body. */
  readonly handleFile?: (c: ApiContext, options: Output<Query>) => Promise<Response>;
}

/** A large body in memory: it is released as soon as it is parsed. */
function takeHeld(c: ApiContext): Buffer | undefined {
  const held = c.get('body');
  const bytes = held?.bytes;
  if (held) held.bytes = undefined;
  return bytes;
}

/** Files of customers; the contents matter more than the type. */
const fileTypes: readonly string[] = [
  'text/csv',
  'application/octet-stream',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.ms-excel.sheet.macroenabled.12',
  'application/vnd.oasis.opendocument.spreadsheet',
  'application/vnd.ms-excel',
  'application/zip',
  'text/vcard',
  'text/x-vcard',
  'application/x-ndjson',
  'text/tab-separated-values',
];

const nothing = v.strictObject({});

/** Connects a route's schemas with its handler. */
export function route<Body extends v.GenericSchema | null = null, Query extends ObjectSchema | null = null>(
  parts: RouteParts<Body, Query>,
): Route {
  const {
    body = null,
    query = null,
    handleFile,
    handle,
    mayRespondAsync = false,
    isAskedByOthers = false,
    ...said
  } = parts;
  const readQuery = (c: ApiContext) => {
    if (isAskedByOthers && query === null) return null as Output<Query>;
    const read = checkInput(query ?? nothing, typedQuery(c.req.queries()), 'query');
    return (query === null ? null : read) as Output<Query>;
  };
  return {
    ...said,
    body,
    query,
    mayRespondAsync,
    isAskedByOthers,
    files: handleFile === undefined ? [] : fileTypes,
    handle: async (c, { limits }) => {
      const { incoming } = c.env;
      if (handleFile !== undefined) {
        if (fileTypes.includes(mediaType(incoming))) return handleFile(c, readQuery(c));
        if (hasBody(incoming)) requireType(incoming, ['application/json', ...fileTypes]);
        // The query is only for a file's options: with a JSON body they would be ignored.
        checkInput(nothing, typedQuery(c.req.queries()), 'query');
        return handle(c, { body: await readBodyOf(c), query: null as Output<Query> });
      }
      return handle(c, { query: readQuery(c), body: await readBodyOf(c) });

      async function readBodyOf({ env }: ApiContext): Promise<Output<Body>> {
        if (body === null) return null as Output<Body>;
        const bodyLimits = { most: limits.jsonBytes, patience: limits.bodyPatience };
        return checkInput(body, await readJson(env.incoming, bodyLimits, takeHeld(c)), 'body') as Output<Body>;
      }
    },
  };
}
