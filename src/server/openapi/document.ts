import type * as v from 'valibot';
import type { Route } from '../routes/route.js';
import { begunData, problemsBody } from '../schemas/answers.js';
import { type JsonSchema, toJsonSchema } from './json-schema.js';

export interface OpenApiDocument {
  readonly openapi: '3.1.0';
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, JsonSchema>>>>;
  readonly [key: string]: unknown;
}

const problems = { $ref: '#/components/schemas/Problems' };

/** Describes the routes from the schemas that check them (OpenAPI 3.1). */
export function describeRoutes(routes: readonly Route[], { version, isOpen }: { version: string; isOpen: boolean }) {
  const paths: Record<string, Record<string, JsonSchema>> = {};
  for (const route of routes) {
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: describeRoute(route) };
  }
  const document: OpenApiDocument = {
    openapi: '3.1.0',
    info: {
      title: 'renos-sync',
      version,
      description: 'Keeps bookings and Google Calendar one-to-one, and imports customers.',
    },
    paths,
    components: {
      schemas: { Problems: toJsonSchema(problemsBody) },
      securitySchemes: { token: { type: 'http', scheme: 'bearer', description: 'RENOS_API_TOKEN' } },
    },
    security: isOpen ? [] : [{ token: [] }],
  };
  return document;
}

function describeRoute(route: Route): JsonSchema {
  const { path, group, summary, body, query, files, mayRespondAsync, isAskedByOthers, answers } = route;
  const parameters = [...pathParameters(path), ...queryParameters(query), ...(mayRespondAsync ? [prefer] : [])];
  const content = {
    ...(body === null ? {} : { 'application/json': { schema: toJsonSchema(body) } }),
    ...Object.fromEntries(files.map((type) => [type, { schema: bodyOf(type) }])),
  };
  return {
    tags: [group],
    summary,
    ...(isAskedByOthers ? { security: [] } : {}),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === null ? {} : { requestBody: { required: isRequired(body), content } }),
    responses: {
      200: { description: answers.description, content: answerContent(answers, mayRespondAsync) },
      ...(mayRespondAsync ? { 202: { description: 'The run has started.', content: json(envelope(begunData)) } } : {}),
      ...refusals(route),
    },
  };
}

/** A file's bytes; only a text needs a schema (OpenAPI 3.1, "Considerations for File Uploads"). */
function bodyOf(type: string): JsonSchema {
  return type.startsWith('text/') ? { type: 'string' } : {};
}

const prefer = {
  name: 'Prefer',
  in: 'header',
  description: '`respond-async`: 202 and a run to ask for, in place of waiting.',
  schema: { type: 'string' },
};

function isRequired(body: v.GenericSchema): boolean {
  const { required, anyOf } = toJsonSchema(body);
  return required !== undefined || anyOf !== undefined;
}

function pathParameters(path: string): readonly JsonSchema[] {
  return [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
}

function queryParameters(query: Route['query']): readonly JsonSchema[] {
  return Object.entries(query?.entries ?? {}).map(([name, entry]) => {
    const { description, ...schema } = toJsonSchema(entry);
    return { name, in: 'query', ...(description === undefined ? {} : { description }), schema };
  });
}

function answerContent(answers: Route['answers'], mayBePart: boolean): JsonSchema {
  if (answers.kind === 'text') {
    return { [answers.type]: { schema: { type: answers.type === 'application/json' ? 'object' : 'string' } } };
  }
  const whole = envelope(answers.schema);
  if (!mayBePart) return json(whole);
  // Some rows or events failed: the data has the details.
  const part = { ...problemsWith(answers.schema) };
  return json({ anyOf: [whole, part] });
}

function envelope(data: v.GenericSchema): JsonSchema {
  return {
    type: 'object',
    properties: { success: { const: true }, data: toJsonSchema(data), message: { type: 'string' } },
    required: ['success', 'data', 'message'],
  };
}

function problemsWith(data: v.GenericSchema, required: readonly string[] = ['data']): JsonSchema {
  return { allOf: [problems, { type: 'object', properties: { data: toJsonSchema(data) }, required }] };
}

function json(schema: JsonSchema): JsonSchema {
  return { 'application/json': { schema } };
}

const words: Readonly<Record<number, string>> = {
  400: 'Something is wrong with the request: all problems at once.',
  401: 'The token is missing or wrong.',
  404: 'There is none.',
  409: 'Another run is in progress (Retry-After), or a guard refused: nothing was written, and data is the plan.',
  413: 'The body is too large.',
  415: 'The body is of another type.',
  429: 'Too many requests.',
  502: 'Google does not take it, or does not answer.',
  503: 'The database cannot be used, or the server is ending.',
};

const otherwise = { description: 'Whatever else goes wrong.', content: json(problems) };

function refusals({ path, method, answers, mayRespondAsync, isAskedByOthers }: Route): JsonSchema {
  if (isAskedByOthers) return { default: otherwise };
  const writing = method === 'POST' ? [409, 413, 415, 502] : [];
  const statuses = [400, 401, ...(path.includes(':') ? [404] : []), ...writing, 429, 503];
  const plan = mayRespondAsync && answers.kind === 'data' ? problemsWith(answers.schema, []) : problems;
  const described = statuses.map((status) => [
    status,
    { description: words[status], content: json(status === 409 ? plan : problems) },
  ]);
  return { ...Object.fromEntries(described), default: otherwise };
}
