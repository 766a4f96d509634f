import { counter, digits } from '../language.js';

const n = counter('en');

/** What every page in HTML says, whatever it shows. */
export const pages = {
  skip: 'Skip to the content',
  madeAt: (moment: string) => `Made ${moment}, Danish time`,
  keepSafe: 'This page holds data about people: send it only to those who may see it.',
  before: 'before',
  after: 'after',
  showAll: (count: number) => `show all ${n(count, 'character', 'characters')}`,
  leftOut: (count: number) => `… and ${n(count, 'more character', 'more characters')}`,
  firstOf: (shown: number, all: number) => `These are the first ${digits('en', shown)} of ${digits('en', all)}.`,
};
