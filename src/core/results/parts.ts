import * as v from 'valibot';

/*
 * Each result is declared once: its TypeScript type, its JSON Schema and the answer in the OpenAPI document are
 * generated from these schemas.
 */

/** ISO 8601, UTC. */
export const moment = v.pipe(v.string(), v.isoTimestamp(), v.description('ISO 8601, UTC.'));
export const count = v.pipe(v.number(), v.integer(), v.minValue(0));
export const text = v.nullable(v.string());
/** An error's sentence, as data; absent: there is no error. */
export const errorSentence = v.optional(
  v.pipe(
    v.object({ id: v.string(), params: v.record(v.string(), v.unknown()) }),
    v.description('The same as data: a code with its variant, and the values in it.'),
  ),
);

export const kroner = v.nullable(v.pipe(v.number(), v.description('Kroner; null is not known.')));
/** field → [from, to]; null is an empty value. */
export const fieldChanges = v.pipe(
  v.record(v.string(), v.strictTuple([text, text])),
  v.description('field → [from, to]; null is empty.'),
);
/** field → the value on which both last agreed, and the value of each side. */
export const disputedValues = v.pipe(
  v.record(
    v.string(),
    v.object({
      base: text,
      booking: text,
      event: text,
      taken: v.optional(
        v.pipe(v.picklist(['google', 'database']), v.description('The side that a person chose for this field alone.')),
      ),
    }),
  ),
  v.description('field → the last agreed value, and the value of each side.'),
);

type Frozen<Of> = Of extends object ? { readonly [Key in keyof Of]: Frozen<Of[Key]> } : Of;

/** The type of a result, deeply read-only. */
export type Result<Schema extends v.GenericSchema> = Frozen<v.InferOutput<Schema>>;
