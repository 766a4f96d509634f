import type { Doubt, Likeness, Who } from '../../core/customers/match/doubt.js';
import type { RowPlace } from '../../core/customers/model/source.js';
import { counter } from '../language.js';
import type { FindingVoice } from '../voice.js';
import type { Remark } from './row-findings.js';

const n = counter('en');

export type Field = 'name' | 'email' | 'phone' | 'address' | 'companyName';
export type Total = 'totalLeads' | 'totalBookings' | 'totalRevenue';

const fields: Readonly<Record<Field, string>> = {
  name: 'name',
  email: 'e-mail',
  phone: 'phone',
  address: 'address',
  companyName: 'company',
};
const listed = (these: readonly Field[]) => these.map((field) => fields[field]).join(', ');
const at = ({ line, record }: RowPlace) => (record === undefined ? `line ${line}` : `record ${record}`);
const customer = (who: Who) => ('line' in who ? `the customer of ${at(who)}` : `customer ${who.id}`);

const likenesses: { readonly [Is in Likeness['is']]: (off: number) => string } = {
  'same-name': () => 'same name',
  'name-turned': () => 'same name in another order',
  'name-with-word': () => 'name with a word more',
  'name-off': (off) => `name ${n(off, 'letter', 'letters')} off`,
  'same-address': () => 'same address',
  'address-alike': () => 'address alike',
  'address-off': () => 'address 1 or 2 letters off',
  'same-house': () => 'same street and house',
  'phone-off': (off) => `phone ${off} off`,
  'email-off': (off) => `e-mail ${off} off`,
};
const fitting = { email: 'e-mail', phone: 'phone', nameAddress: 'name and address' } as const;

const same = { phone: 'same phone and name', 'phone-alone': 'same phone', address: 'same name and address' } as const;

function doubtful(doubt: Doubt): string {
  switch (doubt.why) {
    case 'two-customers': {
      const who = doubt.who.length === 0 ? '' : `: ${doubt.who.map(customer).join(' and ')}`;
      return `${doubt.by === 'id' ? 'id and e-mail' : 'e-mail and phone'} belong to two customers${who}`;
    }
    case 'email-of-another':
      return `same e-mail, but another name and ${doubt.differing.join(' and ')}`;
    case 'other-email':
      return `${same[doubt.by]}, but another e-mail${doubt.phoneToo ? ' and phone' : ''}`;
    case 'name-alike':
      return 'same phone, and a name that may be the same person’s';
    case 'only-phone':
      return 'same phone, but another name, and one of the two has nothing else';
    case 'alike':
      return `${doubt.reasons.map(({ is, off }) => likenesses[is](off ?? 0)).join(', ')} (${doubt.score})`;
    case 'fits-several':
      return `the ${fitting[doubt.what]} fits ${doubt.count} customers: ${doubt.who.map(customer).join(', ')}`;
  }
}

export interface Doubted {
  readonly doubt: Doubt;
}
export interface About {
  readonly who: Who;
}

const held = ({ who, doubt }: About & Doubted) => `probably ${customer(who)}: ${doubtful(doubt)}`;

const create = (say: FindingVoice) => say.option('onProbable', 'create');

/** What to do about a row that is rejected for whom it meets, by the rule that met it. */
export const matchRemedies = {
  'customer-unknown': () => 'Give the row a name, in a column of its own, to create the customer; else remove it.',
  'probable-duplicate': (say: FindingVoice) =>
    `Import it with ${say.option('onProbable', 'update')} or create, or correct the row so that it is the customer’s.`,
  'shared-phone': (say: FindingVoice) =>
    `Give each of the two an e-mail or an address, or import it with ${create(say)}.`,
  'shared-email': (say: FindingVoice) =>
    `Import it with ${create(say)}: it is created without the e-mail, which the notes keep.`,
  'email-phone-conflict': () => 'Correct the e-mail or the phone, or make the two customers one in RenOS.',
  'id-conflict': () => 'Correct the customer’s id or the e-mail.',
  'several-customers': () => 'Fill in an e-mail or phone that only one of them has.',
  'duplicate-refused': (say: FindingVoice) => `Remove the row, or import with ${say.option('onDuplicate', 'update')}.`,
};

