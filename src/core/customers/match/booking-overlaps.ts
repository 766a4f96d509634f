import type { BookingDraft } from '../model/customer.js';
import type { BookingForecast, FoundRow } from './forecast.js';

interface Planned {
  readonly row: FoundRow;
  readonly start: number;
  readonly end: number;
}

/** Collects the bookings that a file will create, and finds those that overlap with another booking. */
export class BookingOverlaps {
  #planned: Planned[] = [];

  add(row: FoundRow, bookings: Iterable<BookingDraft>): void {
    for (const { start, end, status } of bookings)
      if (status !== 'cancelled') this.#planned.push({ row, start: start.getTime(), end: end.getTime() });
  }

  /** Removes the bookings of rows that have to be decided together first. */
  drop(seqs: ReadonlySet<number>): void {
    if (seqs.size > 0) this.#planned = this.#planned.filter(({ row }) => !seqs.has(row.seq));
  }

  found(): BookingForecast['overlaps'] {
    const inTime = this.#planned.sort((one, other) => one.start - other.start || one.end - other.end);
    let count = 0;
    let first: FoundRow | null = null;
    let latest = Number.NEGATIVE_INFINITY;
    for (const [index, { row, start, end }] of inTime.entries()) {
      if (latest > start || (inTime[index + 1]?.start ?? end) < end) {
        count += 1;
        if (first === null || row.seq < first.seq) first = row;
      }
      latest = Math.max(latest, end);
    }
    return { count, first };
  }
}
