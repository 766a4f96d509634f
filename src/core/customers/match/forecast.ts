export interface OutcomeCounts {
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly skipped: number;
  readonly rejected: number;
}

/** A row that something is said of: its number, its line, and what its customer is called. */
export interface FoundRow {
  readonly seq: number;
  readonly line: number;
  readonly name: string | null;
}

/** How many rows of a file something is said of, and the first of them. */
export interface RowsFound {
  readonly count: number;
  readonly first: FoundRow | null;
}

export interface BookingForecast {
  readonly toCreate: number;
  /** Those whose id the file names, and of which it says something else than RenOS. */
  readonly toChange: number;
  readonly known: number;
  /** New bookings that overlap another one. */
  readonly overlaps: RowsFound;
  /** Bookings whose id the file names, and which are another customer's. */
  readonly others: RowsFound;
}
