export type FileFormat = 'csv' | 'json';

export interface CsvOptions {
  readonly encoding?: string | null;
  readonly delimiter?: string | null;
}

/** How a file is to be read, as far as its bytes do not tell. */
export interface SourceOptions extends CsvOptions {
  readonly format?: FileFormat | null;
  /** Whether workbooks and ZIP archives are opened: they unpack to many times their size. False by default. */
  readonly archives?: boolean;
  /** How large they may be; default: `largeArchives`. */
  readonly archiveLimits?: ArchiveLimits;
  /** Whether workbooks are read in a thread of their own, beside others that wait for this process. */
  readonly isApart?: boolean;
  /** Waits for room to hold a workbook or a ZIP archive in memory; gives what is to be called when it is closed. */
  readonly enterArchive?: (() => Promise<() => void>) | undefined;
  /** The sheet of a workbook, by name or number; null: the one that holds customers. */
  readonly sheet?: string | null;
  /** The file inside a ZIP archive; null: its only one. */
  readonly entry?: string | null;
}

/** Bytes that a workbook or a ZIP archive may take. */
export interface ArchiveLimits {
  /** As it comes: it is held in memory. */
  readonly packed: number;
  /** All parts of a workbook, unpacked: a sheet is read as a stream. */
  readonly unpacked: number;
  /** A part that is held whole: the texts of an .xlsx, a file in a ZIP archive. */
  readonly held: number;
}

const megabyte = 1024 * 1024;
/** A million rows of ten columns take about half of what may be unpacked. */
export const largeArchives: ArchiveLimits = {
  packed: 200 * megabyte,
  unpacked: 1_024 * megabyte,
  held: 160 * megabyte,
};
/** Beside requests of others: a hundred thousand rows take a fifth of it. */
export const smallArchives: ArchiveLimits = { packed: 32 * megabyte, unpacked: 256 * megabyte, held: 40 * megabyte };
