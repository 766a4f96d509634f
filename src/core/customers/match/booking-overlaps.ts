import type { BookingDraft } from '../model/customer.js';
import type { BookingForecast } from './ports.js';

interface Planned {
  readonly seq: number;
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

/** Gathers the bookings that a file will create, and tells which of them overlap with another booking. */
export class BookingOverlaps {
  #planned: Planned[] = [];

  add(seq: number, line: number, bookings: Iterable<BookingDraft>): void {
    for (const { start, end, status } of bookings)
      if (status !== 'cancelled') this.#planned.push({ seq, line, start: start.getTime(), end: end.getTime() });
  }

  /** Forgets the bookings of rows that have to be decided together first. */
  drop(seqs: ReadonlySet<number>): void {
    if (seqs.size > 0) this.#planned = this.#planned.filter(({ seq }) => !seqs.has(seq));
  }

  found(): BookingForecast['overlaps'] {
    const inTime = this.#planned.sort((one, other) => one.start - other.start || one.end - other.end);
    const lines: number[] = [];
    let latest = Number.NEGATIVE_INFINITY;
    for (const [index, { line, start, end }] of inTime.entries()) {
      if (latest > start || (inTime[index + 1]?.start ?? end) < end) lines.push(line);
      latest = Math.max(latest, end);
    }
    return { count: lines.length, lines: lines.sort((one, other) => one - other).slice(0, 5) };
  }
}