/** Findings of a row among the customers that it meets. */
export const matchFindings = {
  'customer-unknown': (): Remark => ({
    reason: 'has no name, and RenOS knows no customer by what it says',
    remedy: matchRemedies['customer-unknown'](),
  }),
  'probable-duplicate': (p: About & Doubted, say: FindingVoice): Remark => ({
    reason: held(p),
    remedy: matchRemedies['probable-duplicate'](say),
  }),
  'shared-phone': (p: About & Doubted, say: FindingVoice): Remark => ({
    reason: held(p),
    remedy: matchRemedies['shared-phone'](say),
  }),
  'shared-email': (p: About & Doubted, say: FindingVoice): Remark => ({
    reason: held(p),
    remedy: matchRemedies['shared-email'](say),
  }),
  'email-phone-conflict': ({ doubt }: Doubted): Remark => ({
    reason: doubtful(doubt),
    remedy: matchRemedies['email-phone-conflict'](),
  }),
  'id-conflict': ({ doubt }: Doubted): Remark => ({ reason: doubtful(doubt), remedy: matchRemedies['id-conflict']() }),
  'several-customers': ({ doubt }: Doubted): Remark => ({
    reason: doubtful(doubt),
    remedy: matchRemedies['several-customers'](),
  }),
  'duplicate-refused': ({ who }: About, say: FindingVoice): Remark => ({
    reason: `is ${customer(who)} already`,
    remedy: matchRemedies['duplicate-refused'](say),
  }),
  'row-repeated': ({ more, ...first }: RowPlace & { readonly more: number }, say: FindingVoice): Remark => ({
    reason: more === 0 ? `equals ${at(first)}` : `equals ${at(first)}, as do ${more} more rows behind it`,
    remedy: say.nothing('equal rows count once'),
  }),
  'same-customer': (first: RowPlace, say: FindingVoice): Remark => ({
    reason: `the same customer as ${at(first)}`,
    remedy: say.nothing('the later row was put onto the earlier one'),
  }),
  'rows-differ': (
    p: { readonly fields: readonly Field[]; readonly places: readonly RowPlace[] },
    say: FindingVoice,
  ): Remark => ({
    reason: `says another ${listed(p.fields)} of one customer than ${p.places.map(at).join(', ')}`,
    remedy: `${say.nothing('the later row counts, or the first address where rows differ in nothing else')} The notes keep the other.`,
  }),
  'kept-in-notes': (p: About & { readonly fields: readonly Field[] }, say: FindingVoice): Remark => ({
    reason: `says another ${listed(p.fields)} than ${customer(p.who)}`,
    remedy: say.nothing('what is known stays, and the notes keep what the row says'),
  }),
  'notes-edited': ({ who }: About, say: FindingVoice): Remark => ({
    reason: `says another note than before of ${customer(who)}, whose notes were edited since`,
    remedy: `${say.nothing('the notes keep both')} Take out in RenOS what is wrong.`,
  }),
  'total-lower': ({ totals }: { readonly totals: readonly Total[] }, say: FindingVoice): Remark => ({
    reason: `${totals.join(', ')} lower than what is known`,
    remedy: say.nothing('totals are never lowered'),
  }),
  'probable-created': ({ who, doubt }: About & Doubted): Remark => ({
    reason: `perhaps ${customer(who)}: ${doubtful(doubt)}`,
    remedy: 'Make the two customers one in RenOS if they are.',
  }),
  'phone-shared': ({ who, more }: About & { readonly more: number }, say: FindingVoice): Remark => ({
    reason: `shares a phone with ${customer(who)}${more === 0 ? '' : ` and ${more} more`}`,
    remedy: `${say.nothing('they are two customers')} Make them one in RenOS if they are.`,
  }),
  'email-shared': ({ who }: About, say: FindingVoice): Remark => ({
    reason: `was created without its e-mail, which ${customer(who)} has`,
    remedy: say.nothing('the notes keep the e-mail'),
  }),
  'customer-renamed': ({ who }: About): Remark => ({
    reason: `gives ${customer(who)} another person’s name`,
    remedy: 'Check that the row is about the customer of its e-mail.',
  }),
  'booking-overlaps': ({ count }: { readonly count: number }): Remark => ({
    reason: `${n(count, 'new booking overlaps', 'new bookings overlap')} another booking`,
    remedy: 'Look at them in RenOS; they are imported all the same.',
  }),
  'booking-of-another': ({ count }: { readonly count: number }): Remark => ({
    reason: `${n(count, 'row names', 'rows name')} a booking that is another customer’s`,
    remedy: 'Nothing of it was changed. Correct the customer or the booking’s id, or move the booking in RenOS.',
  }),
  'customer-id-unknown': ({ count }: { readonly count: number }, say: FindingVoice): Remark => ({
    reason: `${n(count, 'row names', 'rows name')} a customer’s id that RenOS does not have`,
    remedy: `${say.nothing('e-mail, phone, name and address say whose row it is')} Keep another system’s number with ${say.map('HEADER', 'notes')}.`,
  }),
  outrun: (): Remark => ({
    reason: 'another program took this e-mail during the import',
    remedy: 'Import the file again.',
  }),
};
