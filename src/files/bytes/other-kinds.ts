import type { FileKind } from '../../core/codes/file-failures.js';
import { InputFileError, saying } from '../../core/errors.js';
import { textKindOf } from './other-texts.js';

/** By the first bytes of a file, as hexadecimal figures; `..` is any byte. */
const signatures: readonly (readonly [string, FileKind])[] = [
  ['ffd8ff', 'jpeg'],
  ['89504e470d0a1a0a', 'png'],
  ['47494638', 'gif'],
  ['52494646........57454250', 'webp'],
  ['49492a00', 'tiff'],
  ['4d4d002a', 'tiff'],
  ['424d........00000000', 'bmp'],
  ['25504446', 'pdf'],
  ['25215053', 'postscript'],
  ['53514c69746520666f726d6174203300', 'sqlite'],
  ['000100005374616e64617264204a6574204442', 'mdb'],
  ['000100005374616e6461726420414345204442', 'accdb'],
  ['5047444d50', 'postgres-dump'],
  ['5041523115', 'parquet'],
  ['4152524f5731', 'arrow'],
  ['4f626a01', 'avro'],
  ['504b0304', 'zip'],
  ['504b0506', 'empty-zip'],
  ['504b0708', 'split-zip'],
  ['d0cf11e0', 'old-office'],
  ['1f8b', 'double-gzip'],
  ['526172211a07', 'rar'],
  ['377abcaf271c', '7z'],
  ['fd377a585a00', 'xz'],
  ['425a68..314159265359', 'bzip2'],
  ['28b52ffd', 'zstandard'],
  ['4d534346', 'cab'],
  ['62706c697374', 'property-list'],
  ['4c0000000114020000000000', 'shortcut'],
  ['626f6f6b00000000', 'alias'],
  ['2142444e', 'pst'],
  ['7f454c46', 'program'],
  ['4d5a9000', 'program'],
  ['4944330[0-4]', 'sound'],
  ['4f676753', 'sound'],
];

/** Throws InputFileError for a file whose first bytes show another kind, and says how to get a CSV from it. */
export function refuseOthers(head: Buffer, name: string): void {
  const kind = binaryKindOf(head) ?? textKindOf(head);
  if (kind !== null) throw notText(name, kind);
}

function binaryKindOf(head: Buffer): FileKind | null {
  const start = head.toString('hex', 0, 32);
  const found = signatures.find(([signature]) => new RegExp(`^${signature}`).test(start));
  if (found !== undefined) return found[1];
  if (head.toString('latin1', 4, 8) === 'ftyp') {
    const isPhoto = /^(?:hei[cfsx]|hev[cx]|mif1|msf1|avif)/.test(head.toString('latin1', 8, 12));
    return isPhoto ? 'heic' : 'film';
  }
  if (head.toString('latin1', 257, 262) === 'ustar') return 'tar';
  if (isLockFile(head)) return 'office-lock';
  return head.length > 0 && head.every((byte) => byte === 0) ? 'zeros' : null;
}

/** Office writes the user's name twice: after its length in bytes padded with blanks, and as UTF-16 from byte 54 or 55 on. */
function isLockFile(head: Buffer): boolean {
  const length = head[0] ?? 0;
  if ((head.length !== 165 && head.length !== 162) || length === 0 || length > 53) return false;
  const padding = head.subarray(1 + length, 54);
  return padding.every((byte) => byte === 0x20 || byte === 0) && head.subarray(54, 58).includes(0);
}

export function notText(name: string, kind: FileKind): InputFileError {
  return new InputFileError(saying('not-text', { name, kind }));
}
