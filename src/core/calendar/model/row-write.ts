/** An undo's write to a booking's row; the row is left alone if its fingerprint has changed. */
export type RowWrite =
  | { readonly kind: 'remove'; readonly bookingId: string; readonly fingerprint: string }
  /** Columns by name, as JSON of the database. */
  | {
      readonly kind: 'restore';
      readonly bookingId: string;
      readonly fingerprint: string;
      readonly columns: Readonly<Record<string, unknown>>;
    }
  /** The whole row as it was deleted, and its stored data from an import. */
  | {
      readonly kind: 'make-again';
      readonly bookingId: string;
      readonly image: { readonly row: object; readonly imported: object | null };
    };
