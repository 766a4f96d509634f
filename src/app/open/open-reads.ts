import type { ChannelStore } from '../../core/calendar/model/calendar-watch.js';
import type { CustomerRepository } from '../../core/export/customer-repository.js';
import type { BookingRepository } from '../../core/export/export-bookings.js';
import type { FindStore } from '../../core/find/find.js';
import type { HistoryStore } from '../../core/runs/history.js';
import type { StatisticsStore } from '../../core/statistics/read-statistics.js';
import type { Ticks } from '../../core/ticks.js';
import type { Database } from '../../db/client/database.js';
import { createBookingRepository } from '../../db/read/booking-repository.js';
import { createCustomerRepository } from '../../db/read/customer-repository.js';
import { createFindStore } from '../../db/read/find-store.js';
import { createHistoryStore } from '../../db/read/history-store.js';
import { createStatisticsStore } from '../../db/read/statistics-store.js';
import { createChannelStore } from '../../db/sync/channel-store.js';
import { createTicks } from '../../db/sync/ticks.js';

/** Reads of RenOS's tables, of our own tables, and of the server's memory. */
export interface Reads {
  readonly customers: CustomerRepository;
  readonly bookings: BookingRepository;
  readonly statistics: StatisticsStore;
  readonly history: HistoryStore;
  readonly find: FindStore;
  readonly ticks: Ticks;
  readonly channels: ChannelStore;
}

export function makeReads(database: Database): Reads {
  return {
    customers: createCustomerRepository(database),
    bookings: createBookingRepository(database),
    statistics: createStatisticsStore(database),
    history: createHistoryStore(database),
    find: createFindStore(database),
    ticks: createTicks(database),
    channels: createChannelStore(database),
  };
}
