import Table from 'cli-table3';
import type { CustomerStatistics } from '../core/customers/ports.js';

/** The six figures about customers that RenOS always told. */
export function renderStatistics(statistics: CustomerStatistics): string {
  const table = new Table({ colAligns: ['left', 'right'], style: { head: [], border: [] } });
  table.push(
    ['Customers', statistics.totalCustomers],
    ['with an e-mail', statistics.customersWithEmail],
    ['with a phone', statistics.customersWithPhone],
    ['with an address', statistics.customersWithAddress],
    ['Bookings in all', statistics.totalBookings],
    ['Revenue in all', statistics.totalRevenue.toFixed(2)],
  );
  return table.toString();
}
