import type { Progress } from '../ports.js';
import type { CellStyle } from './cell-style.js';
import type { CustomerRepository, ExportFilter } from './customer-repository.js';
import { type BookingRepository, bookingRecord, bookingRows } from './export-bookings.js';
import { customerRecord, customerRows } from './export-customers.js';

/** Turns pages into text; implemented by an edge. */
interface TextWriters {
  csv(pages: AsyncIterable<readonly (readonly string[])[]>): AsyncIterable<string>;
  json(pages: AsyncIterable<readonly object[]>): AsyncIterable<string>;
  ndjson(pages: AsyncIterable<readonly object[]>): AsyncIterable<string>;
}

interface ExportPorts {
  readonly customers: CustomerRepository;
  readonly bookings: BookingRepository;
  readonly text: TextWriters;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

export interface ExportRequest {
  readonly kind: 'customers' | 'bookings';
  readonly format: 'csv' | 'json' | 'ndjson';
  readonly style: CellStyle;
  readonly filter: ExportFilter;
}

/** A running export: its text as it is made, and the number of rows so far. */
export interface ExportUnderWay {
  readonly text: AsyncIterable<string>;
  readonly records: AsyncIterable<readonly object[]>;
  rows(): number;
}

/**
 * Starts an export; nothing is read before its text or its records are requested. An interruption ends it between two
 * pages.
 */
export function beginExport(ports: ExportPorts, { kind, format, style, filter }: ExportRequest): ExportUnderWay {
  let rows = 0;
  async function* counted<Item>(repository: {
    count(filter: ExportFilter): Promise<number>;
    list(filter: ExportFilter): AsyncIterable<readonly Item[]>;
  }): AsyncIterable<readonly Item[]> {
    ports.progress.start('Exporting', await repository.count(filter));
    for await (const page of repository.list(filter)) {
      ports.signal.throwIfAborted();
      yield page;
      rows += page.length;
      ports.progress.advance(rows);
    }
  }
  async function* each<Item>(pages: AsyncIterable<readonly Item[]>, toRecord: (item: Item) => object) {
    for await (const page of pages) yield page.map(toRecord);
  }
  const { customers, bookings, text } = ports;
  const records =
    kind === 'customers' ? each(counted(customers), customerRecord) : each(counted(bookings), bookingRecord);
  if (format !== 'csv') return { text: text[format](records), records, rows: () => rows };
  const cells = kind === 'customers' ? customerRows(counted(customers), style) : bookingRows(counted(bookings), style);
  return { text: text.csv(cells), records, rows: () => rows };
}
