import type * as v from 'valibot';

export type JsonSchema = { readonly [key: string]: unknown };

/** A valibot schema, or a step of its pipe, as it looks at run time. */
interface Part {
  readonly kind: string;
  readonly type: string;
  readonly [key: string]: unknown;
}

/**
 * Says in JSON Schema (2020-12) what a valibot schema takes in. Throws for a schema that it does not know: a hole in
 * the document would be worse than an error at the start.
 */
export function toJsonSchema(schema: v.GenericSchema): JsonSchema {
  return ofPart(schema as unknown as Part);
}

function ofPart(part: Part): JsonSchema {
  const [first, ...steps] = (part.pipe as readonly Part[] | undefined) ?? [];
  // A schema that was put together already has steps of its own.
  const base = first?.pipe === undefined ? ofType(part) : ofPart(first);
  return Object.assign(base, ...steps.map((step) => ofStep(step, base.type === 'array'))) as JsonSchema;
}

function ofType(part: Part): JsonSchema {
  switch (part.type) {
    case 'string':
    case 'number':
    case 'boolean':
      return { type: part.type };
    case 'unknown':
      return {};
    case 'literal':
      return { const: part.literal };
    case 'picklist':
      return { enum: part.options };
    case 'array':
      return { type: 'array', items: ofPart(part.item as Part) };
    case 'record':
      return { type: 'object', additionalProperties: ofPart(part.value as Part) };
    case 'union':
      return { anyOf: (part.options as readonly Part[]).map(ofPart) };
    case 'lazy':
      return { anyOf: (part.choices as readonly Part[]).map(ofPart) };
    case 'nullable':
      return { anyOf: [ofPart(part.wrapped as Part), { type: 'null' }] };
    case 'optional':
      return { ...ofPart(part.wrapped as Part), ...(part.default === undefined ? {} : { default: part.default }) };
    case 'object':
    case 'loose_object':
    case 'strict_object':
      return ofObject(part);
    default:
      throw new TypeError(`No JSON Schema is known for a valibot schema of type ${part.type}`);
  }
}

function ofObject({ type, entries }: Part): JsonSchema {
  const parts = Object.entries(entries as Readonly<Record<string, Part>>);
  const required = parts.filter(([, part]) => part.type !== 'optional').map(([name]) => name);
  return {
    type: 'object',
    properties: Object.fromEntries(parts.map(([name, part]) => [name, ofPart(part)])),
    ...(required.length === 0 ? {} : { required }),
    ...(type === 'strict_object' ? { additionalProperties: false } : {}),
  };
}

/** Steps that only change or check a value in ways that JSON Schema cannot tell add nothing. */
function ofStep(step: Part, isList: boolean): JsonSchema {
  // What was only counted so far is looked into here.
  if (step.kind === 'schema') return ofPart(step);
  switch (step.type) {
    case 'description':
      return { description: step.description };
    case 'integer':
      return { type: 'integer' };
    case 'min_value':
      return { minimum: step.requirement };
    case 'max_value':
      return { maximum: step.requirement };
    case 'non_empty':
      return { minLength: 1 };
    case 'max_length':
      return { [isList ? 'maxItems' : 'maxLength']: step.requirement };
    case 'max_entries':
      return { maxProperties: step.requirement };
    case 'regex':
      return { pattern: (step.requirement as RegExp).source };
    case 'iso_date':
      return { format: 'date', pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' };
    case 'iso_timestamp':
      return { format: 'date-time' };
    default:
      return {};
  }
}
