import * as v from 'valibot';

/** A list that is counted before it is looked into: each thing that is wrong with an item takes memory to tell. */
export function listOf<Item extends v.GenericSchema>(item: Item, most: number, otherwise?: string) {
  return v.pipe(v.array(v.unknown(), otherwise), v.maxLength(most, `may be ${most} at most`), v.array(item));
}
