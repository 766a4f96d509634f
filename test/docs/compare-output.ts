import { isPresent } from './page-time.js';

const ids = /c_[0-9a-f]{64}(?=@)|(?<![+\w.])(?:[0-9a-f]{10}|c[0-9a-z]{24}|[0-9a-v]{26,})(?![\w@])/g;

/** A day, and the time behind it, in English and in Danish. */
const moments =
  /\b(?:(\d{4}-\d{2}-\d{2})(?:[ T]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?)?|(\d{2})\.(\d{2})\.(\d{4})(?: \d{2}\.\d{2})?)(?!\d)/g;

/** The ids that a page shows, and what they are in this run. */
export type Ids = Map<string, string>;

/**
 * What a page's output and the program's are compared by. These differ from run to run, and count as equal:
 * ids (the same one must stand in the same places), moments of the day of reading, milliseconds and seconds that
 * something took, and how many spaces are between two columns. All else must be the same, letter for letter.
 */
export function comparable(text: string): readonly string[] {
  const lines = text
    .replace(moments, (moment, iso: string | undefined, date: string, month: string, year: string) =>
      isPresent(iso ?? `${year}-${month}-${date}`) ? 'NOW' : moment,
    )
    .replace(/\b\d+(?:[.,]\d+)? (?:ms|s|min)\b/g, 'TIME')
    .split('\n')
    .map((line) => line.trimEnd().replace(/(?<=\S) {2,}/g, '  '));
  while (lines.at(-1) === '') lines.pop();
  return lines;
}

/** Puts the ids of this run in place of a page's, also where only the beginning of one is typed. */
export function withIds(line: string, known: Ids): string {
  let text = line;
  for (const [shown, actual] of known) {
    text = text.replaceAll(shown, actual);
    for (const length of [8, 6, 4])
      text = text.replaceAll(
        new RegExp(`(?<![\\w-])${shown.slice(0, length)}(?![\\w-])`, 'g'),
        actual.slice(0, length),
      );
  }
  return text;
}

/** Learns which id of this run stands where a page shows one. Whether they are the same ones in the same places. */
export function learnIds(shown: string, printed: string, known: Ids): boolean {
  const [before, now] = [shown.match(ids) ?? [], printed.match(ids) ?? []];
  let isSame = before.length === now.length;
  for (const [index, id] of before.entries()) {
    const one = now[index];
    if (one !== undefined && !known.has(id)) known.set(id, one);
    if (known.get(id) !== one) isSame = false;
  }
  return isSame;
}

/** What is printed, with the ids that the page has for those of this run. */
export function withPageIds(printed: string, known: Ids): string {
  const shown = new Map([...known].map(([before, now]) => [now, before]));
  return printed.replace(ids, (id) => {
    if (!shown.has(id)) known.set(id, id);
    return shown.get(id) ?? id;
  });
}

/** An output without its ids, to be compared once they are learned. */
export const withoutIds = (text: string) => text.replace(ids, 'ID');
