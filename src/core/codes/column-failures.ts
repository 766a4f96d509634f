/** For a file that is not understood: whether another person may see why. */
type Sharable = {
  /** Whether the file is one on this machine. */
  readonly canRedact?: boolean;
};

/** The columns found in a file. */
type ColumnsSeen = {
  /** The headers, safe to show; null: too many fields, and none is known. */
  readonly headers: readonly string[] | null;
  readonly fields: number;
  /** How many more there are. */
  readonly more: number;
  readonly delimiter: string | null;
  readonly near: readonly { readonly header: string; readonly target: string }[];
};

type SortedField = 'name' | 'email' | 'phone' | 'address' | 'notes';

/** Errors of a file's columns, or of all its rows. */
export interface ColumnFailures {
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
