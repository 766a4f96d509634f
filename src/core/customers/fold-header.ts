/** Folds a header to what counts in it: letters and digits, without case and accents. */
export function foldHeader(header: string): string {
  return header
    .toLowerCase()
    .replaceAll('æ', 'ae')
    .replaceAll('ø', 'oe')
    .replaceAll('å', 'aa')
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]/gu, '');
}
