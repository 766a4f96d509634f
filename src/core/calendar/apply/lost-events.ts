import type { CalendarEvent } from '../model/event.js';
import type { EventKey } from '../model/sync-store.js';
import type { EventWriter } from './write-step.js';

/** Searches the other synced calendars for events that are gone from their own, if no booking has them. */
type FindElsewhere = (lost: readonly EventKey[]) => Promise<ReadonlyMap<string, CalendarEvent>>;

/**
 * The events of a chunk that disappeared while they were being written. They are searched for together, after all
 * others are written: requests grow with the number of calendars, not with events times calendars.
 */
export class LostEvents {
  readonly #findElsewhere: FindElsewhere;
  readonly #keys: EventKey[] = [];
  readonly #begun: Promise<void>[] = [];
  readonly #found: Promise<ReadonlyMap<string, CalendarEvent>>;
  #look: (() => void) | null = null;

  constructor(findElsewhere: FindElsewhere) {
    this.#findElsewhere = findElsewhere;
    const isTime = new Promise<void>((resolve) => {
      this.#look = resolve;
    });
    this.#found = isTime.then(() => (this.#keys.length === 0 ? new Map() : findElsewhere(this.#keys)));
    // The waiting items handle this failure.
    this.#found.catch(() => {});
  }

  /** Starts to write an item. Resolves when it is written, or when it waits for the search for a lost event. */
  begin(write: (find: EventWriter['findElsewhere']) => Promise<void>): Promise<void> {
    return new Promise((resolve, reject) => {
      const writing = write((key) => {
        resolve();
        return this.#find(key);
      });
      this.#begun.push(writing);
      writing.then(resolve, reject);
    });
  }

  /** Searches for the lost events, and resolves when all items are done. */
  async end(): Promise<void> {
    this.#look?.();
    this.#look = null;
    await Promise.all(this.#begun);
  }

  async #find(key: EventKey): Promise<CalendarEvent | null> {
    if (this.#look === null) return (await this.#findElsewhere([key])).get(key.eventId) ?? null;
    this.#keys.push(key);
    return (await this.#found).get(key.eventId) ?? null;
  }
}
