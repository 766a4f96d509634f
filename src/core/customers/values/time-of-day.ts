const clock = /^(?:kl\.?\s*)?(\d{1,2})(?:[:.](\d{2}))?(?:[:.](\d{2}))?\s*([ap]\.?m\.?)?$/i;
const compact = /^(?:kl\.?\s*)?(\d{2})(\d{2})$/i;

/** A time without its day, as `10:00`, `kl. 10`, `10.30`, `0800` or `2:00 PM`, turned into `hh:mm:ss`; otherwise null. */
export function timeOfDay(text: string): string | null {
  const [, hour, minute = '00', second = '00', half] = compact.exec(text) ?? clock.exec(text) ?? [];
  if (hour === undefined) return null;
  const hours = half === undefined ? Number(hour) : twentyFour(Number(hour), half);
  if (hours === null || hours > 24 || Number(minute) > 59) return null;
  return `${String(hours).padStart(2, '0')}:${minute}:${second}`;
}

/** The hour from 0 to 23 for an hour with AM or PM; null if there is no such hour. `14:00 PM` is two o'clock. */
export function twentyFour(hour: number, half: string): number | null {
  const isAfternoon = half.toLowerCase().startsWith('p');
  if (hour > (isAfternoon ? 23 : 12)) return null;
  return (hour % 12) + (isAfternoon ? 12 : 0);
}

/** No two times of day have this many characters. */
const longestSpan = 100;

/** `10:00-12:30` or `kl. 10 til 12`: a start and an end in one cell; otherwise null. */
export function timeSpan(text: string): readonly [start: string, end: string] | null {
  if (text.length > longestSpan) return null;
  const parts = text.split(/(?<!\s)(?:\s*[-–—]\s*|\s+til\s+)/i);
  const [start, end] = parts.map(timeOfDay);
  return parts.length === 2 && start && end ? [start, end] : null;
}
