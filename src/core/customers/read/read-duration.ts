import { longestMoment } from '../values/local-time.js';

/**
 * `120`, `90 min`, `2 timer`, `2 t 30 min`, `1 hr 30 mins`, `1,5 h`, `1:30`, `01:30:00`. For a bare number the header
 * decides; otherwise it is hours with a decimal, and minutes from fifteen on; below that, it is ambiguous.
 */
export function readMinutes(duration: string, header: string): number | 'not-a-duration' | 'ambiguous' {
  const text = duration.trim();
  if (text.length > longestMoment) return 'not-a-duration';
  const clock = /^(\d{1,2}):(\d{2})(?::\d{2})?$/.exec(text);
  if (clock !== null)
    return Number(clock[2]) > 59 ? 'not-a-duration' : positive(Number(clock[1]) * 60 + Number(clock[2]));
  if (/^\d+([.,]\d+)?$/.test(text)) {
    const amount = Number(text.replace(',', '.'));
    if (/min/i.test(header)) return positive(Math.round(amount));
    if (/tim|hour/i.test(header) || /[.,]/.test(text)) return positive(Math.round(amount * 60));
    return amount > 0 && amount < 15 ? 'ambiguous' : positive(amount);
  }
  const parts =
    /^(?:(\d+(?:[.,]\d+)?)\s*(?:t|timer?|h|hrs?|hours?)\.?,?)?(?:\s*(?:og\s|and\s)?\s*(\d+)\s*(?:m|mins?|minutter|minutes?)\.?)?$/i;
  const said = parts.exec(text);
  if (said === null) return 'not-a-duration';
  return positive(Math.round(Number((said[1] ?? '0').replace(',', '.')) * 60) + Number(said[2] ?? '0'));
}

function positive(minutes: number): number | 'not-a-duration' {
  return minutes > 0 ? minutes : 'not-a-duration';
}
