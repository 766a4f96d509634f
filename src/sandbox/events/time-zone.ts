const formats = new Map<string, Intl.DateTimeFormat>();
const offsets = new Map<string, Map<number, number>>();
const quarterHour = 15 * 60_000;
const day = 24 * 60 * 60_000;

function formatFor(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(zone, format);
  }
  return format;
}

/** Says whether a text is a name of the IANA Time Zone Database; bare offsets such as `+02:00` are not. */
export function isTimeZone(zone: string): boolean {
  if (!/^[A-Za-z]/.test(zone)) return false;
  try {
    formatFor(zone);
    return true;
  } catch {
    return false;
  }
}

function measureOffset(epochMs: number, zone: string): number {
  const parts: Record<string, number> = {};
  for (const { type, value } of formatFor(zone).formatToParts(epochMs)) parts[type] = Number(value);
  const { year = 0, month = 1, day: date = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, date, hour, minute, second) - Math.floor(epochMs / 1000) * 1000;
}

/** The zone's offset from UTC at an instant, in ms; offsets change only on quarters of an hour, so those are cached. */
export function offsetAt(epochMs: number, zone: string): number {
  let known = offsets.get(zone);
  if (known === undefined) {
    known = new Map();
    offsets.set(zone, known);
  }
  const quarter = Math.floor(epochMs / quarterHour);
  let offset = known.get(quarter);
  if (offset === undefined) {
    offset = measureOffset(quarter * quarterHour, zone);
    if (known.size > 200_000) known.clear();
    known.set(quarter, offset);
  }
  return offset;
}

/**
 * The instant (epoch ms) of a wall-clock time given as ms "as if UTC". In a gap it is the later time and in an overlap
 * the earlier one, as RFC 5545, section 3.3.5 says.
 */
export function toInstant(wallMs: number, zone: string): number {
  const before = offsetAt(wallMs - day, zone);
  const fits = [before, offsetAt(wallMs + day, zone)]
    .map((offset) => wallMs - offset)
    .filter((instant) => instant + offsetAt(instant, zone) === wallMs);
  return fits.length > 0 ? Math.min(...fits) : wallMs - before;
}

/** An instant as RFC 3339 text in a zone, whole seconds, `Z` if the offset is zero. */
export function formatInZone(epochMs: number, zone: string): string {
  const offset = offsetAt(epochMs, zone);
  const wall = new Date(epochMs + offset).toISOString().slice(0, 19);
  if (offset === 0) return `${wall}Z`;
  const minutes = Math.abs(Math.round(offset / 60_000));
  const hh = String(Math.floor(minutes / 60)).padStart(2, '0');
  return `${wall}${offset < 0 ? '-' : '+'}${hh}:${String(minutes % 60).padStart(2, '0')}`;
}
