import { customType } from 'drizzle-orm/pg-core';
import { utcDate } from '../client/database.js';

/*
 * Times are read as everywhere else: Drizzle's own `timestamp` takes `infinity` for the year 2000, and the year 1 for 2001.
 */
const timeColumn = (dataType: string) =>
  customType<{ data: Date; driverData: string }>({
    dataType: () => dataType,
    fromDriver: utcDate,
    toDriver: (at) => at.toISOString(),
  });

/** Of our own tables. */
export const instant = timeColumn('timestamp (3) with time zone');

/** UTC without a zone, as RenOS has it. */
export const moment = timeColumn('timestamp (3)');
