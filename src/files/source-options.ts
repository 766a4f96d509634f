export type FileFormat = 'csv' | 'json';

export interface CsvOptions {
  readonly encoding?: string | null;
  readonly delimiter?: string | null;
}

/** How to read a file, for everything that its bytes do not show. */
export interface SourceOptions extends CsvOptions {
  readonly format?: FileFormat | null;
  /** Whether to open workbooks and ZIP archives, which unpack to many times their size. Default: false. */
  readonly archives?: boolean;
  /** Their largest size; default: `largeArchives`. */
  readonly archiveLimits?: ArchiveLimits;
  /** Whether to read workbooks in a separate thread, because others wait for this process. */
  readonly isApart?: boolean;
  /** Waits for room to hold a workbook or a ZIP archive in memory; returns a function that frees the room. */
  readonly enterArchive?: (() => Promise<() => void>) | undefined;
  /** The sheet of a workbook, by name or number; null: the one with customers. */
  readonly sheet?: string | null;
  /** The file inside a ZIP archive; null: its only one. */
  readonly entry?: string | null;
}

/** The most bytes of a workbook or a ZIP archive. */
export interface ArchiveLimits {
  /** Packed: it is held in memory. */
  readonly packed: number;
  /** All parts of a workbook, unpacked: a sheet is read as a stream. */
  readonly unpacked: number;
  /** A part that is held in memory: the texts of an .xlsx, a file in a ZIP archive. */
  readonly held: number;
}

const megabyte = 1024 * 1024;
/** A million rows of ten columns take about half of the unpacked limit. */
export const largeArchives: ArchiveLimits = {
  packed: 200 * megabyte,
  unpacked: 1_024 * megabyte,
  held: 160 * megabyte,
};
/** For a server with other requests: a hundred thousand rows take a fifth of it. */
export const smallArchives: ArchiveLimits = { packed: 32 * megabyte, unpacked: 256 * megabyte, held: 40 * megabyte };
