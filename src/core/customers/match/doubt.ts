import type { RowPlace } from '../model/source.js';

/** A customer of RenOS by id, or a new one by the place of the row that creates it. */
export type Who = RowPlace | { readonly id: string };

/** Evidence that two customers are one; `off` counts differing characters. */
export interface Likeness {
  readonly is:
    | 'same-name'
    | 'name-turned'
    | 'name-with-word'
    | 'name-off'
    | 'same-address'
    | 'address-alike'
    | 'address-off'
    | 'same-house'
    | 'phone-off'
    | 'email-off';
  readonly off?: number;
}

/** Why the customer of a row is not certain. Never holds a value of a customer. */
export type Doubt =
  | { readonly why: 'two-customers'; readonly by: 'id' | 'email'; readonly who: readonly Who[] }
  | { readonly why: 'email-of-another'; readonly differing: readonly ('phone' | 'address')[] }
  | { readonly why: 'other-email'; readonly by: 'phone' | 'phone-alone' | 'address'; readonly phoneToo: boolean }
  | { readonly why: 'name-alike' }
  | { readonly why: 'only-phone' }
  | { readonly why: 'alike'; readonly reasons: readonly Likeness[]; readonly score: number }
  | {
      readonly why: 'fits-several';
      readonly what: 'email' | 'phone' | 'nameAddress';
      readonly count: number;
      readonly who: readonly Who[];
    };
