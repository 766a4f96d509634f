/** What an undo does to a booking's row; the row is left alone when it says something else than its fingerprint tells. */
export type RowWrite =
  | { readonly kind: 'remove'; readonly bookingId: string; readonly fingerprint: string }
  /** Columns by name, as JSON of the database. */
  | {
      readonly kind: 'restore';
      readonly bookingId: string;
      readonly fingerprint: string;
      readonly columns: Readonly<Record<string, unknown>>;
    }
  /** The whole row, as it was removed, and what was remembered of it as an import's. */
  | {
      readonly kind: 'make-again';
      readonly bookingId: string;
      readonly image: { readonly row: object; readonly imported: object | null };
    };
