/**
 * A letter of a text, and its spelling in the file: `ø` may be `\u00f8`. A part without meaning, such as the fold of a
 * line, has no letter.
 */
export interface Unit {
  readonly letter: string;
  readonly raw: string;
}

/** The text in the file's spelling, with each replaced letter written like the one before. */
export function rewrite(
  units: readonly Unit[],
  redact: (text: string) => string,
  write: (letter: string, raw: string) => string,
): string {
  const text = units.map(({ letter }) => letter).join('');
  const redacted = redact(text);
  let at = 0;
  return units
    .map(({ letter, raw }) => {
      const now = redacted.slice(at, at + letter.length);
      at += letter.length;
      return now === letter ? raw : write(now, raw);
    })
    .join('');
}

/** The units of a text; a pattern finds those that are written with more than one character. */
export function unitsOf(text: string, written: RegExp, read: (raw: string) => readonly Unit[]): readonly Unit[] {
  const units: Unit[] = [];
  let last = 0;
  const plain = (piece: string) => {
    for (let at = 0; at < piece.length; at += 1) units.push({ letter: piece.charAt(at), raw: piece.charAt(at) });
  };
  for (const { 0: raw, index } of text.matchAll(written)) {
    plain(text.slice(last, index));
    units.push(...read(raw));
    last = index + raw.length;
  }
  plain(text.slice(last));
  return units;
}
