import { ConfigurationError, saying } from '../core/errors.js';
import { type BookingEdit, type EditableBooking, editBooking, readEditable } from '../db/embedded/edit-booking.js';
import type { Services } from './services.js';

export type { BookingEdit };

/** A booking that a person may change; null if it is cancelled, or if the database belongs to a firm's RenOS. */
export async function findEditable(services: Services, id: string): Promise<EditableBooking | null> {
  const database = await services.database();
  return database.kind === 'embedded' ? readEditable(database, id) : null;
}

/** Changes or cancels a booking. Returns false, and writes nothing, if another user changed the booking meanwhile. */
export async function changeBooking(services: Services, edit: BookingEdit): Promise<boolean> {
  const database = await services.database();
  if (database.kind !== 'embedded') throw new ConfigurationError(saying('booking-not-ours', {}));
  return editBooking(database, edit);
}
