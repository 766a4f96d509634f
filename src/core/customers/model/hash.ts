/** FNV-1a over UTF-16 units, as a signed 32-bit number; `from` and `to` are as of `slice`. */
export function hashOf(text: string, seed = 0, from = 0, to: number = text.length): number {
  let hash = 0x811c9dc5 ^ seed;
  const start = from < 0 ? Math.max(0, text.length + from) : from;
  const end = to < 0 ? text.length + to : to;
  for (let index = start; index < end; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash | 0;
}
