import { escapeFormula } from '../customers/values/clean-text.js';
import type { ExportRecord } from '../results/export-result.js';
import { type CellStyle, isoMoment, momentCell } from './cell-style.js';
import type { ExportFilter } from './customer-repository.js';

/** A booking with its customer. Times are instants; the end of an older row is computed from its duration. */
export interface ExportedBooking {
  readonly id: string;
  readonly customerId: string | null;
  readonly customerName: string | null;
  readonly customerEmail: string | null;
  readonly customerPhone: string | null;
  readonly service: string | null;
  readonly status: string;
  readonly address: string | null;
  readonly start: Date;
  readonly end: Date;
  /** Without RenOS's bookkeeping line. */
  readonly notes: string | null;
  readonly eventId: string | null;
  readonly createdAt: Date;
}

/** Which bookings are wanted: those of customers with a tag, that begin at an instant or later, or before one. */
type BookingFilter = ExportFilter & {
  /** Only this customer's. */
  readonly customerId?: string;
  /** The most that are read. */
  readonly most?: number;
};

/** Bookings with their customers, for reading. */
export interface BookingRepository {
  /** Sorted by start and id, some hundreds at a time, all from one snapshot. */
  list(filter: BookingFilter): AsyncIterable<readonly ExportedBooking[]>;
  count(filter: BookingFilter): Promise<number>;
}

/** Headers that import-csv reads as a customer with a booking, then columns that only RenOS uses. */
const bookingHeaders = [
  'Name',
  'Email',
  'Phone',
  'Booking Start',
  'Booking End',
  'Service Type',
  'Booking Status',
  'Booking Address',
  'Booking Notes',
  'Booking Id',
  'Customer Id',
  'Event Id',
] as const;

/** The headers, and each page of bookings as rows of cells. */
export async function* bookingRows(
  pages: AsyncIterable<readonly ExportedBooking[]>,
  style: CellStyle,
): AsyncIterable<readonly (readonly string[])[]> {
  yield [bookingHeaders];
  for await (const page of pages) yield page.map((booking) => bookingRow(booking, style));
}

function bookingRow(booking: ExportedBooking, style: CellStyle): readonly string[] {
  const text = (value: string | null) => escapeFormula(value ?? '');
  return [
    text(booking.customerName),
    text(booking.customerEmail),
    text(booking.customerPhone),
    momentCell(booking.start, style),
    momentCell(booking.end, style),
    text(booking.service),
    text(booking.status),
    text(booking.address),
    text(booking.notes),
    text(booking.id),
    text(booking.customerId),
    text(booking.eventId),
  ];
}

/** A booking as a JSON object with the names of RenOS's columns, times ISO in UTC. */
export function bookingRecord(booking: ExportedBooking): ExportRecord<'booking'> {
  const { id, customerId, customerName, customerEmail, customerPhone, service, status, address, notes, eventId } =
    booking;
  return {
    ...{ id, customerId, customerName, customerEmail, customerPhone, serviceType: service, status, address },
    ...{ startTime: isoMoment(booking.start), endTime: isoMoment(booking.end) },
    ...{ notes, eventId, createdAt: isoMoment(booking.createdAt) },
  };
}
