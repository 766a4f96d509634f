import type { CommitItem } from '../model/sync-store.js';

/**
 * Items per transaction: a calendar of 50,000 events in one would hold the lease, and memory, for more than a minute.
 * If a later slice is lost, the next run finds its items again, because the sync tokens are stored with the last one.
 */
const slice = 2_000;

export async function* inSlices(
  all: AsyncIterable<CommitItem>,
): AsyncIterable<{ readonly items: readonly CommitItem[]; readonly isLast: boolean }> {
  let items: CommitItem[] = [];
  for await (const item of all) {
    if (items.length === slice) {
      yield { items, isLast: false };
      items = [];
    }
    items.push(item);
  }
  yield { items, isLast: true };
}
