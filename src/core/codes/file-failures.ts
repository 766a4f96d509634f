/** What a file is that customers are not read from. */
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

type Nothing = Readonly<Record<never, never>>;

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
  /** What to set to use another one, ready to paste. */
  readonly settings: readonly string[];
};

/** Why a file cannot be read. */
type Unreadable = 'folder' | 'absent' | 'unfinished' | 'damaged-gzip' | 'refused';

/** A file whose content is not understood: somebody else may see why. */
type Sharable = {
  /** Whether the file is one on this machine. */
  readonly canRedact?: boolean;
};

/** What stands where the columns' names are looked for. */
type ColumnsSeen = {
  /** The headers, as messages may name them; null: none of so many fields is known. */
  readonly headers: readonly string[] | null;
  readonly fields: number;
  /** How many more there are. */
  readonly more: number;
  readonly delimiter: string | null;
  readonly near: readonly { readonly header: string; readonly target: string }[];
};

type SortedField = 'name' | 'email' | 'phone' | 'address' | 'notes';

/** What is wrong with a file as a whole, or with its columns. */
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

  'mapping-file/absent': { readonly path: string };
  'mapping-file/not-json': { readonly path: string };
  'mapping-file/refused': { readonly path: string } & { readonly code: string };
  'mapping-file/targets': { readonly path: string } & {
    readonly places: readonly string[];
    readonly targets: readonly string[];
  };
  'mapping-column-missing': {
    readonly absent: readonly string[];
    readonly headers: readonly string[];
    readonly more: number;
  };
  'no-name-column': {
    readonly seen: ColumnsSeen | { readonly line: number; readonly reason: string };
    /** The column that may be meant. */
    readonly header: string | null;
    /** Whether the rows may be about customers that RenOS knows. */
    readonly isOfKnown: boolean;
    /** JSON: the name of a list of objects in a record; null: none is known. */
    readonly list: string | null;
    readonly isJson: boolean;
  } & Sharable;
  'no-header': { readonly cells: number } & Sharable;
  'table-transposed': { readonly fields: readonly string[] } & Sharable;
  'no-customers': { readonly rows: number };
  'most-rows-rejected': { readonly rejected: number; readonly all: number };
  'many-renames': { readonly renamed: number; readonly known: number };
  'many-renames/sorted': { readonly moved: number; readonly known: number; readonly field: SortedField };
}
