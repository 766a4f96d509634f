import { expect, test } from 'vitest';
import { readPersonName } from '../../../../src/core/customers/values/person-name.js';
import { type NameRelation, relateNames } from '../../../../src/core/customers/values/relate-names.js';

const rows: readonly (readonly [one: string, other: string, relation: NameRelation])[] = [
  ['Mette Larsen', 'METTE  LARSEN', 'same'],
  ['Mette Larsen', 'Larsen, Mette', 'same'],
  ['Mette Larsen', 'Larsen Mette', 'same'],
  ['Mette Larsen', 'Fru Mette Larsen', 'same'],
  ['Mette Larsen', 'Mette Larsen (hund)', 'same'],
  ['Søren Ågård', 'Soeren Aagaard', 'same'],
  ['Mette Larsen', 'M. Larsen', 'alike'],
  ['Mette Larsen', 'Mette L.', 'alike'],
  ['Mette Larsen', 'Mette', 'alike'],
  ['Christian Larsen', 'Chr. Larsen', 'alike'],
  ['Mette Larsen', 'Mette Holm Larsen', 'alike'],
  ['Mette H. Larsen', 'Mette Holm Larsen', 'alike'],
  ['Signe Dalgas', 'Signe Dalgas-Holm', 'alike'],
  ['Mette Holm Larsen', 'Larsen, Mette Holm', 'same'],
  ['Mette Holm Larsen', 'Larsen, Mette H.', 'alike'],
  ['Mette Larsen', 'Mette Larson', 'alike'],
  ['Poul Krag', 'Krag Byg ApS v/ Poul Krag', 'same'],
  ['Nordisk Lys A/S', 'Nordisk Lys', 'same'],
  ['Krag Byg ApS', 'KRAG BYG', 'same'],
  ['Robert Larsen', 'Bob Larsen', 'doubtful'],
  ['Alexander Larsen', 'Alex Larsen', 'doubtful'],
  ['Mette Larsen', 'Mete Larsen', 'doubtful'],
  ['Mette Larsen', 'Mette Holm', 'doubtful'],
  ['Hans Peter Larsen', 'Hans Ole Larsen', 'doubtful'],
  ['Anne Mette Larsen', 'Mette Larsen', 'doubtful'],
  ['Mette & Peter Larsen', 'Mette Larsen', 'doubtful'],
  ['Mette og Peter Larsen', 'Peter Larsen', 'doubtful'],
  ['Jens Hansen', 'Jens Hansen jr.', 'doubtful'],
  ['Krag Byg ApS', 'Krag Byg ApS v/ Poul Krag', 'doubtful'],
  ['Brande Bio', 'Otto Fynsk, Brande Bio', 'doubtful'],
  ['Mette & Peter Larsen', 'Peter & Mette Larsen', 'same'],
  ['Mette Larsen', 'Peter Larsen', 'different'],
  ['Anna Fyn', 'Bent Fyn', 'different'],
  ['Anna Fynbo Larsen', 'Bent Larsen', 'different'],
  ['Mette Larsen', 'P. Larsen', 'different'],
  ['Jan Larsen', 'Lone Larsen', 'different'],
  ['Jens Hansen sr.', 'Jens Hansen jr.', 'different'],
  ['Brande Bio', 'Lone Ravn (Brande Bio)', 'different'],
  ['Bolig Nord v/ Ane Lys', 'Bolig Nord v/ Bo Holm', 'different'],
  ['Nordisk Lys A/S', 'Nordisk Byg A/S', 'different'],
  ['Mormor', 'Inger Friis', 'different'],
];

test.each(rows)('%s and %s are %s', (one, other, relation) => {
  expect(relateNames(readPersonName(one), readPersonName(other))).toBe(relation);
  expect(relateNames(readPersonName(other), readPersonName(one))).toBe(relation);
});

test.each(['', '?', '&', ',', 'ApS', 'v/ ', '( )', '&&', 'og', '李小龍', 'x'.repeat(10_000)])(
  'takes %j apart and compares it with any name',
  (name) => {
    expect(['different', 'doubtful']).toContain(relateNames(readPersonName(name), readPersonName('Mette Larsen')));
  },
);
