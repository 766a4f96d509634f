import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { EventTime } from '../../src/core/calendar/model/event.js';
import { saysWhatWasWritten, toCalendarEvent, toGoogleEvent, toGooglePatch } from '../../src/google/event-mapper.js';
import { isSameTime, toEventTime, toGoogleTime } from '../../src/google/event-time-mapper.js';

const at = (text: string, timeZone: string | null = null): EventTime => ({
  kind: 'timed',
  at: new Date(text),
  timeZone,
});

describe('toCalendarEvent', () => {
  it('takes what Google leaves out for its default', () => {
    expect(toCalendarEvent({ id: 'abcde', etag: '"1"' }, 'cal', 'owner')).toEqual({
      calendarId: 'cal',
      id: 'abcde',
      etag: '"1"',
      status: 'confirmed',
      eventType: 'default',
      title: null,
      location: null,
      description: null,
      start: null,
      end: null,
      updated: null,
      htmlLink: null,
      visibility: 'default',
      attendees: [],
      recurrence: null,
      recurringEventId: null,
      originalStart: null,
      bookingId: null,
      mark: null,
      guest: null,
      keeper: null,
      hidesGuests: false,
      hidesDetails: false,
    });
  });

  it('reads every field', () => {
    const event = toCalendarEvent(
      {
        id: 'abcde',
        etag: '"2"',
        status: 'tentative',
        eventType: 'focusTime',
        summary: 'Flytning',
        location: 'Odense',
        description: '<b>tre</b> etager',
        start: { dateTime: '2026-07-01T10:00:00+02:00', timeZone: 'Europe/Copenhagen' },
        end: { dateTime: '2026-07-01T09:00:00Z' },
        updated: '2026-06-01T08:00:00.123Z',
        htmlLink: 'https://example.test/e',
        visibility: 'private',
        attendees: [{ email: 'a@x.dk', self: true }, { displayName: 'hidden' }],
        recurrence: ['RRULE:FREQ=WEEKLY'],
        extendedProperties: { private: { renosBookingId: 'b1', other: 'x' } },
      },
      'cal',
      'owner',
    );
    expect(event).toMatchObject({
      status: 'tentative',
      eventType: 'focusTime',
      title: 'Flytning',
      start: at('2026-07-01T08:00:00Z', 'Europe/Copenhagen'),
      end: at('2026-07-01T09:00:00Z'),
      updated: new Date('2026-06-01T08:00:00.123Z'),
      visibility: 'private',
      recurrence: ['RRULE:FREQ=WEEKLY'],
      bookingId: 'b1',
      hidesGuests: true,
    });
    expect(event.attendees).toEqual([
      {
        email: 'a@x.dk',
        displayName: null,
        self: true,
        organizer: false,
        resource: false,
        responseStatus: 'needsAction',
        asReceived: { email: 'a@x.dk', self: true },
      },
    ]);
  });

  it('reads a cancelled exception that has nothing but its place in the series', () => {
    const event = toCalendarEvent(
      {
        id: 'm_20260701T080000Z',
        status: 'cancelled',
        recurringEventId: 'm',
        originalStartTime: { dateTime: '2026-07-01T10:00:00+02:00', timeZone: 'Europe/Copenhagen' },
      },
      'cal',
      'owner',
    );
    expect(event).toMatchObject({ status: 'cancelled', recurringEventId: 'm', start: null, end: null, etag: '' });
    expect(event.originalStart).toEqual(at('2026-07-01T08:00:00Z', 'Europe/Copenhagen'));
  });
});

