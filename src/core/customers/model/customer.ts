/** The values of a customer in a file; null is "not given". Times are instants, phones E.164 if certain. */
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

/** A customer as a row describes it, ready to be stored. */
export interface CustomerDraft extends CustomerFields {
  /** '': a list of contacts has no name, and the row is about a customer that RenOS has. */
  readonly name: string;
  /** RenOS's id of the customer, if the file has it. */
  readonly ref?: string;
  /** The notes' lines from columns of the file; see `NotesLine`. */
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
  /** null: the file has an id for the booking, but no status. */
  readonly status: string | null;
  readonly notes: string | null;
  /** RenOS's id of the booking, if the file has it. */
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
