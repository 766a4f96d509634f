/** How a column writes its dates and numbers, decided for the whole column. */
export interface ColumnFormat {
  /** `seconds` and `milliseconds`: the column counts them since 1970. */
  readonly dateOrder: 'dmy' | 'mdy' | 'ambiguous' | 'seconds' | 'milliseconds';
  readonly decimal: 'comma' | 'dot' | 'ambiguous' | 'mixed';
}

/** No amount has this many characters. */
const longest = 100;
const onlyDigits = /^\d{1,15}$/;
/** Most amounts: one separator, and fewer digits after it than thousands have. */
const plainDecimal = /^\d{1,12}([.,])\d{1,2}$/;

export type DateOrder = 'dmy' | 'mdy';

const numericDate = /^(\d{1,2})([-./])(\d{1,2})\2(\d{4}|\d{2})(?!\d)/;

/** Seconds and milliseconds since 1970, of the years 2001 to 2096. */
const epochSeconds = /^[1-3]\d{9}$/;
const epochMilliseconds = /^[1-3]\d{12}$/;

/** Collects the evidence of one column's cells about its formats, in constant memory. */
export class FormatEvidence {
  dayFirst = 0;
  monthFirst = 0;
  /** Ambiguous dates with slashes: Denmark writes `4/3`, America `3/4`. */
  slashed = 0;
  dates = 0;
  seconds = 0;
  milliseconds = 0;
  comma = 0;
  dot = 0;
  undecided = 0;

  /** The evidence of several columns together. */
  static together(all: Iterable<FormatEvidence>): FormatEvidence {
    const whole = new FormatEvidence();
    for (const { dayFirst, monthFirst, comma, dot } of all) {
      whole.dayFirst += dayFirst;
      whole.monthFirst += monthFirst;
      whole.comma += comma;
      whole.dot += dot;
    }
    return whole;
  }

  readDate(text: string): void {
    const trimmed = text.trim();
    this.dates += 1;
    if (epochSeconds.test(trimmed)) this.seconds += 1;
    else if (epochMilliseconds.test(trimmed)) this.milliseconds += 1;
    const parts = numericDate.exec(trimmed);
    if (parts === null) return;
    const first = Number(parts[1]);
    const second = Number(parts[3]);
    if (first > 12 && second <= 12) this.dayFirst += 1;
    else if (second > 12 && first <= 12) this.monthFirst += 1;
    else if (parts[2] === '/' && first !== second) this.slashed += 1;
  }

  readNumber(text: string): void {
    if (onlyDigits.test(text) || text.length > longest) return;
    const separator = plainDecimal.exec(text)?.[1];
    if (separator !== undefined) {
      if (separator === ',') this.comma += 1;
      else this.dot += 1;
      return;
    }
    const bare = bareNumber(text);
    const style = decimalStyle(bare);
    if (style === 'comma') this.comma += 1;
    else if (style === 'dot') this.dot += 1;
    else if (style === 'either') this.undecided += 1;
  }
}

/**
 * Decides one column's formats; if the column proves nothing, the file's other columns decide. Dots and dashes between
 * day, month and year are never American, so only slashes can stay ambiguous.
 */
export function decideFormat(column: FormatEvidence, file: FormatEvidence, asked: DateOrder | null): ColumnFormat {
  const counted = column.dates === 0 ? null : countedIn(column);
  return { dateOrder: counted ?? asked ?? dateOrderOf(column, file), decimal: decimalOf(column, file) };
}

function countedIn({ dates, seconds, milliseconds }: FormatEvidence): 'seconds' | 'milliseconds' | null {
  if (seconds === dates) return 'seconds';
  return milliseconds === dates ? 'milliseconds' : null;
}

function dateOrderOf(column: FormatEvidence, file: FormatEvidence): ColumnFormat['dateOrder'] {
  if (column.dayFirst > 0 && column.monthFirst === 0) return 'dmy';
  if (column.monthFirst > 0 && column.dayFirst === 0) return 'mdy';
  if (column.dayFirst > 0) return 'ambiguous';
  if (column.slashed === 0) return 'dmy';
  if (file.dayFirst > 0 && file.monthFirst === 0) return 'dmy';
  if (file.monthFirst > 0 && file.dayFirst === 0) return 'mdy';
  return 'ambiguous';
}

