import type { calendar_v3 } from 'googleapis/build/src/apis/calendar/index.js';
import type { CalendarInfo, Listing } from '../core/calendar/model/calendar-port.js';
import type { CalendarEvent } from '../core/calendar/model/event.js';
import { brokenListing, toCalendarInfo, toListing } from './event-listing.js';
import { toCalendarEvent } from './event-mapper.js';
import { followPages, type Pages } from './event-pages.js';
import { toRfc3339 } from './event-time-mapper.js';
import type { Answer } from './google-call.js';
import type { GoogleCaller } from './google-caller.js';
import { toError } from './google-error.js';
import type { FailureMeaning, GoogleFailure } from './google-failure.js';
import { type GooglePage, readEventReply, readPageReply } from './read-reply.js';

/** The largest page that Google gives. Every request of a listing must send the same number, also with a token. */
const maxResults = 2500;

type ListQuery = calendar_v3.Params$Resource$Events$List & { readonly calendarId: string };

const restartable: ReadonlySet<FailureMeaning> = new Set(['sync-token-expired', 'gone', 'page-token-expired']);

/** The reading calls of the calendar port. */
export class EventReader {
  readonly #caller: GoogleCaller;
  readonly #clientEmail: string | null;
  /** calendar id → the role in the last listing; a single event does not contain it. */
  readonly #roles = new Map<string, string>();
  /** calendar id → the last request whether it exists, and the request that follows it. */
  readonly #questions = new Map<string, Promise<unknown>>();
  readonly #nextQuestions = new Map<string, Promise<Answer<GooglePage>>>();

  constructor(caller: GoogleCaller, clientEmail: string | null) {
    this.#caller = caller;
    this.#clientEmail = clientEmail;
  }

