import type { Engine } from '../../src/server/engine.js';
import { apiRoutes } from '../../src/server/make-app.js';
import { describeRoutes } from '../../src/server/openapi/document.js';
import { healthRoute } from '../../src/server/routes/server-routes.js';
import { typeOf } from './reference-pages.js';

type Schema = Parameters<typeof typeOf>[0] & {
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
};

interface Operation {
  readonly tags: readonly string[];
  readonly summary: string;
  readonly parameters?: readonly { name: string; in: string; description?: string; schema: Schema }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { schema: Schema }>> };
  readonly responses: Readonly<Record<string, { description: string }>>;
}

/** Only what the routes say of themselves is asked of them here: they are not called. */
const unused = new Proxy({}, { get: () => unused }) as unknown as Engine;

export function httpPage(): string {
  const routes = [...apiRoutes(unused), healthRoute()];
  const { paths } = describeRoutes(routes, { version: '0', isOpen: false });
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      title: `${method.toUpperCase()} ${path}`,
      operation: operation as unknown as Operation,
    })),
  );
  return [
    '# HTTP API',
    '',
    'The routes of [`renos-sync serve`](../operations/server.md), printed from the schemas that check the requests. `GET /openapi.json` of a',
    'running server has the same with every field of the answers, and `GET /docs` shows it in a browser.',
    '',
    ...operations.flatMap(({ title, operation }) => section(title, operation)),
  ]
    .join('\n')
    .trim();
}

function section(title: string, { summary, parameters = [], requestBody, responses }: Operation): readonly string[] {
  const inUrl = parameters.map(({ name, in: place, description = '', schema }) =>
    line(name, place, schema, description),
  );
  const content = requestBody?.content ?? {};
  const body = fieldsOf(content['application/json']?.schema);
  const files = Object.keys(content).filter((type) => type !== 'application/json');
  const rows = [...inUrl, ...body];
  const told = Object.entries(responses).filter(([status]) => status !== 'default');
  return [
    `## ${title}`,
    '',
    summary,
    '',
    ...(rows.length === 0 ? [] : ['| field | in | type | |', '|---|---|---|---|', ...rows, '']),
    ...(files.length === 0
      ? []
      : [
          `Or a file in place of the JSON body, with the options in the query: ${files.map((type) => `\`${type}\``).join(', ')}.`,
          '',
        ]),
    `Answers: ${told.map(([status, { description }]) => `**${status}** ${description}`).join(' ')}`,
    '',
  ];
}

function fieldsOf(schema: Schema | undefined, prefix = ''): readonly string[] {
  if (schema === undefined) return [];
  if (schema.properties === undefined)
    return [...new Set((schema.anyOf ?? []).flatMap((one) => fieldsOf(one as Schema, prefix)))];
  return Object.entries(schema.properties).flatMap(([name, field]) => {
    const inner = name === 'options' ? fieldsOf(field, `${prefix}${name}.`) : [];
    return inner.length > 0 ? inner : [line(`${prefix}${name}`, 'body', field, field.description ?? '')];
  });
}

function line(name: string, place: string, schema: Schema, description: string): string {
  return `| \`${name}\` | ${place} | ${typeOf(schema)} | ${description.replaceAll('|', '\\|').replaceAll('\n', ' ')} |`;
}
