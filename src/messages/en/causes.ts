import type { NextStep } from '../../core/results/story-result.js';
import type { SyncChange, SyncConflict, SyncResult } from '../../core/results/sync-result.js';
import type { UndoResult } from '../../core/results/undo-result.js';
import { type FailedItem, helpOf } from './item-help.js';

/**
 * The reasons for a sync's decision about one item. Core has them in English, which JSON shows too; other languages use
 * the codes.
 */
export const causes = {
  change: ({ reason }: Pick<SyncChange, 'reason' | 'rule'>) => reason,
  next: ({ reason }: Pick<NextStep, 'reason' | 'action' | 'leftAlone'>) => reason,
  conflict: ({ reason }: Pick<SyncConflict, 'code' | 'reason'>) => reason,
  failure: ({ reason }: FailedItem & { readonly reason: string }) => reason,
  help: helpOf,
  undone: ({ message }: UndoResult['errors'][number]) => message,
  note: ({ message }: SyncResult['notes'][number]) => message,
};
