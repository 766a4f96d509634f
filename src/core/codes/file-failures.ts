type Nothing = Readonly<Record<never, never>>;

/** The kind of a file from which customers cannot be read. */
export type FileKind =
  | 'jpeg'
  | 'png'
  | 'gif'
  | 'webp'
  | 'tiff'
  | 'bmp'
  | 'heic'
  | 'film'
  | 'sound'
  | 'pdf'
  | 'postscript'
  | 'sqlite'
  | 'mdb'
  | 'accdb'
  | 'postgres-dump'
  | 'parquet'
  | 'arrow'
  | 'avro'
  | 'zip'
  | 'empty-zip'
  | 'split-zip'
  | 'old-office'
  | 'double-gzip'
  | 'rar'
  | '7z'
  | 'xz'
  | 'bzip2'
  | 'zstandard'
  | 'cab'
  | 'tar'
  | 'property-list'
  | 'shortcut'
  | 'alias'
  | 'pst'
  | 'program'
  | 'archived-program'
  | 'office-lock'
  | 'libreoffice-lock'
  | 'zeros'
  | 'binary'
  | 'calendar'
  | 'excel-2003-xml'
  | 'apple-link'
  | 'web-link-file'
  | 'drive-link'
  | 'sheet-link'
  | 'web-link'
  | 'rtf'
  | 'mailbox'
  | 'mail'
  | 'encrypted'
  | 'sql-dump'
  | 'xml'
  | 'web-table'
  | 'web-page'
  | 'sign-in'
  | 'xlsb'
  | 'docx'
  | 'pptx'
  | 'visio'
  | 'numbers'
  | 'keynote'
  | 'pages'
  | 'odt'
  | 'odp'
  | 'odg'
  | 'odb'
  | 'msg'
  | 'doc'
  | 'ppt'
  | 'xls'
  | 'old-container';

type OfName = {
  readonly name: string;
};

type OfPath = {
  readonly path: string;
};

type OfLine = {
  readonly line: number;
};

type FileRole = 'data' | 'temporary' | 'database' | 'sandbox-address' | 'sandbox';

/** A file or folder that could not be used. */
type OfFile = {
  readonly role: FileRole | null;
  /** null: it is not known. */
  readonly path: string | null;
  readonly code: string;
  /** Settings that select another one, ready to paste. */
  readonly settings: readonly string[];
};

/** Why a file cannot be read. */
type Unreadable = 'folder' | 'absent' | 'unfinished' | 'damaged-gzip' | 'refused';

/** For a file that is not understood: whether another person may see why. */
type Sharable = {
  /** Whether the file is one on this machine. */
  readonly canRedact?: boolean;
};

/** Errors of a whole file. */
export interface FileFailures {
  'disk-full': OfFile;
  'file-unusable': OfFile;
  'file-failed': OfFile;
  'too-many-files': { readonly code: string };
  'file-empty/file': OfName;
  'file-empty/workbook': OfName;
  'encoding-unknown': Nothing;
  'delimiter-unknown': Nothing;
  'not-json': OfName & Sharable;
  'json-incomplete': OfLine & Sharable;
  'json-record-too-long': OfLine & Sharable;
  'json-several-lists': { readonly lists: readonly string[]; readonly jq: string } & Sharable;
  'json-in-columns': Sharable;
  'workbook-too-large': OfName;
  'workbook-locked': OfName;
  'archive-damaged': OfName;
  'archive-too-large': OfName & { readonly megabytes: number };
  'archive-entry': OfName & { readonly why: 'several' | 'none' | 'unknown'; readonly shown: readonly string[] };
  'sheet-unknown': { readonly names: readonly string[] };
  'file-is-url': { readonly kind: 'file' | 'sheet' | 'web' };
  'file-unreadable': { readonly path: string; readonly why: Unreadable; readonly code: string | null };
  'not-text': OfName & { readonly kind: FileKind };
  'file-unwritable/exists': OfPath;
  'file-unwritable/folder': OfPath;
  'file-unwritable/no-folder': OfPath & { readonly folder: string };
  'file-unwritable/full': OfPath;
  'file-unwritable/refused': OfPath & { readonly code: string };
  'rejects-unwritable': OfPath & { readonly code: string };
  'redact-same-file': Nothing;
}