  /**
   * Lists all events, or the changes since the token, without time bounds and expansion, which cannot be combined with
   * a token. An expired token is an outcome; a full listing that breaks off is repeated once. Source:
   * https://developers.google.com/workspace/calendar/api/guides/sync
   */
  async listChanges(calendarId: string, token: string | null): Promise<Listing> {
    for (let round = 1; ; round += 1) {
      const pages = await this.#listPages({
        calendarId,
        showDeleted: true,
        maxResults,
        ...(token ? { syncToken: token } : {}),
      });
      if (pages.kind === 'complete') return toListing(pages.events, pages.lastPage);
      if (pages.kind === 'endless') throw brokenListing('endless');
      if (!restartable.has(pages.failure.meaning)) throw this.#toReadError(pages.failure, 'events.list');
      if (token && pages.failure.meaning !== 'page-token-expired') return { kind: 'token-expired' };
      if (round === 2) throw brokenListing('broke-off');
    }
  }

  /**
   * Lists the events that overlap [from, to), series expanded: timeMin bounds the end and timeMax the start, both
   * exclusive.
   */
  async listWindow(calendarId: string, from: Date, to: Date): Promise<readonly CalendarEvent[]> {
    const window = { timeMin: toRfc3339(from), timeMax: toRfc3339(to) };
    const pages = await this.#listPages({
      calendarId,
      ...window,
      singleEvents: true,
      orderBy: 'startTime',
      maxResults,
    });
    return this.#allOf(pages, 'events.list').filter((event) => event.status !== 'cancelled');
  }

  /** Lists the occurrences of a series that overlap [from, to), cancelled ones too; null when the series is gone. */
  async listOccurrences(
    calendarId: string,
    masterId: string,
    from: Date,
    to: Date,
  ): Promise<readonly CalendarEvent[] | null> {
    const window = { timeMin: toRfc3339(from), timeMax: toRfc3339(to) };
    const pages = await followPages(calendarId, (pageToken) =>
      this.#caller.call({
        operation: 'events.instances',
        method: 'GET',
        send: (events, options) =>
          events.instances(
            {
              calendarId,
              eventId: masterId,
              ...window,
              showDeleted: true,
              maxResults,
              ...(pageToken ? { pageToken } : {}),
            },
            options,
          ),
        read: readPageReply,
      }),
    );
    if (pages.kind === 'failed' && (await this.isGone(calendarId, pages.failure))) return null;
    return this.#allOf(pages, 'events.instances');
  }

  /** Reads one event; null if the calendar exists and has no event of that id. */
  async get(calendarId: string, eventId: string): Promise<CalendarEvent | null> {
    const answer = await this.#fetchEvent(calendarId, eventId);
    if (answer.kind === 'answered') return answer.value;
    if (await this.isGone(calendarId, answer.failure)) return null;
    throw this.#toReadError(answer.failure, 'events.get');
  }

  /** As `get`, but accepts Google's 404 without asking for the calendar: for a caller that writes to the same calendar next. */
  async look(calendarId: string, eventId: string): Promise<CalendarEvent | null> {
    const answer = await this.#fetchEvent(calendarId, eventId);
    if (answer.kind === 'answered') return answer.value;
    if (answer.failure.meaning === 'not-found' || answer.failure.meaning === 'gone') return null;
    throw this.#toReadError(answer.failure, 'events.get');
  }

  /**
   * Tells whether a failure means that one event does not exist. Google also answers 404 for a calendar that was
   * deleted or is no longer shared, so this asks for the calendar: a missing calendar is an UnavailableError and never
   * a missing event.
   */
  async isGone(calendarId: string, failure: GoogleFailure): Promise<boolean> {
    if (failure.meaning !== 'not-found') return failure.meaning === 'gone';
    const answer = await this.#askCalendar(calendarId);
    if (answer.kind === 'failed') throw this.#toReadError(answer.failure, 'events.list');
    return true;
  }

  /** Only a request sent after a 404 proves anything about it: callers that arrive during a request share the next one. */
  #askCalendar(calendarId: string): Promise<Answer<GooglePage>> {
    const waiting = this.#nextQuestions.get(calendarId);
    if (waiting !== undefined) return waiting;
    const isFree = (this.#questions.get(calendarId) ?? Promise.resolve()).then(
      () => {},
      () => {},
    );
    const next = isFree.then(() => {
      this.#nextQuestions.delete(calendarId);
      const question = this.#fetchPage({ calendarId, maxResults: 1, fields: 'kind' });
      this.#questions.set(calendarId, question);
      return question;
    });
    this.#nextQuestions.set(calendarId, next);
    return next;
  }

  /** Reads the calendar's own properties from a listing, and no event. */
  async describe(calendarId: string): Promise<CalendarInfo> {
    const answer = await this.#fetchPage({ calendarId, maxResults: 1, fields: 'kind,summary,timeZone,accessRole' });
    if (answer.kind === 'failed') throw this.#toReadError(answer.failure, 'events.list');
    return toCalendarInfo(answer.value);
  }

  #fetchEvent(calendarId: string, eventId: string): Promise<Answer<CalendarEvent>> {
    return this.#caller.call({
      operation: 'events.get',
      method: 'GET',
      send: (events, options) => events.get({ calendarId, eventId }, options),
      read: (data) => {
        const event = readEventReply(data);
        return event && toCalendarEvent(event, calendarId, this.roleIn(calendarId));
      },
    });
  }

  /** The account's role in a calendar; null before its events were listed. */
  roleIn(calendarId: string): string | null {
    return this.#roles.get(calendarId) ?? null;
  }

  #listPages(query: ListQuery): Promise<Pages> {
    return followPages(query.calendarId, (pageToken) =>
      this.#fetchPage({ ...query, ...(pageToken ? { pageToken } : {}) }),
    );
  }

  #fetchPage(query: ListQuery): Promise<Answer<GooglePage>> {
    return this.#caller.call({
      operation: 'events.list',
      method: 'GET',
      send: (events, options) => events.list(query, options),
      read: (data) => this.#noteRole(query.calendarId, readPageReply(data)),
    });
  }

  #noteRole(calendarId: string, page: GooglePage | null): GooglePage | null {
    if (page?.accessRole) this.#roles.set(calendarId, page.accessRole);
    return page;
  }

  #allOf(pages: Pages, operation: string): readonly CalendarEvent[] {
    if (pages.kind === 'complete') return pages.events;
    throw pages.kind === 'endless' ? brokenListing('endless') : this.#toReadError(pages.failure, operation);
  }

  #toReadError(failure: GoogleFailure, operation: string): Error {
    return toError(failure, { operation, concernsOneEvent: false, concernsExistingEvent: false }, this.#clientEmail);
  }
}
