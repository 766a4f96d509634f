import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonPieces } from '../../src/reports/json-pieces.js';

test('says what JSON.stringify says', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.oneof(fc.jsonValue(), fc.constant(undefined))), (document) => {
      expect([...jsonPieces(document)].join('')).toBe(`${JSON.stringify(document, null, 2)}\n`);
    }),
  );
});

test('a long list comes in pieces', () => {
  const document = {
    success: true,
    changes: Array.from({ length: 5_000 }, (_, id) => ({ id, text: 'Nøgle\nhos nabo' })),
  };
  const pieces = [...jsonPieces(document)];
  expect(pieces.length).toBeGreaterThan(3);
  expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(70_000);
  expect(JSON.parse(pieces.join(''))).toEqual(document);
});
