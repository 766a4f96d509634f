import type { ExportFilter } from '../export/customer-repository.js';
import type { CustomerStatistics, StatisticsResult } from '../results/export-result.js';

/** What the figures are about: bookings that begin then, and customers with any of the tags. */
export type StatisticsRequest = Pick<ExportFilter, 'since' | 'until' | 'tags'>;

/** A sum in øre: whole numbers, so that it does not depend on the order. null: nothing tells what it came to. */
type Cents = number | null;

interface MonthCount {
  /** `2026-03`, on Denmark's clock. */
  readonly month: string;
  readonly bookings: number;
  readonly cancelled: number;
  readonly cents: Cents;
  /** Customers whose first booking ever is in this month, and those who had one before. */
  readonly newCustomers: number;
  readonly returningCustomers: number;
}

interface ServiceCount {
  /** null: bookings that do not say. */
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

/** What the database counts. */
export interface Counted {
  readonly customers: Omit<CustomerStatistics, 'totalRevenue'> & { readonly cents: number };
  readonly likenesses: StatisticsResult['duplicates']['likenesses'];
  readonly likeCustomers: number;
  readonly total: Omit<MonthCount, 'month'> & { readonly served: number; readonly cameBack: number };
  readonly months: readonly MonthCount[];
  readonly services: readonly ServiceCount[];
  readonly topCustomers: readonly CustomerCount[];
  /** Whether the database holds anything that tells what a booking came to. */
  readonly knowsRevenue: boolean;
}

export interface StatisticsStore {
  /** All of one moment, in a few statements whatever the number of customers. */
  count(request: StatisticsRequest): Promise<Counted>;
}

/** Counts what the request asks for. */
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

/** One decimal; all is 100, and anything less is less. */
function percent(part: number, whole: number): number | null {
  if (whole === 0) return null;
  const tenths = Math.round((1000 * part) / whole);
  return (part < whole ? Math.min(tenths, 999) : tenths) / 10;
}
