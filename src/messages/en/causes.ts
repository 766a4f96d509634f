import type { NextStep } from '../../core/results/story-result.js';
import type { SyncChange, SyncConflict, SyncFailure, SyncResult } from '../../core/results/sync-result.js';
import type { Action, Voice } from '../voice.js';
import { itemHelps } from './item-help.js';

/** A failed item: its code, and core's sentence. */
export interface FailedItem extends Pick<SyncFailure, 'code'> {
  readonly reason: string;
  /** Absent if the reader already sees its history. */
  readonly bookingId?: string | null;
  readonly eventId?: string | null;
}

/**
 * The reasons for a sync's decision about one item. Core has them in English, which JSON shows too; other languages use
 * the codes.
 */
export const causes = {
  change: ({ reason }: Pick<SyncChange, 'reason' | 'rule'>) => reason,
  next: ({ reason }: Pick<NextStep, 'reason' | 'action' | 'leftAlone'>) => reason,
  conflict: ({ reason }: Pick<SyncConflict, 'code' | 'reason'>) => reason,
  failure: ({ reason }: FailedItem) => reason,
  help: ({ code, help }: FailedItem & { readonly help: string }, say: Voice): Action => itemHelps[code]?.(say) ?? help,
  note: ({ message }: SyncResult['notes'][number]) => message,
};
