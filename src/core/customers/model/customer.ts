/** What a file may say about a customer; null is "nothing said". Times are instants, phones E.164 where certain. */
interface CustomerFields {
  readonly name: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly address: string | null;
  readonly companyName: string | null;
  readonly notes: string | null;
  readonly tags: readonly string[];
  readonly totalLeads: number | null;
  readonly totalBookings: number | null;
  /** Kroner. */
  readonly totalRevenue: number | null;
  readonly lastContactAt: Date | null;
}

/** A customer as a row describes it: one that can be stored. */
export interface CustomerDraft extends CustomerFields {
  /** '': a list of contacts does not say it, and the row is about a customer that RenOS knows. */
  readonly name: string;
  /** The id that RenOS gave it, where the file names one. */
  readonly ref?: string;
  /** What of the notes a column of the file says; see `NotesLine`. */
  readonly notesLines?: readonly string[];
}

/** A customer that RenOS has. */
export interface StoredCustomer extends CustomerDraft {
  readonly id: string;
}

/** A booking as a file describes it. */
export interface BookingDraft {
  readonly start: Date;
  readonly end: Date;
  readonly service: string | null;
  /** null: the file says none of a booking that it names by its id. */
  readonly status: string | null;
  readonly notes: string | null;
  /** The id that RenOS gave it, where the file names one. */
  readonly ref?: string;
}

/** The single-valued fields in the order in which reports and files name them. */
export const plainFields = [
  'name',
  'email',
  'phone',
  'address',
  'companyName',
  'totalLeads',
  'totalBookings',
  'totalRevenue',
  'lastContactAt',
] as const;
export type PlainField = (typeof plainFields)[number];
export type CustomerField = PlainField | 'notes' | 'tags';
