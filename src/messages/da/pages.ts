import type { pages as english } from '../en/pages.js';
import { counter, digits } from '../language.js';

const n = counter('da');

export const pages: typeof english = {
  skip: 'Gå til indholdet',
  madeAt: (moment) => `Lavet ${moment}, dansk tid`,
  keepSafe: 'Siden indeholder oplysninger om personer: send den kun til dem, der må se dem.',
  before: 'før',
  after: 'efter',
  showAll: (count) => `vis alle ${n(count, 'tegn', 'tegn')}`,
  leftOut: (count) => `… og ${n(count, 'tegn', 'tegn')} mere`,
  firstOf: (shown, all) => `Her er de første ${digits('da', shown)} af ${digits('da', all)}.`,
};
