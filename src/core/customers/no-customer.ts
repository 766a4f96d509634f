import { recogniseHeader } from './map-headers.js';

/** A sum below the customers, a heading between them, or what a printed list ends its pages with, is none of them. */
const footers = [
  /^(?:i\s?alt|total(?:t|er)?|sum|subtotal|grand total|samlet|antal(?:\s\p{L}+)?)\s*:?\s*(?:[\d.,]+\s*\p{L}*\.?)?$/iu,
  /^(?:side|page)\s+\d+(?:\s*(?:af|of|\/)\s*\d+)?$/i,
  /^(?:man|tirs|ons|tors|fre|lør|søn)dage?:?$/i,
  /:$/,
  /^(?:udskrevet|udskrift|printed)\b.*\d/i,
];

/** What a row without e-mail, phone and address is that is no customer, by what stands for its name; null: nothing else. */
export function otherThanCustomer(name: string): 'row-total' | 'name-is-header' | null {
  if (footers.some((footer) => footer.test(name))) return 'row-total';
  return recogniseHeader(name).target === null ? null : 'name-is-header';
}
