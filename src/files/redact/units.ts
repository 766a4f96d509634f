/** A letter of a text, and how the file writes it: `ø` may be `\u00f8`. What says nothing, as the fold of a line, has no letter. */
export interface Unit {
  readonly letter: string;
  readonly raw: string;
}

/** The text as the file writes it, with each replaced letter written like the one before. */
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

/** The units of a text in which a pattern finds what is written in more than one character. */
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
