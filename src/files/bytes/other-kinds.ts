import { InputFileError } from '../../core/errors.js';
import { type OtherKind, textKindOf } from './other-texts.js';

const asCsv = 'In Excel: File → Save as → CSV UTF-8, and import that file.';
const exported = 'Export the customers from the program that made it, as CSV or as a workbook, and import that file.';
const unpacked = 'Unpack it, and import the file inside.';
const written = 'Put the customers into a table, save it as a workbook or CSV, and import that file.';

/** By the bytes with which a file begins, as hexadecimal figures; `..` is any byte. */
const signatures: readonly (readonly [string, string, (readonly string[])?])[] = [
  ['ffd8ff', 'a photo (JPEG)', [written]],
  ['89504e470d0a1a0a', 'a picture (PNG)', [written]],
  ['47494638', 'a picture (GIF)', [written]],
  ['52494646........57454250', 'a picture (WebP)', [written]],
  ['49492a00', 'a picture (TIFF)', [written]],
  ['4d4d002a', 'a picture (TIFF)', [written]],
  ['424d........00000000', 'a picture (BMP)', [written]],
  ['25504446', 'a PDF document', [exported]],
  ['25215053', 'a PostScript document', [exported]],
  ['53514c69746520666f726d6174203300', 'a SQLite database', [exported]],
  ['000100005374616e64617264204a6574204442', 'an Access database (.mdb)', [exported]],
  ['000100005374616e6461726420414345204442', 'an Access database (.accdb)', [exported]],
  ['5047444d50', 'a PostgreSQL dump', [exported]],
  ['5041523115', 'a Parquet file', [exported]],
  ['4152524f5731', 'an Arrow file', [exported]],
  ['4f626a01', 'an Avro file', [exported]],
  ['504b0304', 'an Excel workbook or a ZIP file', [asCsv, 'renos-sync import FILE   # reads workbooks and ZIP files']],
  ['504b0506', 'an empty ZIP file', ['Make it again: nothing was packed into it.']],
  ['504b0708', 'a part of a ZIP file that was split', ['Put its parts together, and import the file inside.']],
  ['d0cf11e0', 'an old Office file, as Excel 97 wrote it', [asCsv]],
  ['1f8b', 'gzip inside gzip', [unpacked]],
  ['526172211a07', 'a RAR archive', [unpacked]],
  ['377abcaf271c', 'a 7z archive', [unpacked]],
  ['fd377a585a00', 'an xz archive', [unpacked]],
  ['425a68..314159265359', 'a bzip2 archive', [unpacked]],
  ['28b52ffd', 'a Zstandard archive', [unpacked]],
  ['4d534346', 'a CAB archive', [unpacked]],
  ['62706c697374', 'a property list of Apple', ['Open it where it was made, and export the customers as CSV.']],
  ['4c0000000114020000000000', 'a Windows shortcut', ['Import the file that it leads to.']],
  ['626f6f6b00000000', 'an alias of macOS', ['Import the file that it leads to.']],
  ['2142444e', 'an Outlook data file (.pst)', ['In Outlook: File → Export → CSV, and import that file.']],
  ['7f454c46', 'a program'],
  ['4d5a9000', 'a program'],
  ['4944330[0-4]', 'a sound'],
  ['4f676753', 'a sound'],
];

/** Throws InputFileError for a file whose first bytes tell that it is something else, saying how a CSV is had of it. */
export function refuseOthers(head: Buffer, name: string): void {
  const found = binaryKindOf(head) ?? textKindOf(head);
  if (found !== null) throw notText(name, found.kind, found.actions);
}

function binaryKindOf(head: Buffer): OtherKind | null {
  const start = head.toString('hex', 0, 32);
  const found = signatures.find(([signature]) => new RegExp(`^${signature}`).test(start));
  if (found !== undefined) return { kind: found[1], actions: found[2] ?? [exported] };
  if (head.toString('latin1', 4, 8) === 'ftyp') {
    const isPhoto = /^(?:hei[cfsx]|hev[cx]|mif1|msf1|avif)/.test(head.toString('latin1', 8, 12));
    return { kind: isPhoto ? 'a photo (HEIC)' : 'a film or a sound', actions: [written] };
  }
  if (head.toString('latin1', 257, 262) === 'ustar') return { kind: 'a tar archive', actions: [unpacked] };
  if (isLockFile(head))
    return {
      kind: 'the lock file that Office keeps beside an open document, and not the document',
      actions: ['Import the file of the same name without ~$ before it.'],
    };
  return head.length > 0 && head.every((byte) => byte === 0)
    ? { kind: 'filled with zeros, so its content is lost', actions: ['Export it again, or take it from a backup.'] }
    : null;
}

/** Office writes the user's name twice: after its length in bytes padded with blanks, and as UTF-16 from byte 54 or 55 on. */
function isLockFile(head: Buffer): boolean {
  const length = head[0] ?? 0;
  if ((head.length !== 165 && head.length !== 162) || length === 0 || length > 53) return false;
  const padding = head.subarray(1 + length, 54);
  return padding.every((byte) => byte === 0x20 || byte === 0) && head.subarray(54, 58).includes(0);
}

export function notText(name: string, kind: string, actions: readonly string[] = [asCsv]): InputFileError {
  return new InputFileError('not-text', `${name} is ${kind}: no customers can be read from it.`, { actions });
}
