import type { ConflictPolicy, SyncDirection } from '../../src/core/calendar/model/sync-rules.js';
import type { Action, PairState } from '../../src/core/calendar/model/truth-table.js';
import { directions, policies } from './sample-pairs.js';

export type Kind = 'linked' | 'unlinked';
/** One outcome for all policies, or one each: newest, google, database, hold. */
export type Outcome = string | readonly [string, string, string, string];

/**
 * What becomes of a pair, by booking / event: both ways, google-to-db, db-to-google. In short: + create, ~ change,
 * ^ bring back, - delete or cancel, on the (e)vent or the (b)ooking; `=` links or remembers, `.` is nothing, `wait` is
 * left for a two-way run, `hold` for a person, `?` is reported as failure. Where both changed, the booking did so last.
 */
export const rows: readonly (readonly [Kind, PairState, Action, Outcome, Outcome, Outcome])[] = [
  ['linked', 'unchanged/unchanged', 'nothing', '.', '.', '.'],
  ['linked', 'unchanged/changed', 'pull', 'b~', 'b~', 'wait'],
  ['linked', 'unchanged/removed', 'cancel-booking', 'b-', 'b-', 'wait'],
  ['linked', 'unchanged/absent', 'revive-event', 'e^', 'wait', 'e^'],
  ['linked', 'unchanged/new', 'merge', '=', '=', '='],
  ['linked', 'changed/unchanged', 'push', 'e~', 'wait', 'e~'],
  [
    'linked',
    'changed/changed',
    'merge',
    ['e~', 'b~', 'e~', 'hold'],
    ['wait', 'b~', 'wait', 'hold'],
    ['e~', 'wait', 'e~', 'hold'],
  ],
  [
    'linked',
    'changed/removed',
    'edited-here-deleted-there',
    ['e^', 'b-', 'e^', 'hold'],
    ['wait', 'b-', 'wait', 'hold'],
    ['e^', 'wait', 'e^', 'hold'],
  ],
  ['linked', 'changed/absent', 'revive-event', 'e^', 'wait', 'e^'],
  ['linked', 'changed/new', 'merge', 'e~', 'wait', 'e~'],
  ['linked', 'removed/unchanged', 'delete-event', 'e-', 'wait', 'e-'],
  [
    'linked',
    'removed/changed',
    'deleted-here-edited-there',
    ['b^', 'b^', 'e-', 'hold'],
    ['b^', 'b^', 'wait', 'hold'],
    ['wait', 'wait', 'e-', 'hold'],
  ],
  ['linked', 'removed/removed', 'close', '=', '=', '='],
  ['linked', 'removed/absent', 'close', '=', '=', '='],
  [
    'linked',
    'removed/new',
    'deleted-here-edited-there',
    ['b^', 'b^', 'e-', 'hold'],
    ['b^', 'b^', 'wait', 'hold'],
    ['wait', 'wait', 'e-', 'hold'],
  ],
  ['linked', 'absent/unchanged', 'nothing', '.', '.', '.'],
  ['linked', 'absent/changed', 'revive-booking', 'b^', 'b^', 'wait'],
  ['linked', 'absent/removed', 'close', '=', '=', '='],
  ['linked', 'absent/absent', 'nothing', '.', '.', '.'],
  ['linked', 'absent/new', 'revive-booking', 'b^', 'b^', 'wait'],
  ['linked', 'new/unchanged', 'merge', '=', '=', '='],
  ['linked', 'new/changed', 'merge', 'b~', 'b~', 'wait'],
  ['linked', 'new/removed', 'revive-event', 'e^', 'wait', 'e^'],
  ['linked', 'new/absent', 'revive-event', 'e^', 'wait', 'e^'],
  ['linked', 'new/new', 'merge', '=', '=', '='],
  ['unlinked', 'new/new', 'adopt', '=', '=', '='],
  ['unlinked', 'new/absent', 'create-event', 'e+', 'wait', 'e+'],
  [
    'unlinked',
    'new/removed',
    'edited-here-deleted-there',
    ['?', 'b-', 'e^', 'hold'],
    ['?', 'b-', 'wait', 'hold'],
    ['?', 'wait', 'e^', 'hold'],
  ],
  ['unlinked', 'absent/new', 'create-booking', 'b+', 'b+', 'wait'],
  ['unlinked', 'absent/absent', 'nothing', '.', '.', '.'],
  ['unlinked', 'absent/removed', 'nothing', '.', '.', '.'],
  [
    'unlinked',
    'removed/new',
    'deleted-here-edited-there',
    ['?', 'b^', 'e-', 'hold'],
    ['?', 'b^', 'wait', 'hold'],
    ['?', 'wait', 'e-', 'hold'],
  ],
  ['unlinked', 'removed/absent', 'nothing', '.', '.', '.'],
  ['unlinked', 'removed/removed', 'nothing', '.', '.', '.'],
];

export type Row = (typeof rows)[number];

/** What a row says for one direction and policy. */
export function outcomeIn(row: Row, direction: SyncDirection, policy: ConflictPolicy): string {
  const [, , , ...outcomes] = row;
  const outcome = outcomes[directions.indexOf(direction)] ?? '';
  return typeof outcome === 'string' ? outcome : (outcome[policies.indexOf(policy)] ?? '');
}
