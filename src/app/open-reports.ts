import type { CustomerRepository } from '../core/customers/match/ports.js';
import type { BookingRepository } from '../core/export/export-bookings.js';
import type { StatisticsStore } from '../core/statistics/read-statistics.js';
import type { Services } from './services.js';

/** What reports and exports read from. */
export interface ReportPorts {
  readonly customers: CustomerRepository;
  readonly bookings: BookingRepository;
}

/** What statistics are counted by, on the database that is open. */
export async function openStatistics(services: Services): Promise<StatisticsStore> {
  const { createStatisticsStore } = await import('../db/read/statistics-store.js');
  return createStatisticsStore(await services.database());
}

/** Customers and bookings for reading, on the database that is open. */
export async function openReportPorts(services: Services): Promise<ReportPorts> {
  const { createBookingRepository } = await import('../db/read/booking-repository.js');
  return { customers: await services.customers(), bookings: createBookingRepository(await services.database()) };
}
