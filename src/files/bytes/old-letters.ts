/** Encodings from before UTF-8 that are distinguished from Windows-1252 by their letters: Excel for Mac's CSV, and DOS's. */
const candidates = ['windows-1252', 'cp850', 'macintosh'] as const;
type Candidate = (typeof candidates)[number];

/** The letters 0x80 to 0xff of DOS in Denmark and its neighbours; TextDecoder does not have them. */
const cp850 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00ad±‗¾¶§÷¸°¨·¹³²■\u00a0';

/** The characters of the bytes from 0x80 on, for a single-byte encoding; null for any other. */
export function upperHalf(encoding: string): string | null {
  if (encoding === 'cp850') return cp850;
  if (!/^(windows-(125\d|874)|iso-8859-\d+|macintosh|x-mac-cyrillic|ibm866|koi8-[ru])$/.test(encoding)) return null;
  return decodeBytes(
    encoding,
    Uint8Array.from({ length: 128 }, (_, index) => 128 + index),
  );
}

/** Decodes bytes as text. Node 20 reads Windows-1252 as Latin-1, unless more bytes may follow. */
export function decodeBytes(encoding: string, bytes: Uint8Array): string {
  const decoder = new TextDecoder(encoding);
  return decoder.decode(bytes, { stream: true }) + decoder.decode();
}

/** The same of an encoding that a file names; UTF-8 if it names none that is known. */
export function decodeNamed(encoding: string, bytes: Uint8Array): string {
  try {
    return decodeBytes(encoding, bytes);
  } catch {
    return new TextDecoder().decode(bytes);
  }
}

export interface Guess {
  readonly encoding: Candidate;
  /** Whether the letters leave no doubt; a doubtful result should be reported. */
  readonly isCertain: boolean;
  /** The position of the first word that is not a word in Windows-1252. */
  readonly at: number | null;
}

const word = /[A-Za-z\x80-\xff]{2,}/g;
const cased = /^(?:\p{Lu}?\p{Ll}+|\p{Lu}+)$/u;
const nordic = /^[A-Za-zæøåéüöäèÆØÅÉÜÖÄ]+$/;
/** In Windows-1252 these are ‘ ’ ”: at the start or end of a word they prove nothing, and inside it little. */
const quoted = /^[\x91\x92\x94]|[\x91\x92\x94]$/;
const quotation = /[\x91\x92\x94]/g;
const enough = 3;
const sampled = 2_000;

/** Finds the encoding of bytes that are not UTF-8: the one in which their words are words. */
export class OldLetters {
  readonly #tables = candidates.map((encoding) => [encoding, upperHalf(encoding) ?? ''] as const);
  readonly #score: Record<Candidate, number> = { 'windows-1252': 0, cp850: 0, macintosh: 0 };
  readonly #words: Record<Candidate, number> = { 'windows-1252': 0, cp850: 0, macintosh: 0 };
  readonly #first: Partial<Record<Candidate, number>> = {};
  #all = 0;

  /** Bytes that begin at this position of the file. */
  read(chunk: Buffer, place: number): void {
    if (this.#all >= sampled) return;
    for (const { 0: found, index } of chunk.latin1Slice(0, chunk.length).matchAll(word)) {
      if (!/[\x80-\xff]/.test(found) || quoted.test(found)) continue;
      this.#all += 1;
      const usual = this.#words['windows-1252'];
      for (const [encoding, table] of this.#tables)
        if (this.#weigh(found, encoding, table) && this.#words['windows-1252'] === usual)
          this.#first[encoding] ??= place + index;
    }
  }

  /** Whether it is a word in that encoding. */
  #weigh(found: string, encoding: Candidate, table: string): boolean {
    const text = found.replace(/[\x80-\xff]/g, (byte) => table[byte.charCodeAt(0) - 128] ?? byte);
    if (!cased.test(text) || !nordic.test(text)) return false;
    this.#words[encoding] += 1;
    const inside = found.slice(1, -1);
    if (/[\x80-\xff]/.test(inside.replace(quotation, ''))) this.#score[encoding] += enough;
    else if (/[\x91\x94]/.test(inside)) this.#score[encoding] += 1;
    return true;
  }

  /** Windows-1252, unless nothing is a word in it and most of it is in another. */
  guess(): Guess {
    const usual = { encoding: 'windows-1252', isCertain: true, at: null } as const;
    const words = this.#words;
    const other = words.cp850 > words.macintosh ? 'cp850' : 'macintosh';
    if (words[other] <= words['windows-1252'] || words[other] * 2 < this.#all) return usual;
    const isMost = words[other] * 10 >= this.#all * 9 && words['windows-1252'] === 0;
    return { encoding: other, isCertain: isMost && this.#score[other] >= enough, at: this.#first[other] ?? null };
  }
}
