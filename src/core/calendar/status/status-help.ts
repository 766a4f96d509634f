import { itemHelp, itemHelps } from '../../../messages/en/item-help.js';
import { textOf, voiceOf } from '../../../messages/voice.js';
import type { KnownFailure } from '../model/sync-store.js';

const say = voiceOf('typed', 'en');

/** What helps an item that could not be carried over, for those who have its story before them. */
export function remedyFor({ code, passing }: KnownFailure): string {
  return textOf(passing ? itemHelp.passing(say) : (itemHelps[code] ?? itemHelp.retry)(say));
}

/** The same for those who have not: if there is no more to say, its story comes first. */
export function helpFor(failure: KnownFailure): string {
  const { code, passing, bookingId, eventId } = failure;
  if (passing || itemHelps[code] !== undefined) return remedyFor(failure);
  return textOf(itemHelp.show(bookingId ?? eventId ?? '', say));
}
