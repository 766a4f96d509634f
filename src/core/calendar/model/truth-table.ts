/**
 * The state of one side of a pair, compared with its values when both last agreed.
 *
 * - `unchanged` has the same values         - `changed`  has other values
 * - `removed`   was cancelled, deleted or lost since
 * - `new`       exists, and did not before (never seen, or restored)
 * - `absent`    does not exist, and did not before
 */
export type SideState = 'new' | 'unchanged' | 'changed' | 'removed' | 'absent';

/** What is done about a pair; directions and policies narrow it in plan-pair.ts. */
export type Action =
  | 'nothing'
  | 'push'
  | 'pull'
  | 'merge'
  | 'adopt'
  | 'create-event'
  | 'create-booking'
  | 'delete-event'
  | 'cancel-booking'
  | 'revive-event'
  | 'revive-booking'
  | 'edited-here-deleted-there'
  | 'deleted-here-edited-there'
  | 'close';

export type PairState = `${SideState}/${SideState}`;

/**
 * How sync decides. The table of docs/sync.md is printed from these two, and the table-driven test walks them in this order.
 *
 * Linked pairs, by booking / event.
 */
export const linkedTable: Readonly<Record<PairState, Action>> = {
  'unchanged/unchanged': 'nothing',
  'unchanged/changed': 'pull',
  'unchanged/removed': 'cancel-booking',
  'unchanged/absent': 'revive-event',
  'unchanged/new': 'merge',
  'changed/unchanged': 'push',
  'changed/changed': 'merge',
  'changed/removed': 'edited-here-deleted-there',
  'changed/absent': 'revive-event',
  'changed/new': 'merge',
  'removed/unchanged': 'delete-event',
  'removed/changed': 'deleted-here-edited-there',
  'removed/removed': 'close',
  'removed/absent': 'close',
  'removed/new': 'deleted-here-edited-there',
  'absent/unchanged': 'nothing',
  'absent/changed': 'revive-booking',
  'absent/removed': 'close',
  'absent/absent': 'nothing',
  'absent/new': 'revive-booking',
  'new/unchanged': 'merge',
  'new/changed': 'merge',
  'new/removed': 'revive-event',
  'new/absent': 'revive-event',
  'new/new': 'merge',
};

/** Pairs without a link. `removed` here: gone before the first sync, and known to have belonged together. */
export const unlinkedTable: Readonly<Partial<Record<PairState, Action>>> = {
  'new/new': 'adopt',
  'new/absent': 'create-event',
  'new/removed': 'edited-here-deleted-there',
  'absent/new': 'create-booking',
  'absent/absent': 'nothing',
  'absent/removed': 'nothing',
  'removed/new': 'deleted-here-edited-there',
  'removed/absent': 'nothing',
  'removed/removed': 'nothing',
};
