import { randomBytes, randomFillSync } from 'node:crypto';

const alphabet = '0123456789abcdefghijklmnopqrstuvwxyz';
const pool = Buffer.alloc(16 * 1024);
let used = pool.length;
let counter = randomBytes(2).readUInt16BE();

/** An id as the application makes them: `c`, the time, a counter and random letters; 25 in all, rising with time. */
export function newCuid(now = Date.now()): string {
  if (used + 12 > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  counter = (counter + 1) % 1_679_616;
  let random = '';
  for (let index = 0; index < 12; index += 1) random += alphabet[(pool[used + index] ?? 0) % 36];
  used += 12;
  return `c${now.toString(36).padStart(8, '0').slice(-8)}${counter.toString(36).padStart(4, '0')}${random}`;
}
