export interface OutcomeCounts {
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly skipped: number;
  readonly rejected: number;
}

/** A row of a finding: its number, its line, and its customer's name. */
export interface FoundRow {
  readonly seq: number;
  readonly line: number;
  readonly name: string | null;
}

/** How many rows of a file a finding has, and the first of them. */
export interface RowsFound {
  readonly count: number;
  readonly first: FoundRow | null;
}

export interface BookingForecast {
  readonly toCreate: number;
  /** Bookings whose id is in the file, with other values than RenOS has. */
  readonly toChange: number;
  readonly known: number;
  /** New bookings that overlap another one. */
  readonly overlaps: RowsFound;
  /** Bookings whose id is in the file, and that belong to another customer. */
  readonly others: RowsFound;
}
