import { addressTargets, type ColumnTarget, namingTargets } from '../columns/header-words.js';
import type { LonelyCell } from '../columns/lonely-cells.js';
import type { ColumnMapping } from '../columns/map-headers.js';
import { nullWordIn } from '../columns/null-words.js';
import { recogniseHeader } from '../columns/recognise-header.js';
import type { Cell, SourceRow } from '../model/source.js';

/** Rows that are not customers: a sum below them, a weekday between them, or the end of a printed page. */
const footers = [
  /^(?:i\s?alt|total(?:t|er)?|sum|subtotal|grand total|samlet|antal(?:\s\p{L}+)?)\s*:?\s*(?:[\d.,]+\s*\p{L}*\.?)?$/iu,
  /^(?:total|sum|i\s?alt)\s(?:kunder|customers|clients|contacts|rækker|rows|kr|dkk)\.?\s*:?\s*[\d.,]*$/iu,
  /^(?:side|page)\s*:?\s*\d+(?:\s*(?:af|of|\/)\s*\d+)?$/i,
  /^(?:man|tirs|ons|tors|fre|lør|søn)dage?:?$/i,
  /^(?:udskrevet|udskrift|printed|eksporteret|exported|generated)\b.*\d/i,
  /^\(\d+ (?:rows?|rækker?)\)$/i,
  /^[-=_*]{3,}$/,
];
/** It may still be a customer, with a remark after the colon. */
const heading = /:$/;

/** Why a row without e-mail, phone and address is not a customer, by the text in place of its name; null if it may be one. */
export function otherThanCustomer(name: string): 'row-total' | 'name-is-header' | null {
  if (heading.test(name) || isFooter(name)) return 'row-total';
  return recogniseHeader(name).target === null ? null : 'name-is-header';
}

const isFooter = (text: string) => footers.some((footer) => footer.test(text));

/** Words of titles that are not names. */
const titleWords =
  /(?:^|[\s-])(?:tabel|table|listen?|kunder?|customers?|clients?|klienter|kontakter|contacts|erhverv|privat|walk-?in|diverse|øvrige|gruppe|group|på|for|med|til|the|of)(?=$|[\s:.,-])/iu;

/** Whether a text that is alone in its row may be a person's name: below an empty row, or in capitals, one word is a title. */
function mayBeName(text: string, lonely: LonelyCell): boolean {
  const digits = text.replace(/\D+/g, '').length;
  if (titleWords.test(text) || (digits > 0 && digits < 7)) return false;
  return text.includes(' ') || (lonely === 'alone' && text !== text.toUpperCase());
}

interface NonCustomer {
  readonly code: 'row-total' | 'name-is-header' | 'row-alone';
  readonly index: number;
}

const ofCustomers: ReadonlySet<ColumnTarget | null> = new Set<ColumnTarget | null>([
  ...namingTargets,
  ...addressTargets,
  'middleName',
  'email',
  'phone',
  'bookings',
  'bookingDate',
  'bookingStart',
]);
/** A sum or a count, and not a phone number. */
const figure = /^[\d.,\s]{1,7}$/;

/**
 * Makes the function that finds rows of a table with a title, a total or a page's footer and no customer. If in doubt,
 * the row is treated as a customer.
 */
export function nonCustomerWatch(
  mapping: ColumnMapping,
  lonelyCell: (seq: number, filled: number) => LonelyCell,
): (row: SourceRow) => NonCustomer | null {
  const targets = mapping.map(({ target }) => target);
  return ({ seq, cells }) => {
    let index = -1;
    let filled = 0;
    for (let at = 0; at < cells.length; at += 1) {
      const cell = cells[at] as Cell;
      if (isNothing(cell, targets[at] ?? null)) continue;
      filled += 1;
      if (index < 0) {
        if (typeof cell !== 'string') return null;
        index = at;
      } else if (ofCustomers.has(targets[at] ?? null) && !(targets[at] === 'phone' && figure.test(String(cell))))
        return null;
    }
    const text = index < 0 ? '' : String(cells[index]).trim();
    const isNaming = namingTargets.has(targets[index] ?? null);
    if (isFooter(text)) return { code: 'row-total', index };
    // None of its values would be imported, as in the last lines of a report.
    if (filled === 1 && index === 0 && targets.length >= 3 && (targets[0] ?? null) === null && !text.includes('@'))
      return { code: 'row-alone', index };
    const lonely = lonelyCell(seq, filled);
    if (isNaming && !cells.some((cell, at) => at > index && typeof cell === 'string' && /\p{L}/u.test(cell))) {
      if (heading.test(text)) return { code: 'row-total', index };
      if (recogniseHeader(text).target !== null) return { code: 'name-is-header', index };
    }
    const mayBeTitle = lonely !== null && (isNaming || index === 0) && /\p{L}/u.test(text);
    return mayBeTitle && !mayBeName(text, lonely) && !text.includes('@') ? { code: 'row-alone', index } : null;
  };
}

function isNothing(cell: Cell | undefined, target: ColumnTarget | null): boolean {
  if (cell === null || cell === undefined || cell === '') return true;
  return typeof cell === 'string' && (cell.trim() === '' || nullWordIn(cell, target) !== null);
}
