import type { PastChange } from './undo-model.js';

/** The present state of an item, compared with the state that a run left. */
export type ItemState = 'as-left' | 'as-before' | 'changed' | 'in-use' | 'there' | 'gone';
type UndoAction = 'remove' | 'restore' | 'make-again' | 'keep' | 'nothing';

/** How undo decides: by the run's change of an item, or of its field, and the present state. */
export const undoTable: Readonly<Partial<Record<`${PastChange['did']}/${ItemState}`, UndoAction>>> = {
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
