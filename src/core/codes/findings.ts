import type { CellKind } from '../customers/columns/cell-kinds.js';
import type { Doubt, Who } from '../customers/match/doubt.js';
import type { RowPlace } from '../customers/model/source.js';

type Nothing = Readonly<Record<never, never>>;

type N = { readonly count: number };

type OfColumn = {
  /** The column's name in a mapping. */
  readonly name: string;
};

/** Several columns in one sentence. */
type Unused = OfColumn & {
  readonly names: string;
  /** How many are not in `names`. */
  readonly more: number;
};

type Taken = OfColumn & {
  readonly target: string;
};

type Field = 'name' | 'email' | 'phone' | 'address' | 'companyName';

type Total = 'totalLeads' | 'totalBookings' | 'totalRevenue';

type Doubted = {
  readonly doubt: Doubt;
};

type About = {
  readonly who: Who;
};

type Quote = {
  readonly opened: number;
  readonly closed: number;
};

type Encoded = {
  readonly encoding: string;
  readonly whose: 'dos' | 'mac';
};

type Beside = {
  readonly name: string;
};

/** Findings about a row, a column or a file; the part of a key before the slash is the code. */
export interface Findings {
  'row-empty': Nothing;
  'row-total/passed': Nothing;
  'row-total/refused': Nothing;
  'row-alone/passed': Nothing;
  'row-alone/refused': Nothing;
  'row-alone/no-customer': Nothing;
  'name-is-header/passed': Nothing;
  'name-is-header/refused': Nothing;
  'header-again': Nothing;
  'row-too-long': { readonly cells: number; readonly width: number };
  'cell-too-long': N;
  'name-holds-contact': Nothing;
  'name-missing/number': Nothing;
  'name-missing/path': Nothing;
  'name-missing/empty': Nothing;
  'key-missing': Nothing;
  'price-left/json': Nothing;
  'several-names': N;
  'email-invalid/no-at': Nothing;
  'email-invalid/several-at': N;
  'email-invalid/nothing-before': Nothing;
  'email-invalid/nothing-after': Nothing;
  'email-invalid/space': Nothing;
  'email-invalid/no-dot': Nothing;
  'email-invalid/letter': Nothing;
  'email-invalid/dot': Nothing;
  'email-invalid/too-long': Nothing;
  'email-invalid/other': Nothing;
  'email-words': Nothing;
  'further-name': Nothing;
  'several-emails': Nothing;
  'several-phones': Nothing;
  'several-addresses': Nothing;
  'phone-doubtful': N;
  'phone-words': Nothing;
  'phone-extension': Nothing;
  'postal-code-zero': Nothing;
  'excel-number/phone': Nothing;
  'excel-number/number': Nothing;
  'excel-date': Nothing;
  'excel-error': { readonly name: string };
  'said-twice': Nothing;
  'not-a-text/list': Nothing;
  'not-a-text/object': Nothing;
  'number-invalid': Nothing;
  'number-ambiguous': Nothing;
  'number-out-of-range/negative': Nothing;
  'number-out-of-range/large': Nothing;
  'number-out-of-range/fraction': Nothing;
  'date-invalid/no-such-date': Nothing;
  'date-invalid/not-a-date': Nothing;
  'date-invalid/week': Nothing;
  'date-invalid/month': Nothing;
  'date-invalid/epoch': Nothing;
  'date-ambiguous': Nothing;
  'control-characters': Nothing;
  'broken-characters': Nothing;
  'letter-unstorable': { readonly letter: string; readonly encoding: string };
  'time-skipped': Nothing;
  'time-doubled': Nothing;
  'status-unknown': Nothing;
  'duration-ambiguous': Nothing;
  'booking-invalid/no-start': Nothing;
  'booking-invalid/no-date': Nothing;
  'booking-invalid/no-time': Nothing;
  'booking-invalid/not-a-time': Nothing;
  'booking-invalid/not-a-list': Nothing;
  'booking-invalid/not-a-duration': Nothing;
  'booking-invalid/unreadable': { readonly place: number };
  'booking-invalid/ends-before': Nothing;
  'booking-invalid/too-long': Nothing;

  'no-names': Nothing;
  'no-rows': Nothing;
  'column-unused': OfColumn;
  'column-unused/several': Unused;
  'column-unused/almost': Taken;
  'column-by-cells/spelled': Taken;
  'column-by-cells': Taken & { readonly kind: CellKind };
  'column-by-cells/names': Taken & { readonly kind: CellKind };
  'column-contradicts': Taken & { readonly kind: CellKind; readonly other: string };
  'contact-unused': OfColumn & { readonly kind: 'email' | 'phone' };
  'number-mixed': Nothing;
  'names-last-first': OfColumn;
  'bookings-left': Nothing;
  'no-bookings/no-start': Nothing;
  'no-bookings/days-only': Nothing;
  'no-bookings/perhaps': OfColumn;
  'price-left': OfColumn;
  'list-of-orders/whose': Nothing;
  'list-of-orders/further': { readonly count: number };

  'customer-unknown': Nothing;
  'probable-duplicate': About & Doubted;
  'shared-phone': About & Doubted;
  'shared-email': About & Doubted;
  'email-phone-conflict': Doubted;
  'id-conflict': Doubted;
  'several-customers': Doubted;
  'duplicate-refused': About;
  'row-repeated': RowPlace & { readonly more: number };
  'same-customer': RowPlace;
  'rows-differ': { readonly fields: readonly Field[]; readonly places: readonly RowPlace[] };
  'kept-in-notes': About & { readonly fields: readonly Field[] };
  'notes-edited': About;
  'total-lower': { readonly totals: readonly Total[] };
  'probable-created': About & Doubted;
  'phone-shared': About & { readonly more: number };
  'email-shared': About;
  'customer-renamed': About;
  'booking-overlaps': { readonly count: number };
  'booking-of-another': { readonly count: number };
  'customer-id-unknown': { readonly count: number };
  outrun: Nothing;

  'unclosed-quote': Nothing;
  'unclosed-quote/at': Pick<Quote, 'opened'>;
  'text-after-quote': Nothing;
  'text-after-quote/at': Quote;
  'record-too-long': Nothing;
  'row-in-quotes': Nothing;
  'quote-swallows': Quote;
  'json-not-an-object': Nothing;
  'json-broken': Nothing;
  'json-list-left': { readonly jq: string };
  'json-list': Nothing;
  'sheet-chosen': Beside & { readonly others: readonly string[]; readonly isMore: boolean; readonly count: number };
  'sheet-hidden-cells': Beside & { readonly rows: number; readonly columns: number };
  'archive-entry-read': Beside & { readonly others: number };
  'vcard-broken': Nothing;
  'vcard-group': Nothing;
  'encoding-doubtful': Encoded;
  'encoding-guessed': Encoded;
}

export type FindingId = keyof Findings;
