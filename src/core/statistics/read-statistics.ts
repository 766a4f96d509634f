import type { ExportFilter } from '../export/customer-repository.js';
import type { CustomerStatistics, StatisticsResult } from '../results/export-result.js';

/** The selection for the figures: bookings that begin in the period, and customers with any of the tags. */
export type StatisticsRequest = Pick<ExportFilter, 'since' | 'until' | 'tags'>;

/** A sum in øre: whole numbers, so the order of adding does not matter. null: the amount is not known. */
type Cents = number | null;

interface MonthCount {
  /** `2026-03`, on Denmark's clock. */
  readonly month: string;
  readonly bookings: number;
  readonly cancelled: number;
  readonly cents: Cents;
  /** Customers whose first booking ever is in this month, and customers with an earlier booking. */
  readonly newCustomers: number;
  readonly returningCustomers: number;
}

interface ServiceCount {
  /** null: bookings without a service. */
  readonly service: string | null;
  readonly bookings: number;
  readonly cents: Cents;
}

interface CustomerCount {
  readonly id: string;
  readonly name: string;
  readonly bookings: number;
  readonly cents: Cents;
}

/** The counts of the database. */
export interface Counted {
  readonly customers: Omit<CustomerStatistics, 'totalRevenue'> & { readonly cents: number };
  readonly likenesses: StatisticsResult['duplicates']['likenesses'];
  readonly likeCustomers: number;
  readonly total: Omit<MonthCount, 'month'> & { readonly served: number; readonly cameBack: number };
  readonly months: readonly MonthCount[];
  readonly services: readonly ServiceCount[];
  readonly topCustomers: readonly CustomerCount[];
  /** Whether bookings have amounts in this database. */
  readonly knowsRevenue: boolean;
}

export interface StatisticsStore {
  /** All from one snapshot, in a few statements for any number of customers. */
  count(request: StatisticsRequest): Promise<Counted>;
}

/** Counts the requested figures. */
export async function readStatistics(store: StatisticsStore, request: StatisticsRequest): Promise<StatisticsResult> {
  const counted = await store.count(request);
  const { customers, total } = counted;
  const { cents, ...six } = customers;
  const kroner = (sum: Cents) => (counted.knowsRevenue ? (sum ?? 0) / 100 : null);
  const priced = <Item extends { readonly cents: Cents }>({ cents: sum, ...item }: Item) => ({
    ...item,
    revenue: kroner(sum),
  });
  return {
    success: true,
    ...six,
    totalRevenue: cents / 100,
    period: { since: request.since?.toISOString() ?? null, until: request.until?.toISOString() ?? null },
    tags: request.tags ?? [],
    coverage: {
      email: percent(six.customersWithEmail, six.totalCustomers),
      phone: percent(six.customersWithPhone, six.totalCustomers),
      address: percent(six.customersWithAddress, six.totalCustomers),
    },
    duplicates: { customers: counted.likeCustomers, likenesses: counted.likenesses },
    bookings: {
      total: total.bookings,
      cancelled: total.cancelled,
      revenue: kroner(total.cents),
      customersServed: total.served,
      newCustomers: total.newCustomers,
      returningCustomers: total.returningCustomers,
      cameBack: total.cameBack,
    },
    months: counted.months.map(priced),
    services: counted.services.map(priced),
    topCustomers: counted.topCustomers.map(priced),
  };
}

/** One decimal; only a complete share is 100. */
function percent(part: number, whole: number): number | null {
  if (whole === 0) return null;
  const tenths = Math.round((1000 * part) / whole);
  return (part < whole ? Math.min(tenths, 999) : tenths) / 10;
}
