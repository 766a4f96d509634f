import { Temporal } from 'temporal-polyfill';
import { zone } from '../zone.js';

/** How a CSV writes numbers and times: `plain` for programs, `danish` for a Danish spreadsheet. */
export type CellStyle = 'plain' | 'danish';

/** An amount without exponent or thousands; empty for a value that is not a number. */
export function amountCell(amount: number, style: CellStyle): string {
  if (!Number.isFinite(amount)) return '';
  const text = plainDigits(amount);
  // A reader could take three decimals for thousands.
  const certain = /^-?\d{1,3}\.\d{3}$/.test(text) ? `${text}0` : text;
  return style === 'danish' ? certain.replace('.', ',') : certain;
}

/** The digits of a number without an exponent. */
function plainDigits(amount: number): string {
  const [, sign = '', whole = '', fraction = '', power] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(amount)) ?? [];
  if (power === undefined) return String(amount);
  const exponent = Number(power);
  return exponent < 0
    ? `${sign}0.${'0'.repeat(-exponent - 1)}${whole}${fraction}`
    : `${sign}${whole}${fraction}${'0'.repeat(exponent - fraction.length)}`;
}

/**
 * An instant: ISO in UTC, or day and time on Denmark's clock (`31-12-2026 08:30`; the day alone at midnight). Empty for
 * an instant that JavaScript does not have, such as PostgreSQL's infinity.
 */
export function momentCell(instant: Date | null, style: CellStyle): string {
  const iso = isoMoment(instant);
  if (iso === null || style === 'plain' || instant === null) return iso ?? '';
  const { year, month, day, hour, minute } = Temporal.Instant.fromEpochMilliseconds(
    instant.getTime(),
  ).toZonedDateTimeISO(zone);
  const two = (number: number) => String(number).padStart(2, '0');
  const date = `${two(day)}-${two(month)}-${String(year).padStart(4, '0')}`;
  return hour === 0 && minute === 0 ? date : `${date} ${two(hour)}:${two(minute)}`;
}

/** The same for JSON: ISO in UTC, or null. */
export function isoMoment(instant: Date | null): string | null {
  return instant === null || Number.isNaN(instant.getTime()) ? null : instant.toISOString();
}
