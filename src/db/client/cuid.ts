import { randomBytes, randomFillSync } from 'node:crypto';

const alphabet = '0123456789abcdefghijklmnopqrstuvwxyz';
const pairs = Array.from(
  { length: 36 * 36 },
  (_, index) => `${alphabet[Math.trunc(index / 36)]}${alphabet[index % 36]}`,
);
const pool = new Uint32Array(4 * 1024);
let used = pool.length;
let counter = randomBytes(2).readUInt16BE();
let prefix = '';
let prefixTime = 0;

/** An id in the application's form: `c`, the time, a counter and random letters; 25 letters in all, rising with time. */
export function newCuid(now = Date.now()): string {
  if (used + 6 > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  if (now !== prefixTime || prefix === '') {
    prefix = `c${now.toString(36).padStart(8, '0').slice(-8)}`;
    prefixTime = now;
  }
  counter = (counter + 1) % 1_679_616;
  let random = '';
  for (let index = 0; index < 6; index += 1) random += pairs[(pool[used + index] ?? 0) % pairs.length];
  used += 6;
  return `${prefix}${pairs[Math.trunc(counter / pairs.length)]}${pairs[counter % pairs.length]}${random}`;
}
