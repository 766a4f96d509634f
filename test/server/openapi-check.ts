import type { AnySchemaObject, ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

type Content = Readonly<Record<string, { readonly schema: AnySchemaObject }>>;

export interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly content: Content }>>;
}

/** The server's own description of itself. */
export interface OpenApi {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

export interface Exchange {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly status: number;
  readonly body: unknown;
}

const checks = new Map<string, OpenApiCheck>();

/** The check of a document as it was sent: every server of a version sends the same, and its schemas take a second to compile. */
export function checkAgainst(text: string): OpenApiCheck {
  const check = checks.get(text) ?? new OpenApiCheck(JSON.parse(text) as OpenApi);
  checks.set(text, check);
  return check;
}

/** Holds calls and answers against an OpenAPI 3.1 document, whose schemas are JSON Schema 2020-12. */
export class OpenApiCheck {
  readonly #document: OpenApi;
  readonly #ajv = new Ajv2020({ strict: false, allErrors: true });
  readonly #compiled = new Map<string, ValidateFunction>();

  constructor(document: OpenApi) {
    this.#document = document;
    formats.default(this.#ajv);
    this.#ajv.addSchema(document as unknown as AnySchemaObject, 'openapi');
  }

  /** What the document says against a JSON answer; of a path that it does not know, only refusals are expected. */
  answer({ method, path, status, body }: Exchange): readonly string[] {
    const [template, methods] = this.#find(path);
    const responses = methods?.[method.toLowerCase()]?.responses;
    if (responses === undefined) {
      return status < 400
        ? [`${method} ${path} is not described`]
        : this.#check('components', ['schemas', 'Problems'], body);
    }
    const said = String(status) in responses ? String(status) : 'default';
    if (responses[said]?.content['application/json'] === undefined) return [`${method} ${path} ${status} is no JSON`];
    const pointer = [template, method.toLowerCase(), 'responses', said, 'content', 'application/json', 'schema'];
    return this.#check('paths', pointer, body);
  }

  /** The same of a JSON body that is sent. */
  body(method: string, path: string, body: unknown): readonly string[] {
    const [template] = this.#find(path);
    return this.#check('paths', [template, method, 'requestBody', 'content', 'application/json', 'schema'], body);
  }

  #find(path: string): readonly [string, OpenApi['paths'][string] | undefined] {
    const [bare = ''] = path.split('?');
    const fits = (template: string) => new RegExp(`^${template.replace(/\{\w+\}/g, '[^/]+')}$`).test(bare);
    const template = Object.keys(this.#document.paths).find(fits) ?? '';
    return [template, this.#document.paths[template]];
  }

  #check(part: string, pointer: readonly string[], value: unknown): readonly string[] {
    const steps = pointer.map((step) => encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1')));
    const $ref = `openapi#/${part}/${steps.join('/')}`;
    const validate = this.#compiled.get($ref) ?? this.#ajv.compile({ $ref });
    this.#compiled.set($ref, validate);
    validate(value);
    return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath || 'the body'} ${message}`);
  }
}
