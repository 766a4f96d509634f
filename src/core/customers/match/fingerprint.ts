import type { Cell } from '../model/source.js';

/** 64 bits in two halves. */
export interface Fingerprint {
  readonly upper: number;
  readonly lower: number;
}

/** Combines two fingerprints into one. */
export function cross(one: Fingerprint, other: Fingerprint): Fingerprint {
  return { upper: one.upper ^ other.upper, lower: one.lower ^ other.lower };
}

/** A fingerprint of a record's cells, each with its type. */
export function fingerprintOfCells(cells: readonly Cell[]): Fingerprint {
  let upper = 0x811c9dc5;
  let lower = 0x2f0b4c47;
  for (const cell of cells) {
    const text = typeof cell === 'string' ? cell : `\u0000${JSON.stringify(cell)}`;
    for (let index = 0; index < text.length; index += 1) {
      const code = text.charCodeAt(index);
      upper = Math.imul(((upper << 13) | (upper >>> 19)) ^ code, 0x9e3779b1);
      lower = Math.imul(((lower << 11) | (lower >>> 21)) ^ code, 0x85ebca77);
    }
    upper = Math.imul(upper ^ 0x10000, 0xc2b2ae3d);
    lower = Math.imul(lower ^ 0x20000, 0x27d4eb2f);
  }
  return { upper: mix(upper), lower: mix(lower) };
}

function mix(half: number): number {
  const mixed = Math.imul(half ^ (half >>> 16), 0x7feb352d);
  return mixed ^ (mixed >>> 15);
}
