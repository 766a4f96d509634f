import { type ConversionConfig, type JsonSchema as Converted, toJsonSchema as convert } from '@valibot/to-json-schema';
import type * as v from 'valibot';

export type JsonSchema = { readonly [key: string]: unknown };

/**
 * Steps without a counterpart in JSON Schema are ignored, and a list whose length is checked first is one list: the
 * converter would refuse both. A test looks for gaps.
 */
const config: ConversionConfig = {
  target: 'draft-2020-12',
  errorMode: 'ignore',
  // The only custom schema is the unchecked list of customers.
  overrideSchema: ({ valibotSchema }) =>
    valibotSchema.type === 'custom' ? { type: 'array', items: { type: 'object' } } : choicesOf(valibotSchema),
  overrideAction: ({ valibotAction, jsonSchema }) =>
    valibotAction.type === 'iso_date'
      ? { ...jsonSchema, format: 'date', pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' }
      : null,
};

/** Converts a valibot schema to a JSON Schema (2020-12) of its input. */
export function toJsonSchema(schema: v.GenericSchema): JsonSchema {
  const { $schema: _, ...said } = convert(schema, config);
  return said;
}

/** A body with several forms accepts any of them. */
function choicesOf(schema: unknown): Converted | null {
  const { choices } = schema as { readonly choices?: readonly v.GenericSchema[] };
  return choices === undefined ? null : { anyOf: choices.map((choice) => toJsonSchema(choice) as Converted) };
}
