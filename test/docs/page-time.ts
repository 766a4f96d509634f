/**
 * Pages are written as if they were read in one week, in which their bookings lie ahead. Dates of a page move by whole
 * weeks to the present where its commands are run, and back in what they print; so a page never grows old.
 */
const firstDay = Date.UTC(2026, 10, 23);
const day = 86_400_000;
const moved = Math.floor((Date.now() - firstDay) / (7 * day)) * 7;

const written = /\b(?:(\d{4})-(\d{2})-(\d{2})(?!\d)|(\d{1,2})([-.])(\d{1,2})\5(\d{4})\b)/g;

function shift(text: string, days: number): string {
  return text.replace(written, (whole, ...groups: (string | undefined)[]) => {
    const [isoYear, isoMonth, isoDate, date, sign = '', month, year] = groups;
    const at = Date.UTC(Number(isoYear ?? year), Number(isoMonth ?? month) - 1, Number(isoDate ?? date));
    if (Number.isNaN(at) || Math.abs(at - firstDay) > 800 * day) return whole;
    const iso = new Date(at + days * day).toISOString().slice(0, 10);
    return isoYear === undefined ? iso.split('-').reverse().join(sign) : iso;
  });
}

/** A page's dates → this week's. */
export const fromPage = (text: string) => shift(text, moved);
/** This week's dates → the page's. */
export const backToPage = (text: string) => shift(text, -moved);

/** Whether a day, as the page has it, is the day of reading, or one beside it. */
export function isPresent(iso: string): boolean {
  const days = (Date.parse(iso) - firstDay) / day;
  return days >= -1 && days <= 7;
}
