import { type ConversionConfig, type JsonSchema as Converted, toJsonSchema as convert } from '@valibot/to-json-schema';
import type * as v from 'valibot';

export type JsonSchema = { readonly [key: string]: unknown };

/**
 * Steps that JSON Schema cannot say add nothing, and a list that is counted before it is looked into is one list: the
 * converter would refuse both. A test looks for holes.
 */
const config: ConversionConfig = {
  target: 'draft-2020-12',
  errorMode: 'ignore',
  // The only one of our own is a list of customers, as they come.
  overrideSchema: ({ valibotSchema }) =>
    valibotSchema.type === 'custom' ? { type: 'array', items: { type: 'object' } } : choicesOf(valibotSchema),
  overrideAction: ({ valibotAction, jsonSchema }) =>
    valibotAction.type === 'iso_date'
      ? { ...jsonSchema, format: 'date', pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' }
      : null,
};

/** Says in JSON Schema (2020-12) what a valibot schema takes in. */
export function toJsonSchema(schema: v.GenericSchema): JsonSchema {
  const { $schema: _, ...said } = convert(schema, config);
  return said;
}

/** A body that is chosen by what is in it takes any of its choices. */
function choicesOf(schema: unknown): Converted | null {
  const { choices } = schema as { readonly choices?: readonly v.GenericSchema[] };
  return choices === undefined ? null : { anyOf: choices.map((choice) => toJsonSchema(choice) as Converted) };
}
