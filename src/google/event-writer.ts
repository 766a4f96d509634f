import type { WriteOptions, WriteOutcomes } from '../core/calendar/model/calendar-port.js';
import type { CalendarEvent, EventChange, EventDraft } from '../core/calendar/model/event.js';
import type { Progress } from '../core/ports.js';
import { saysWhatWasWritten, toCalendarEvent, toGoogleEvent, toGooglePatch } from './event-mapper.js';
import type { EventReader } from './event-reader.js';
import type { GoogleCaller } from './google-caller.js';
import { toError, toSafeCause } from './google-error.js';
import type { GoogleFailure } from './google-failure.js';
import { readEventReply } from './read-reply.js';

/** The event's place, and the state in which we last read it. */
interface WriteTarget {
  readonly calendarId: string;
  readonly eventId: string;
  /** Null: whatever state it is in. */
  readonly etag: string | null;
}

type WriteOperation = 'events.insert' | 'events.patch' | 'events.delete' | 'events.move';

/**
 * The writing calls of the calendar port. They always send `sendUpdates`, because its default has changed before. After
 * a write without a reply, they read the event before a retry: Google promises neither that a failed write was not
 * done, nor that it notices an id used twice.
 */
export class EventWriter {
  readonly #caller: GoogleCaller;
  readonly #reader: EventReader;
  readonly #clientEmail: string | null;
  readonly #note: Progress['note'];
  #mayInvite = true;

  constructor(
    caller: GoogleCaller,
    reader: EventReader,
    { clientEmail, note }: { readonly clientEmail: string | null; readonly note: Progress['note'] },
  ) {
    this.#caller = caller;
    this.#reader = reader;
    this.#clientEmail = clientEmail;
    this.#note = note;
  }

