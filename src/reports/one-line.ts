const longest = 60;

/** A value as one quoted line that cannot steer the terminal; nothing is `(nothing)`. */
export function oneLine(value: string | null): string {
  if (value === null) return '(nothing)';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what must not reach the terminal
  const line = value.replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ');
  return JSON.stringify(line.length > longest ? `${line.slice(0, longest - 1)}…` : line);
}
