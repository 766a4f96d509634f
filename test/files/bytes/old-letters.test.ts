import { expect, test } from 'vitest';
import { decodeBytes } from '../../../src/files/bytes/old-letters.js';
import { encoderOf } from '../../../src/files/redact/encode.js';

test('the 27 characters of Windows-1252 that Latin-1 has not are read, and written again as they were', () => {
  const bytes = Buffer.from([0x80, 0x96, 0x92, 0xe6]);
  expect(decodeBytes('windows-1252', bytes)).toBe('€–’æ');
  expect(encoderOf('windows-1252')('€–’æ').equals(bytes)).toBe(true);
});
