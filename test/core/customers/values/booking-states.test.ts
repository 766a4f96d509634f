import { expect, test } from 'vitest';
import { stateNamed } from '../../../../src/core/customers/values/booking-states.js';

test.each([
  ['Upcoming', 'scheduled'],
  ['Booked', 'scheduled'],
  ['Planlagt', 'scheduled'],
  ['Aflyst', 'cancelled'],
  ['Canceled', 'cancelled'],
  ['Annulleret', 'cancelled'],
  ['Afbestilt', 'cancelled'],
  ['aflyst af kunden', 'cancelled'],
  ['Cancelled - no charge', 'cancelled'],
  ['No-show', 'no_show'],
  ['no show', 'no_show'],
  ['Udført', 'completed'],
  ['Fakturet', 'completed'],
  ['true', null],
  ['noget andet', null],
])('%s is %s', (word, state) => {
  expect(stateNamed(word)).toBe(state);
});
