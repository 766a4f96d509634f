import * as v from 'valibot';

/** What many documents have. */
export const moment = v.pipe(v.string(), v.isoTimestamp(), v.description('ISO 8601, UTC.'));
export const count = v.pipe(v.number(), v.integer(), v.minValue(0));
export const id = v.nullable(v.string());
export const text = v.nullable(v.string());
export const kroner = v.nullable(v.pipe(v.number(), v.description('Kroner; null is not known.')));

/** Compiles only where a type of the program and its description have the same fields, of the same types. */
type Plain<T> = T extends object ? { -readonly [Key in keyof T]: Plain<T[Key]> } : T;
type Same<One, Other> = [One] extends [Other] ? (keyof Other extends keyof One ? true : never) : never;
export type Described<Result, Schema extends v.GenericSchema> = Same<Plain<Result>, v.InferInput<Schema>>;
