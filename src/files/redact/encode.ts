import { upperHalf } from '../bytes/old-letters.js';

/** The 27 characters in which Windows-1252 differs from Latin-1, as TextDecoder reads them. */
const windows = new TextDecoder('windows-1252').decode(Uint8Array.from({ length: 128 }, (_, index) => 128 + index));

/** Makes the function that writes text in the encoding in which it was read. */
export function encoderOf(encoding: string): (text: string) => Buffer {
  if (encoding === 'utf-16le') return (text) => Buffer.from(text, 'utf16le');
  if (encoding === 'utf-16be') return (text) => Buffer.from(text, 'utf16le').swap16();
  const upper = encoding === 'windows-1252' ? windows : upperHalf(encoding);
  if (upper === null) return (text) => Buffer.from(text);
  const bytes = new Map([...upper].map((letter, index) => [letter, String.fromCharCode(128 + index)] as const));
  return (text) =>
    Buffer.from([...text].map((letter) => (letter < '\x80' ? letter : (bytes.get(letter) ?? '?'))).join(''), 'latin1');
}
