import { counter } from '../language.js';

const n = counter('en');

/** Texts of the report of `find`. */
export const find = {
  nothing: 'No customer and no booking matches.',
  customers: (count: number) => `${n(count, 'customer', 'customers')}:`,
  bookings: (count: number) => `${n(count, 'booking', 'bookings')}:`,
  customerColumns: ['customer', 'name', 'e-mail', 'phone', 'address', 'bookings'],
  bookingColumns: ['booking', 'when', 'status', 'what'],
  showOne: 'All that happened to one: renos-sync show BOOKING',
};
