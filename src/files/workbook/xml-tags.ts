/** A tag with its unparsed attributes, or the text between two tags. */
export type XmlPiece =
  | { readonly kind: 'open' | 'close' | 'empty'; readonly name: string; readonly attributes: string }
  | { readonly kind: 'text'; readonly text: string };

const tag = /<(\/?)([\w.:-]+)((?:[^"'<>]|"[^"<]*"|'[^'<]*')*)>/y;
/** Constructs that are skipped, except the text of the first. */
const others = [
  ['<![CDATA[', ']]>'],
  ['<!--', '-->'],
  ['<?', '?>'],
  ['<!', '>'],
] as const;
/** No tag of a document is longer. */
const longestTag = 1024 * 1024;
const names: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Splits streamed XML into its tags and texts, in little memory. Throws if it is not XML. */
export async function* xmlPieces(chunks: AsyncIterable<Buffer>): AsyncIterable<readonly XmlPiece[]> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of chunks) {
    const pieces: XmlPiece[] = [];
    const text = rest + decoder.decode(chunk, { stream: true });
    rest = text.slice(cut(text, pieces));
    if (rest.length > longestTag) throw new Error('a tag without an end');
    yield pieces;
  }
  if (/[<]/.test(rest)) throw new Error('the document breaks off');
}

/** Adds all complete pieces, and returns the position after them. */
function cut(text: string, pieces: XmlPiece[]): number {
  let at = 0;
  while (at < text.length) {
    const open = text.indexOf('<', at);
    if (open !== at) {
      const end = open < 0 ? withoutHalfEntity(text, at) : open;
      if (end > at) pieces.push({ kind: 'text', text: decodeText(text.slice(at, end)) });
      if (open < 0) return end;
      at = end;
    }
    const other = others.find(([start]) => text.startsWith(start, at));
    // Only the first characters of one of the others may have arrived.
    if (other === undefined && text.length - at < 9 && /^<!?\[?[A-Z-]*$/.test(text.slice(at))) return at;
    if (other !== undefined) {
      const end = text.indexOf(other[1], at + other[0].length);
      if (end < 0) return at;
      if (other[0] === '<![CDATA[') pieces.push({ kind: 'text', text: text.slice(at + 9, end) });
      at = end + other[1].length;
      continue;
    }
    tag.lastIndex = at;
    const found = tag.exec(text);
    if (found === null) {
      if (/^<[^<>]*(?:<|>)/.test(text.slice(at, at + longestTag))) throw new Error('a tag that is none');
      return at;
    }
    const [whole, slash, name = '', attributes = ''] = found;
    const kind = slash === '/' ? 'close' : attributes.endsWith('/') ? 'empty' : 'open';
    pieces.push({ kind, name, attributes });
    at += whole.length;
  }
  return at;
}

/** `&am` may continue in the next piece. */
function withoutHalfEntity(text: string, from: number): number {
  const start = text.lastIndexOf('&');
  return start >= from && text.length - start < 12 && !text.includes(';', start) ? start : text.length;
}

function decodeText(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w{2,4}));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return names[String(name)] ?? whole;
    const code = decimal === undefined ? Number.parseInt(String(hex), 16) : Number(decimal);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

/** The value of an attribute; null: it is absent. */
export function attribute(attributes: string, name: string): string | null {
  const at = attributes.indexOf(`${name}=`);
  if (at <= 0 || !/\s/.test(attributes[at - 1] ?? '')) return null;
  const quote = attributes[at + name.length + 1] ?? '';
  const start = at + name.length + 2;
  const end = attributes.indexOf(quote, start);
  return (quote === '"' || quote === "'") && end >= 0 ? decodeText(attributes.slice(start, end)) : null;
}