describe('times', () => {
  test.each([
    ['a day', { date: '2026-03-29' }, { kind: 'day', date: '2026-03-29' }],
    ['an instant with an offset', { dateTime: '2026-03-29T03:00:00+02:00' }, at('2026-03-29T01:00:00Z')],
    ['fractions of a second', { dateTime: '2026-03-29T03:00:00.250Z' }, at('2026-03-29T03:00:00.250Z')],
    ['no offset', { dateTime: '2026-03-29T03:00:00', timeZone: 'Europe/Copenhagen' }, null],
    ['a day that does not exist', { date: '2026-02-30' }, null],
    ['an instant on a day that does not exist', { dateTime: '2026-02-30T03:00:00Z' }, null],
    ['an hour that does not exist', { dateTime: '2026-03-29T25:00:00Z' }, null],
    ['words', { dateTime: 'tomorrow' }, null],
    ['nothing', {}, null],
    ['null', null, null],
  ])('reads %s', (_name, google, expected) => {
    expect(toEventTime(google)).toEqual(expected);
  });

  it('gives back the same time for any instant and any day', () => {
    const instants = fc.date({ min: new Date('1971-01-01Z'), max: new Date('2200-01-01Z'), noInvalidDate: true });
    const zones = fc.constantFrom('Europe/Copenhagen', 'America/New_York', null);
    fc.assert(
      fc.property(instants, zones, (instant, timeZone) => {
        const timed: EventTime = { kind: 'timed', at: instant, timeZone };
        const day: EventTime = { kind: 'day', date: instant.toISOString().slice(0, 10) };
        const again = toEventTime(toGoogleTime(timed));
        expect(isSameTime(again, timed)).toBe(true);
        expect(again).toMatchObject({ timeZone });
        expect(toEventTime(toGoogleTime(day))).toEqual(day);
        expect(isSameTime(day, timed)).toBe(false);
      }),
    );
  });
});

describe('toGoogleEvent', () => {
  it('writes UTC in whole seconds, the zone only when there is one, and no empty fields', () => {
    const draft = {
      id: 'abcde',
      title: 'Flytning',
      location: null,
      description: '',
      start: at('2026-07-01T08:00:00.900Z', 'Europe/Copenhagen'),
      end: at('2026-07-01T09:00:00Z'),
      bookingId: 'b1',
    };
    expect(toGoogleEvent(draft)).toEqual({
      id: 'abcde',
      summary: 'Flytning',
      start: { dateTime: '2026-07-01T08:00:00Z', timeZone: 'Europe/Copenhagen' },
      end: { dateTime: '2026-07-01T09:00:00Z' },
      extendedProperties: { private: { renosBookingId: 'b1' } },
    });
  });
});

describe('toGooglePatch', () => {
  it('names only the fields of the change', () => {
    expect(toGooglePatch({})).toEqual({});
    expect(toGooglePatch({ title: 'Ny' })).toEqual({ summary: 'Ny' });
    expect(toGooglePatch({ status: 'confirmed' })).toEqual({ status: 'confirmed' });
  });

  it('clears with null', () => {
    expect(toGooglePatch({ title: null, location: '', description: null })).toEqual({
      summary: null,
      location: null,
      description: null,
    });
  });

  it('clears the fields of the other kind of time, because a patch merges', () => {
    expect(toGooglePatch({ start: { kind: 'day', date: '2026-07-01' }, end: at('2026-07-01T08:00:00Z') })).toEqual({
      start: { date: '2026-07-01', dateTime: null, timeZone: null },
      end: { dateTime: '2026-07-01T08:00:00Z', date: null },
    });
  });
});

describe('saysWhatWasWritten', () => {
  const event = toCalendarEvent(
    {
      id: 'abcde',
      summary: 'Flytning',
      start: { dateTime: '2026-07-01T10:00:00+02:00', timeZone: 'Europe/Copenhagen' },
      attendees: [{ email: 'B@x.dk' }, { email: 'a@x.dk' }],
    },
    'cal',
    'owner',
  );

  test.each([
    ['nothing', {}, true],
    ['the same title', { title: 'Flytning' }, true],
    ['another title', { title: 'Maling' }, false],
    ['an empty field cleared', { location: null }, true],
    ['an empty field emptied', { location: '' }, true],
    ['a field cleared that is there', { title: null }, false],
    ['the same second, in another zone', { start: at('2026-07-01T08:00:00.500Z', 'UTC') }, true],
    ['another hour', { start: at('2026-07-01T09:00:00Z') }, false],
    ['a time where there is none', { end: at('2026-07-01T09:00:00Z') }, false],
    ['the same guests', { attendees: [{ email: 'a@x.dk' }, { email: 'b@x.dk' }] }, true],
    ['a guest less', { attendees: [{ email: 'a@x.dk' }] }, false],
    ['a booking', { bookingId: 'b1' }, false],
    ['back from the dead', { status: 'confirmed' as const }, true],
  ])('%s: %o → %s', (_name, change, expected) => {
    expect(saysWhatWasWritten(event, change)).toBe(expected);
  });
});
