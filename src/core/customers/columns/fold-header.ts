import { normalized } from '../values/clean-text.js';

/** Folds a header to what counts in it: letters and digits, without case and accents. */
export function foldHeader(header: string): string {
  const lower = header.toLowerCase().replaceAll('æ', 'ae').replaceAll('ø', 'oe').replaceAll('å', 'aa');
  return normalized(lower, 'NFKD').replace(/[^\p{L}\p{N}]/gu, '');
}
