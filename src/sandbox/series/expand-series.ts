import { RRuleTemporal } from 'rrule-temporal';
import { instantOf, wallClockOf } from '../events/event-time.js';
import { formatInZone } from '../events/time-zone.js';
import { invalid } from '../http/api-error.js';
import type { EventTime, FormerShape } from '../store/event-record.js';

/** One date of a series before any change; `at` is its start as epoch ms (midnight UTC for a date). */
export interface Occurrence {
  readonly id: string;
  readonly at: number;
  readonly start: EventTime;
  readonly end: EventTime;
}

type Series = FormerShape['event'];

/** The most occurrences of a series; Google ends endless rules there. */
const maxOccurrences = 730;

const expanded = new WeakMap<Series, ReadonlyMap<string, Occurrence>>();

function compact(wallMs: number): string {
  return new Date(wallMs).toISOString().slice(0, 19).replaceAll(/[-:]/g, '');
}

function startLine(start: EventTime): string {
  const wall = compact(wallClockOf(start));
  if (typeof start.date === 'string') return `DTSTART;VALUE=DATE:${wall.slice(0, 8)}`;
  return `DTSTART;TZID=${start.timeZone ?? 'UTC'}:${wall}`;
}

/** Dates of a timed series without zone or `Z` are in the series' own zone; those of another kind are ignored. */
function dateLines(lines: readonly string[], name: 'RDATE' | 'EXDATE', start: EventTime): string[] {
  const allDay = typeof start.date === 'string';
  return lines.flatMap((line) => {
    const [head = '', values = ''] = line.split(/:(.*)/s);
    if (!head.toUpperCase().startsWith(name)) return [];
    const kept = values.split(',').filter((value) => /^\d{8}$/.test(value) === allDay);
    if (kept.length === 0) return [];
    if (allDay) return [`${name};VALUE=DATE:${kept.join(',')}`];
    const zone = /TZID=([^;:]+)/i.exec(head)?.[1] ?? start.timeZone ?? 'UTC';
    return kept.map((value) => (value.endsWith('Z') ? `${name}:${value}` : `${name};TZID=${zone}:${value}`));
  });
}

function occurrencesOf(rule: string, dates: readonly string[], start: EventTime, includeDtstart: boolean): number[] {
  const rruleString = [startLine(start), `RRULE:${rule}`, ...dates].join('\n');
  const found = new RRuleTemporal({ rruleString, includeDtstart }).all((_, index) => index < maxOccurrences);
  return found.map((date) => date.epochMilliseconds);
}

function rulesOf(lines: readonly string[], name: 'RRULE' | 'EXRULE'): string[] {
  return lines.filter((line) => line.toUpperCase().startsWith(`${name}:`)).map((line) => line.slice(name.length + 1));
}

function startsOf(lines: readonly string[], start: EventTime): number[] {
  const rules = rulesOf(lines, 'RRULE');
  const dates = [...dateLines(lines, 'RDATE', start), ...dateLines(lines, 'EXDATE', start)];
  const all = (rules.length > 0 ? rules : ['FREQ=DAILY;COUNT=1']).flatMap((rule) =>
    occurrencesOf(rule, dates, start, true),
  );
  const excluded = new Set(rulesOf(lines, 'EXRULE').flatMap((rule) => occurrencesOf(rule, [], start, false)));
  const kept = new Set(all.filter((at) => !excluded.has(at)));
  return [...kept].sort((a, b) => a - b).slice(0, maxOccurrences);
}

function occurrenceAt(series: Series, at: number): Occurrence {
  const length = instantOf(series.end, 'UTC') - instantOf(series.start, 'UTC');
  if (typeof series.start.date === 'string') {
    const day = (ms: number): EventTime => ({ date: new Date(ms).toISOString().slice(0, 10) });
    return { id: `${series.id}_${compact(at).slice(0, 8)}`, at, start: day(at), end: day(at + length) };
  }
  const time = (ms: number, zone: EventTime['timeZone']): EventTime => ({
    dateTime: formatInZone(ms, 'UTC'),
    ...(typeof zone === 'string' ? { timeZone: zone } : {}),
  });
  return {
    id: `${series.id}_${compact(at)}Z`,
    at,
    start: time(at, series.start.timeZone),
    end: time(at + length, series.end.timeZone),
  };
}

/**
 * The dates of a series by instance id, in order, at most 730; they keep their wall-clock time when the clocks change.
 * Source: Calendar API guide "Recurring events".
 */
export function expandSeries(series: Series): ReadonlyMap<string, Occurrence> {
  let known = expanded.get(series);
  if (known === undefined) {
    const starts = startsOf(series.recurrence ?? [], series.start);
    known = new Map(starts.map((at) => occurrenceAt(series, at)).map((occurrence) => [occurrence.id, occurrence]));
    expanded.set(series, known);
  }
  return known;
}

function checkRule(rule: string, start: EventTime): void {
  const until = /(?:^|;)UNTIL=([^;]*)/i.exec(rule)?.[1];
  const count = /(?:^|;)COUNT=([^;]*)/i.exec(rule)?.[1];
  const untilPattern = typeof start.date === 'string' ? /^\d{8}$/ : /^\d{8}T\d{6}Z$/;
  if (until !== undefined && (count !== undefined || !untilPattern.test(until))) throw new Error('UNTIL');
  if (count !== undefined && !/^[1-9]\d*$/.test(count)) throw new Error('COUNT');
}

/**
 * Checks the lines of `recurrence` and returns them. Throws a 400 for DTSTART or DTEND, an unknown line, a bad rule and
 * an UNTIL of the wrong kind. Source: Calendar API v3, Events resource, `recurrence`; RFC 5545, section 3.3.10.
 */
export function checkRecurrence(raw: readonly unknown[], start: EventTime, end: EventTime): string[] {
  const lines = raw.map((line) => {
    if (typeof line !== 'string' || !/^(?:(?:RRULE|EXRULE):|(?:RDATE|EXDATE)[;:]).+/i.test(line)) {
      throw invalid('Invalid recurrence rule.', 'recurrence');
    }
    return line;
  });
  try {
    for (const rule of [...rulesOf(lines, 'RRULE'), ...rulesOf(lines, 'EXRULE')]) checkRule(rule, start);
    expandSeries({ id: 'check', start, end, recurrence: lines });
    return lines;
  } catch {
    throw invalid('Invalid recurrence rule.', 'recurrence');
  }
}
