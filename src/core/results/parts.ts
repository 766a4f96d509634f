import * as v from 'valibot';

/*
 * The results stand here once: their TypeScript types, their JSON Schemas and the answers in the OpenAPI document are all
 * made from these schemas.
 */

/** ISO 8601, UTC. */
export const moment = v.pipe(v.string(), v.isoTimestamp(), v.description('ISO 8601, UTC.'));
export const count = v.pipe(v.number(), v.integer(), v.minValue(0));
export const text = v.nullable(v.string());
/** What an error says, as data; absent: there is none. */
export const errorSentence = v.optional(
  v.pipe(
    v.object({ id: v.string(), params: v.record(v.string(), v.unknown()) }),
    v.description('The same as data: a code with its variant, and the values in it.'),
  ),
);
export const kroner = v.nullable(v.pipe(v.number(), v.description('Kroner; null is not known.')));
/** field → [from, to]; null is nothing. */
export const fieldChanges = v.pipe(
  v.record(v.string(), v.strictTuple([text, text])),
  v.description('field → [from, to]; null is nothing.'),
);
/** field → what both said when they last agreed, and what each says. */
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
  v.description('field → what both said when they last agreed, and what each says.'),
);

type Frozen<Of> = Of extends object ? { readonly [Key in keyof Of]: Frozen<Of[Key]> } : Of;

/** The type of a result; nothing of it may be changed. */
export type Result<Schema extends v.GenericSchema> = Frozen<v.InferOutput<Schema>>;