function decimalOf(column: FormatEvidence, file: FormatEvidence): ColumnFormat['decimal'] {
  if (column.comma > 0 && column.dot > 0) return 'mixed';
  if (column.comma > 0) return 'comma';
  if (column.dot > 0) return 'dot';
  if (file.comma > 0 && file.dot === 0) return 'comma';
  if (file.dot > 0 && file.comma === 0) return 'dot';
  return 'ambiguous';
}

/** Removes currency and spaces around a number; the Danish `,-` is `,00`. */
function bareNumber(text: string): string {
  const dense = text.replace(/[\s\u00a0\u202f']/g, '');
  return (/[mM]/.test(dense) ? dense.replace(/(?:ekskl|eks|excl|ex|inkl|incl)\.?moms\.?$/i, '') : dense)
    .replace(/^(kr\.?|dkk|eur|€|\$)/i, '')
    .replace(/(kr\.?|dkk|eur|€|\$)$/i, '')
    .replace(/,[-\u2013\u2014]+$/, ',00')
    .replace(/\u2212/g, '-');
}

/** The evidence of one number: `either` is `1.234` or `1,234`; `none` has no separator, or is not a number. */
function decimalStyle(bare: string): 'comma' | 'dot' | 'either' | 'none' {
  const number = /^[-+(]?((?=[.,]*\d)[\d.,]+)\)?$/.exec(bare)?.[1];
  if (number === undefined) return 'none';
  const dot = number.indexOf('.');
  const comma = number.indexOf(',');
  if (dot === -1 && comma === -1) return 'none';
  if (dot !== -1 && comma !== -1) return number.lastIndexOf(',') > number.lastIndexOf('.') ? 'comma' : 'dot';
  if (dot !== -1 && number.indexOf('.', dot + 1) !== -1) return 'comma';
  if (comma !== -1 && number.indexOf(',', comma + 1) !== -1) return 'dot';
  if (/^[1-9]\d{0,2}[.,]\d{3}$/.test(number)) return 'either';
  return comma !== -1 ? 'comma' : 'dot';
}

type NumberReading = { readonly value: number } | { readonly problem: 'not-a-number' | 'ambiguous' | 'excel' };

/** Reads a number as its column writes them; in a whole number, an undecided separator means thousands. */
export function readNumber(text: string, decimal: ColumnFormat['decimal'], whole: boolean): NumberReading {
  if (onlyDigits.test(text)) return { value: Number(text) };
  if (plainDecimal.test(text)) return { value: Number(text.replace(',', '.')) };
  if (text.length > longest) return { problem: 'not-a-number' };
  let bare = bareNumber(text);
  if (/^[-+]?\d+([.,]\d+)?e[+-]?\d+$/i.test(bare)) return { problem: 'excel' };
  const negative = bare.startsWith('-') || /^\(.*\)$/.test(bare) || /^[\d.,]+-$/.test(bare);
  bare = bare.replace(/^[-+(]/, '').replace(/[-)]$/, '');
  if (!/^(?=[.,]*\d)[\d.,]+$/.test(bare)) return { problem: 'not-a-number' };
  const style = decimalStyle(bare);
  let comma: boolean;
  if (style === 'none') comma = false;
  else if (style === 'either') {
    if (decimal === 'ambiguous' || decimal === 'mixed') {
      if (!whole) return { problem: 'ambiguous' };
      comma = bare.includes('.');
    } else comma = decimal === 'comma';
  } else comma = style === 'comma';
  const plain = comma ? bare.replaceAll('.', '').replace(',', '.') : bare.replaceAll(',', '');
  if (!/^\d*(?:\.\d*)?$/.test(plain)) return { problem: 'not-a-number' };
  const value = Number(plain) * (negative ? -1 : 1);
  return Number.isFinite(value) ? { value } : { problem: 'not-a-number' };
}
