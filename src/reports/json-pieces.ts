const enough = 65_536;

/**
 * A document as `JSON.stringify(document, null, 2)` writes it, with a line end, in pieces: its long lists (ten thousand
 * changes) are never in memory as one text.
 */
export function* jsonPieces(document: object): Generator<string> {
  let piece = '';
  for (const part of parts(document)) {
    piece += part;
    if (piece.length < enough) continue;
    yield piece;
    piece = '';
  }
  yield `${piece}\n`;
}

function* parts(document: object): Generator<string> {
  if (Array.isArray(document) || 'toJSON' in document) return yield JSON.stringify(document, null, 2);
  let before = '{';
  for (const [key, value] of Object.entries(document)) {
    if (value === undefined) continue;
    yield `${before}\n  ${JSON.stringify(key)}: `;
    yield* Array.isArray(value) && value.length > 0 ? list(value) : [indented(value, '  ')];
    before = ',';
  }
  yield before === '{' ? '{}' : '\n}';
}

function* list(items: readonly unknown[]): Generator<string> {
  let before = '[';
  for (const item of items) {
    yield `${before}\n    ${indented(item ?? null, '    ')}`;
    before = ',';
  }
  yield '\n  ]';
}

function indented(value: unknown, indent: string): string {
  return JSON.stringify(value, null, 2).replaceAll('\n', `\n${indent}`);
}
