import { invalid, required } from '../http/api-error.js';
import type { Handler } from '../http/call.js';
import { newEventId } from '../store/event-id.js';
import type { EventTime } from '../store/event-record.js';
import { storeEvent } from '../store/store-event.js';
import { openForWriting } from './find-event.js';
import { parseEventBody } from './parse-event-body.js';
import { formatInZone } from './time-zone.js';
import { newEvent, writtenReply } from './write-events.js';

const hour = 60 * 60_000;
const clock = String.raw`(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?`;
const times = new RegExp(String.raw`\b(?:at |from )?${clock}(?:\s*(?:-|to)\s*${clock})?(?=\s|$)`, 'i');
const days = /\b(?:on )?(today|tomorrow|\d{4}-\d{2}-\d{2})\b/i;
const place = /\b(?:in|at) ((?!\d)\S.*)$/i;

function minutesOf(h: string, m: string | undefined, half: string | undefined): number {
  const hours = half === undefined ? Number(h) : (Number(h) % 12) + (half.toLowerCase() === 'pm' ? 12 : 0);
  if (hours > 23 || Number(m ?? 0) > 59) throw invalid('Invalid time.', 'text');
  return hours * 60 + Number(m ?? 0);
}

function dayOf(word: string | undefined, now: number, zone: string): string {
  if (word !== undefined && /^\d/.test(word)) return word;
  const at = word?.toLowerCase() === 'tomorrow' ? now + 24 * hour : now;
  return formatInZone(at, zone).slice(0, 10);
}

/** Start and end in the text, in the calendar's zone; a day alone is a whole day, no time is the next full hour. */
function timesOf(text: string, now: number, zone: string): { start: EventTime; end: EventTime } {
  const day = days.exec(text)?.[1];
  const said = times.exec(text.replace(days, ' '));
  if (said === null && day === undefined) {
    const next = Math.ceil(now / hour) * hour;
    return { start: moment(next), end: moment(next + hour) };
  }
  const date = dayOf(day, now, zone);
  if (said === null) {
    const after = new Date(Date.parse(`${date}T00:00:00Z`) + 24 * hour).toISOString().slice(0, 10);
    return { start: { date }, end: { date: after } };
  }
  const [, h = '', m, half, untilH, untilM, untilHalf] = said;
  const from = minutesOf(h, m, half ?? (untilH === undefined ? undefined : untilHalf));
  const until = untilH === undefined ? from + 60 : minutesOf(untilH, untilM, untilHalf);
  return { start: clockTime(date, from, zone), end: clockTime(date, until <= from ? from + 60 : until, zone) };
}

function moment(at: number): EventTime {
  return { dateTime: new Date(at).toISOString() };
}

function clockTime(date: string, minutes: number, timeZone: string): EventTime {
  const at = new Date(Date.parse(`${date}T00:00:00Z`) + minutes * 60_000).toISOString().slice(0, 19);
  return { dateTime: at, timeZone };
}

/**
 * Calendar API v3, Events: quickAdd. Reads `Dentist tomorrow 10am-11am`, `Windows on 2026-12-01 9:00-11:30 in Aarhus`
 * and the like; Google's own parser reads more.
 */
export const quickAddEvent: Handler = (call) => {
  const calendar = openForWriting(call);
  const text = call.query.get('text')?.trim() ?? '';
  if (text === '') throw required('Required parameter: text', 'text');
  const rest = text.replace(days, ' ').replace(times, ' ');
  const location = place.exec(rest)?.[1]?.trim();
  const summary = (location === undefined ? rest : rest.replace(place, '')).replaceAll(/\s+/g, ' ').trim();
  const body = parseEventBody(
    { summary, ...(location !== undefined && { location }), ...timesOf(text, call.now, calendar.info.timeZone) },
    call.rules.limits,
  );
  return writtenReply(call, calendar, storeEvent(call, calendar, newEvent(call, calendar, body, newEventId())));
};
