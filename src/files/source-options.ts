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
  /** The sheet of a workbook, by name or number; null: the one that holds customers. */
  readonly sheet?: string | null;
  /** The file inside a ZIP archive; null: its only one. */
  readonly entry?: string | null;
}