  /** Source: https://developers.google.com/workspace/calendar/api/v3/reference/events/insert */
  async insert(calendarId: string, draft: EventDraft, how: WriteOptions): Promise<WriteOutcomes['insert']> {
    const answer = await this.#caller.call<WriteOutcomes['insert']>({
      operation: 'events.insert',
      method: 'POST',
      beforeSend: how.beforeSend,
      send: (events, options) =>
        events.insert(
          { calendarId, sendUpdates: how.notify, requestBody: toGoogleEvent(this.#withGuestsAllowed(draft)) },
          options,
        ),
      read: (data) => {
        const event = readEvent(data, calendarId, this.#reader.roleIn(calendarId));
        return event && { kind: 'created', event };
      },
      settle: async () => ((await this.#reader.look(calendarId, draft.id)) === null ? null : { kind: 'id-taken' }),
    });
    if (answer.kind === 'answered') return answer.value;
    if (answer.failure.meaning === 'id-taken') return { kind: 'id-taken' };
    if (this.#isAboutGuests(answer.failure, draft)) return this.insert(calendarId, withoutGuests(draft), how);
    return this.#giveUp(answer, 'events.insert');
  }

  /**
   * Changes the given fields and keeps all others (conference, reminders, colours). A patch costs three units. Source:
   * https://developers.google.com/workspace/calendar/api/v3/reference/events/patch
   */
  async update(target: WriteTarget, change: EventChange, how: WriteOptions): Promise<WriteOutcomes['update']> {
    const { calendarId, eventId, etag } = target;
    const answer = await this.#caller.call<WriteOutcomes['update']>({
      operation: 'events.patch',
      method: 'PATCH',
      units: 3,
      ifMatch: etag,
      beforeSend: how.beforeSend,
      send: (events, options) =>
        events.patch(
          { calendarId, eventId, sendUpdates: how.notify, requestBody: toGooglePatch(this.#withGuestsAllowed(change)) },
          options,
        ),
      read: (data) => {
        const event = readEvent(data, calendarId, this.#reader.roleIn(calendarId));
        return event && { kind: 'updated', event };
      },
      settle: async () =>
        settleUpdate(await this.#reader.look(calendarId, eventId), etag, this.#withGuestsAllowed(change)),
    });
    if (answer.kind === 'answered') return answer.value;
    if (this.#isAboutGuests(answer.failure, change)) return this.update(target, withoutGuests(change), how);
    if (answer.failure.meaning === 'etag-moved') return { kind: 'etag-moved' };
    if (await this.#reader.isGone(calendarId, answer.failure)) return { kind: 'gone' };
    return this.#giveUp(answer, 'events.patch');
  }

  /** Source: https://developers.google.com/workspace/calendar/api/v3/reference/events/move */
  async move(
    calendarId: string,
    eventId: string,
    destination: string,
    how: WriteOptions,
  ): Promise<WriteOutcomes['move']> {
    const answer = await this.#caller.call<WriteOutcomes['move']>({
      operation: 'events.move',
      method: 'POST',
      beforeSend: how.beforeSend,
      send: (events, options) => events.move({ calendarId, eventId, destination, sendUpdates: how.notify }, options),
      read: (data) => {
        const event = readEvent(data, destination, this.#reader.roleIn(destination));
        return event && { kind: 'moved', event };
      },
      settle: async () => {
        const event = await this.#reader.look(destination, eventId);
        return event === null || event.status === 'cancelled' ? null : { kind: 'moved', event };
      },
    });
    if (answer.kind === 'answered') return answer.value;
    if (answer.failure.meaning === 'id-taken') return { kind: 'not-moved' };
    if (await this.#reader.isGone(calendarId, answer.failure)) return { kind: 'not-moved' };
    return this.#giveUp(answer, 'events.move');
  }

  /** Source: https://developers.google.com/workspace/calendar/api/v3/reference/events/delete */
  async delete(target: WriteTarget, how: WriteOptions): Promise<WriteOutcomes['delete']> {
    const { calendarId, eventId, etag } = target;
    const answer = await this.#caller.call<WriteOutcomes['delete']>({
      operation: 'events.delete',
      method: 'DELETE',
      ifMatch: etag,
      beforeSend: how.beforeSend,
      send: (events, options) => events.delete({ calendarId, eventId, sendUpdates: how.notify }, options),
      // A successful deletion is a 204 without a body; a page of text is none.
      read: (data) => (data === '' || data === undefined || data === null ? { kind: 'deleted' } : null),
      settle: async () => settleDelete(await this.#reader.look(calendarId, eventId), etag),
    });
    if (answer.kind === 'answered') return answer.value;
    if (answer.failure.meaning === 'etag-moved') return { kind: 'etag-moved' };
    if (await this.#reader.isGone(calendarId, answer.failure)) return { kind: 'gone' };
    return this.#giveUp(answer, 'events.delete');
  }

  #withGuestsAllowed<Change extends EventChange>(change: Change): Change {
    return this.#mayInvite ? change : withoutGuests(change);
  }

  /**
   * A service account without domain-wide delegation may write events but not invite guests: the event is written
   * without them.
   */
  #isAboutGuests({ reasons }: GoogleFailure, { attendees }: EventChange): boolean {
    if (attendees === undefined || !reasons.includes('forbiddenForServiceAccounts')) return false;
    if (this.#mayInvite) this.#note({ id: 'guests-left-out' });
    this.#mayInvite = false;
    return true;
  }

  #giveUp(
    answer: { readonly failure: GoogleFailure; readonly uncertain: boolean },
    operation: WriteOperation,
  ): { readonly kind: 'unknown'; readonly cause: unknown } {
    if (answer.uncertain) return { kind: 'unknown', cause: toSafeCause(answer.failure, operation) };
    const call = { operation, concernsOneEvent: true, concernsExistingEvent: operation !== 'events.insert' };
    throw toError(answer.failure, call, this.#clientEmail);
  }
}

function withoutGuests<Change extends EventChange>({ attendees: _, guest: __, ...change }: Change): Change {
  return change as Change;
}

function readEvent(data: unknown, calendarId: string, accessRole: string | null): CalendarEvent | null {
  const event = readEventReply(data);
  return event && toCalendarEvent(event, calendarId, accessRole);
}

/** Result of an update without a proper reply; null if it was not done and may be retried. */
function settleUpdate(
  event: CalendarEvent | null,
  etag: string | null,
  change: EventChange,
): WriteOutcomes['update'] | null {
  if (event === null) return { kind: 'gone' };
  // For a write with its own mark, the caller compares the event: it knows which other edits may have been made since.
  if (change.mark !== undefined && event.mark === change.mark) return { kind: 'etag-moved' };
  if (change.mark === undefined && event.status !== 'cancelled' && saysWhatWasWritten(event, change))
    return { kind: 'updated', event };
  if (etag !== null) return event.etag === etag ? null : { kind: 'etag-moved' };
  return event.status === 'cancelled' && !change.status ? { kind: 'gone' } : null;
}

/** Result of a deletion without a proper reply; null if it was not done and may be retried. */
function settleDelete(event: CalendarEvent | null, etag: string | null): WriteOutcomes['delete'] | null {
  if (event === null || event.status === 'cancelled') return { kind: 'gone' };
  return etag !== null && event.etag !== etag ? { kind: 'etag-moved' } : null;
}
