import type { plans as english } from '../en/plans.js';
import { counter } from '../language.js';

const n = counter('da');

export const plans: typeof english = {
  saved: (file, items) => `Planen (${n(items, 'punkt', 'punkter')}) er gemt. Den udføres med: renos-sync apply ${file}`,
  notSaved: 'Ingen plan er gemt, da den afvises.',
  of: (id, madeAt, items) => `Plan ${id} fra ${madeAt}, ${n(items, 'punkt', 'punkter')}.`,
  nothing: 'Der er intet at gøre.',
  doneBefore: (count) => `${n(count, 'punkt er', 'punkter er')} allerede som planlagt.`,
  moved: (count) => `${n(count, 'punkt', 'punkter')} har ændret sig, siden planen blev lavet, og er ikke udført:`,
  reasons: {
    'changed-since': 'ændret, og nu ville der blive gjort noget andet',
    'no-longer-planned': 'nu ville der intet blive gjort',
    'changed-meanwhile': 'ændret, mens planen blev udført',
  },
  line: (line) => `linje ${line}`,
  undo: (id) => `For at fortryde det: renos-sync undo ${id}`,
  calendarLater: 'Nye bookinger kommer i kalenderen ved næste synkronisering.',
};
