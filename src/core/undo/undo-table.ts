import type { Deed } from './undo-model.js';

/** How an item stands to what a run left behind. */
export type Standing = 'as-left' | 'as-before' | 'changed' | 'in-use' | 'there' | 'gone';
type UndoAction = 'remove' | 'restore' | 'make-again' | 'keep' | 'nothing';

/** How undo decides: what the run did to an item, or to a field of it, and how that stands now. */
export const undoTable: Readonly<Partial<Record<`${Deed['did']}/${Standing}`, UndoAction>>> = {
  'created/as-left': 'remove',
  'created/changed': 'keep',
  'created/in-use': 'keep',
  'created/gone': 'nothing',
  'changed/as-left': 'restore',
  'changed/as-before': 'nothing',
  'changed/changed': 'keep',
  'changed/gone': 'keep',
  'removed/gone': 'make-again',
  'removed/there': 'nothing',
};
