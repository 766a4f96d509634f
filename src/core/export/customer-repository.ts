import type { StoredCustomer } from '../customers/model/customer.js';
import type { CustomerStatistics } from '../results/export-result.js';

export interface ExportedCustomer extends StoredCustomer {
  readonly status: string;
  readonly createdAt: Date;
}

/** Which customers are wanted; all that is said must be so. */
export interface CustomerFilter {
  readonly ids: readonly string[] | null;
  /** Any of these, whatever their case. */
  readonly tags: readonly string[] | null;
  readonly statuses: readonly string[] | null;
  /** Made at this instant or later. */
  readonly since: Date | null;
  /** Made before this instant. */
  readonly until: Date | null;
  /** A part of the name, company, e-mail or phone; empty or absent: no condition. */
  readonly search?: string;
}

/** No customer is left out. */
export const everyCustomer: CustomerFilter = { ids: null, tags: null, statuses: null, since: null, until: null };

/** RenOS's customers, for reading. */
export interface CustomerRepository {
  /** By name and id, some hundreds at a time, all as they were at one moment. */
  list(filter: CustomerFilter): AsyncIterable<readonly ExportedCustomer[]>;
  count(filter: CustomerFilter): Promise<number>;
  statistics(): Promise<CustomerStatistics>;
}
