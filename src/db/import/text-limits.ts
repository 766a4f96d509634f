import { sql } from 'drizzle-orm';
import type { TextLimits } from '../../core/customers/read/text-limits.js';
import { type Orm, rowOf } from '../client/database.js';

/** PostgreSQL's single-byte encodings, by the names that decoders use. */
const decoders: Readonly<Record<string, string>> = {
  LATIN2: 'iso-8859-2',
  LATIN3: 'iso-8859-3',
  LATIN4: 'iso-8859-4',
  LATIN5: 'windows-1254',
  LATIN6: 'iso-8859-10',
  LATIN7: 'iso-8859-13',
  LATIN8: 'iso-8859-14',
  LATIN9: 'iso-8859-15',
  LATIN10: 'iso-8859-16',
  ISO_8859_5: 'iso-8859-5',
  ISO_8859_6: 'iso-8859-6',
  ISO_8859_7: 'iso-8859-7',
  ISO_8859_8: 'iso-8859-8',
  KOI8R: 'koi8-r',
  KOI8U: 'koi8-u',
  WIN866: 'ibm866',
  WIN874: 'windows-874',
  WIN1250: 'windows-1250',
  WIN1251: 'windows-1251',
  WIN1253: 'windows-1253',
  WIN1254: 'windows-1254',
  WIN1255: 'windows-1255',
  WIN1256: 'windows-1256',
  WIN1257: 'windows-1257',
  WIN1258: 'windows-1258',
};

/** Its multi-byte encodings for which decoders have other tables. */
const wide: ReadonlySet<string> = new Set(['EUC_JP', 'EUC_JIS_2004', 'EUC_KR', 'EUC_CN', 'EUC_TW']);

/** The letters that the database's encoding cannot store; null if it stores every letter, or is unknown to us. */
export async function readTextLimits(orm: Orm): Promise<TextLimits | null> {
  const { encoding } = await rowOf<{ encoding: string }>(
    orm,
    sql`select current_setting('server_encoding') as encoding`,
  );
  const letters = wide.has(encoding) ? await askLetters(orm) : lettersOf(encoding);
  if (letters === null) return null;
  const isUnstorable = (letter: string) => letter > '\u007f' && !letters.has(letter);
  return {
    findUnstorable: (text) => {
      const letter = [...text].find(isUnstorable);
      if (letter === undefined) return null;
      const number = (letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
      return { letter: `U+${number}`, encoding };
    },
    withoutUnstorable: (text) => [...text].map((letter) => (isUnstorable(letter) ? '?' : letter)).join(''),
  };
}

/** The letters beside ASCII that the server itself can convert: checking all of them takes about a second. */
function askLetters(orm: Orm): Promise<ReadonlySet<string>> {
  // A setting of the transaction carries the result out of the block, so no function has to be created.
  return orm.transaction(async (tx) => {
    await tx.execute(sql`do $$
      declare
        code int;
        held int[] := '{}';
      begin
        foreach code in array array(select generate_series(160, 65535) union all
          select generate_series(131072, 173791) where getdatabaseencoding() in ('EUC_TW', 'EUC_JIS_2004')) loop
          begin
            perform convert(case when code < 2048 then set_byte(set_byte(decode('0000', 'hex'), 0, 192 + code / 64), 1, 128 + code % 64)
              when code < 65536 then set_byte(set_byte(set_byte(decode('000000', 'hex'), 0, 224 + code / 4096), 1, 128 + code / 64 % 64), 2, 128 + code % 64)
              else set_byte(set_byte(set_byte(set_byte(decode('00000000', 'hex'), 0, 240 + code / 262144), 1, 128 + code / 4096 % 64), 2, 128 + code / 64 % 64), 3, 128 + code % 64)
              end, 'UTF8', getdatabaseencoding());
            held := held || code;
          exception when others then null;
          end;
        end loop;
        perform set_config('renos_sync.letters', array_to_string(held, ' '), true);
      end $$`);
    const { letters } = await rowOf<{ letters: string }>(
      tx,
      sql`select current_setting('renos_sync.letters') as letters`,
    );
    return new Set(letters.split(' ').map((code) => String.fromCodePoint(Number(code))));
  });
}

/** Letters that Windows-1252 has in place of Latin-1's control characters. */
const windowsOnly = '€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ';

function upperLatin1(): readonly string[] {
  return Array.from({ length: 96 }, (_, index) => String.fromCharCode(160 + index));
}

/** The letters beside ASCII. */
function lettersOf(encoding: string): ReadonlySet<string> | null {
  const bytes = Uint8Array.from({ length: 128 }, (_, index) => 128 + index);
  // For a decoder both are Windows-1252, and Node 20 decodes that as Latin-1.
  if (encoding === 'LATIN1') return new Set([...bytes].map((byte) => String.fromCharCode(byte)));
  if (encoding === 'WIN1252') return new Set([...upperLatin1(), ...windowsOnly]);
  const decoder = decoders[encoding];
  if (decoder === undefined) return null;
  return new Set([...new TextDecoder(decoder).decode(bytes)].filter((letter) => letter !== '\ufffd'));
}
