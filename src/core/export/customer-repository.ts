import type { StoredCustomer } from '../customers/model/customer.js';
import type { CustomerStatistics } from '../results/export-result.js';

export interface ExportedCustomer extends StoredCustomer {
  readonly status: string;
  readonly createdAt: Date;
}

/** Which customers or bookings are wanted; all that is said must be so. */
export interface ExportFilter {
  readonly ids: readonly string[] | null;
  /** Any of these, in any case. */
  readonly tags: readonly string[] | null;
  readonly statuses: readonly string[] | null;
  /** Customers made, or bookings that begin, at this instant or later. */
  readonly since: Date | null;
  /** Those before this instant. */
  readonly until: Date | null;
}

/** A part of the name, company, e-mail or phone; empty or absent: no condition. */
type CustomerFilter = ExportFilter & { readonly search?: string };

/** Nothing is left out. */
export const everyCustomer: ExportFilter = { ids: null, tags: null, statuses: null, since: null, until: null };

/** RenOS's customers, for reading. */
export interface CustomerRepository {
  /** Sorted by name and id, some hundreds at a time, all from one snapshot. */
  list(filter: CustomerFilter): AsyncIterable<readonly ExportedCustomer[]>;
  count(filter: CustomerFilter): Promise<number>;
  statistics(): Promise<CustomerStatistics>;
}
