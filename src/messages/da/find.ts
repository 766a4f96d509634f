import type { find as english } from '../en/find.js';
import { counter } from '../language.js';

const n = counter('da');

export const find: typeof english = {
  nothing: 'Ingen kunde og ingen booking passer.',
  customers: (count) => `${n(count, 'kunde', 'kunder')}:`,
  bookings: (count) => `${n(count, 'booking', 'bookinger')}:`,
  customerColumns: ['kunde', 'navn', 'e-mail', 'telefon', 'adresse', 'bookinger'],
  bookingColumns: ['booking', 'hvornår', 'status', 'hvad'],
  showOne: 'Alt, hvad der er sket med én: renos-sync show BOOKING',
};
