import type { EventRecord } from './event-record.js';

interface Hidden {
  readonly shown: EventRecord | undefined;
  readonly firstSeq: number;
  readonly until: number;
}

/** Writes that listings do not show yet: for each event the state that listings show until a time (epoch ms). */
export class HiddenWrites {
  private readonly hidden = new Map<string, Hidden>();

  /** Keeps `before` in listings, in place of `after`, until the server's clock reaches `until`. */
  hide(before: EventRecord | undefined, after: EventRecord, until: number): void {
    const earlier = this.hidden.get(after.event.id);
    const shown = earlier === undefined ? before : earlier.shown;
    this.hidden.set(after.event.id, { shown, firstSeq: earlier?.firstSeq ?? after.seq, until });
  }

  /** The state of an event that listings show at `now`; undefined when they do not show it yet. */
  view(record: EventRecord, now: number): EventRecord | undefined {
    const hidden = this.hidden.get(record.event.id);
    if (hidden === undefined) return record;
    if (hidden.until > now) return hidden.shown;
    this.hidden.delete(record.event.id);
    return record;
  }

  /** The highest change number a sync token may claim at `now` without skipping a hidden write. */
  claimable(seq: number, now: number): number {
    let highest = seq;
    for (const [id, hidden] of this.hidden) {
      if (hidden.until <= now) this.hidden.delete(id);
      else highest = Math.min(highest, hidden.firstSeq - 1);
    }
    return highest;
  }
}
