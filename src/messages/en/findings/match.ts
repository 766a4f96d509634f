import type { Findings } from '../../../core/codes/findings.js';
import type { Doubt, Likeness, Who } from '../../../core/customers/match/doubt.js';
import type { RowPlace } from '../../../core/customers/model/source.js';
import { counter } from '../../language.js';
import type { FindingVoice, Remark, Sentences } from '../../voice.js';

const n = counter('en');

export type Field = Findings['rows-differ']['fields'][number];

const fields: Readonly<Record<Field, string>> = {
  name: 'name',
  email: 'e-mail',
  phone: 'phone',
  address: 'address',
  companyName: 'company',
};
const listed = (these: readonly Field[]) => these.map((field) => fields[field]).join(', ');
const at = ({ line, record }: RowPlace) => (record === undefined ? `line ${line}` : `record ${record}`);
const customer = (who: Who) =>
  'line' in who
    ? `the customer ${'record' in who && who.record !== undefined ? 'in' : 'on'} ${at(who)}`
    : `customer ${who.id}`;

const likenesses: { readonly [Is in Likeness['is']]: (off: number) => string } = {
  'same-name': () => 'same name',
  'name-turned': () => 'same name in another order',
  'name-with-word': () => 'one name has an extra word',
  'name-off': (off) => `names differ by ${n(off, 'letter', 'letters')}`,
  'same-address': () => 'same address',
  'address-alike': () => 'similar address',
  'address-off': () => 'addresses differ by 1 or 2 letters',
  'same-house': () => 'same street and house',
  'phone-off': (off) => `phones differ by ${n(off, 'digit', 'digits')}`,
  'email-off': (off) => `e-mails differ by ${n(off, 'character', 'characters')}`,
};
const fitting = { email: 'e-mail', phone: 'phone', nameAddress: 'name and address' } as const;

const same = { phone: 'same phone and name', 'phone-alone': 'same phone', address: 'same name and address' } as const;

function doubtful(doubt: Doubt): string {
  switch (doubt.why) {
    case 'two-customers': {
      const who = doubt.who.length === 0 ? '' : `: ${doubt.who.map(customer).join(' and ')}`;
      return `the ${doubt.by === 'id' ? 'id and the e-mail' : 'e-mail and the phone'} belong to two customers${who}`;
    }
    case 'email-of-another':
      return `same e-mail, but a different name and ${doubt.differing.join(' and ')}`;
    case 'other-email':
      return `${same[doubt.by]}, but a different e-mail${doubt.phoneToo ? ' and phone' : ''}`;
    case 'name-alike':
      return 'same phone and a similar name: perhaps the same person';
    case 'only-phone':
      return 'same phone, but a different name, and one of the two has only the phone';
    case 'alike':
      return `${doubt.reasons.map(({ is, off }) => likenesses[is](off ?? 0)).join(', ')} (${doubt.score})`;
    case 'fits-several':
      return `the ${fitting[doubt.what]} fits ${doubt.count} customers: ${doubt.who.map(customer).join(', ')}`;
  }
}

export type Doubted = Findings['email-phone-conflict'];
export type About = Findings['duplicate-refused'];

const held = ({ who, doubt }: About & Doubted) => `is probably ${customer(who)}: ${doubtful(doubt)}`;

const create = (say: FindingVoice) => say.option('onProbable', 'create');

/** The remedy for a row that is rejected because of the customers it matches, by the rule that matched. */
export const matchRemedies = {
  'customer-unknown': () => 'Add a name in a column of its own to create the customer, or remove the row.',
  'probable-duplicate': (say: FindingVoice) =>
    `If it is that customer, import it with ${say.option('onProbable', 'update')}; if it is a new one, with create; or correct the row.`,
  'shared-phone': (say: FindingVoice) =>
    `Add an e-mail or an address to each of the two, or import it with ${create(say)}.`,
  'shared-email': (say: FindingVoice) =>
    `Import it with ${create(say)}: the customer is created without the e-mail, and the notes keep it.`,
  'email-phone-conflict': () => 'Correct the e-mail or the phone, or merge the two customers in RenOS.',
  'id-conflict': () => 'Correct the customer’s id or the e-mail.',
  'several-customers': () => 'Fill in an e-mail or a phone that only one of them has.',
  'duplicate-refused': (say: FindingVoice) => `Remove the row, or import with ${say.option('onDuplicate', 'update')}.`,
};

/** Findings about a row and the customers that it matches. */
export const matchFindings = {
  'customer-unknown': () => ({
    reason: 'has no name, and matches no customer in RenOS',
    remedy: matchRemedies['customer-unknown'](),
  }),
  'probable-duplicate': (p, say) => ({
    reason: held(p),
    remedy: matchRemedies['probable-duplicate'](say),
  }),
  'shared-phone': (p, say) => ({
    reason: held(p),
    remedy: matchRemedies['shared-phone'](say),
  }),
  'shared-email': (p, say) => ({
    reason: held(p),
    remedy: matchRemedies['shared-email'](say),
  }),
  'email-phone-conflict': ({ doubt }) => ({
    reason: doubtful(doubt),
    remedy: matchRemedies['email-phone-conflict'](),
  }),
  'id-conflict': ({ doubt }) => ({ reason: doubtful(doubt), remedy: matchRemedies['id-conflict']() }),
  'several-customers': ({ doubt }) => ({
    reason: doubtful(doubt),
    remedy: matchRemedies['several-customers'](),
  }),
  'duplicate-refused': ({ who }, say) => ({
    reason: `is already ${customer(who)}`,
    remedy: matchRemedies['duplicate-refused'](say),
  }),
  'row-repeated': ({ more, ...first }, say) => ({
    reason: `is the same as ${at(first)}${more === 0 ? '' : ` (and ${n(more, 'more row', 'more rows')})`}`,
    remedy: say.nothing('identical rows count once'),
  }),
  'same-customer': (first, say) => ({
    reason: `is the same customer as ${at(first)}`,
    remedy: say.nothing('both rows became one customer'),
  }),
  'rows-differ': (p, say) => ({
    reason: `has a different ${listed(p.fields)} than ${p.places.map(at).join(', ')} for the same customer`,
    remedy: `${say.nothing('the later row is used, or the first address if nothing else differs')} The notes keep the other value.`,
  }),
  'kept-in-notes': (p, say) => ({
    reason: `has a different ${listed(p.fields)} than ${customer(p.who)}`,
    remedy: say.nothing('RenOS keeps its own value, and the notes keep the one of the row'),
  }),
  'notes-edited': ({ who }, say) => ({
    reason: `has a different note than in the last import for ${customer(who)}, and the notes were edited since`,
    remedy: `${say.nothing('the notes keep both')} Remove in RenOS what is wrong.`,
  }),
  'total-lower': ({ totals }, say) => ({
    reason: `has a lower ${totals.join(', ')} than RenOS`,
    remedy: say.nothing('totals are never lowered'),
  }),
  'probable-created': ({ who, doubt }) => ({
    reason: `is perhaps ${customer(who)}: ${doubtful(doubt)}`,
    remedy: 'Merge the two customers in RenOS if they are the same.',
  }),
  'phone-shared': ({ who, more }, say) => ({
    reason: `shares a phone with ${customer(who)}${more === 0 ? '' : ` and ${more} more`}`,
    remedy: `${say.nothing('they stay two customers')} Merge them in RenOS if they are the same.`,
  }),
  'email-shared': ({ who }, say) => ({
    reason: `was created without its e-mail, because ${customer(who)} has it`,
    remedy: say.nothing('the notes keep the e-mail'),
  }),
  'customer-renamed': ({ who }) => ({
    reason: `gives ${customer(who)} the name of another person`,
    remedy: 'Check that the row belongs to the customer with this e-mail.',
  }),
  'booking-overlaps': ({ count }) => ({
    reason: `${n(count, 'new booking overlaps', 'new bookings overlap')} another booking`,
    remedy: 'Check them in RenOS; they are imported anyway.',
  }),
  'booking-of-another': ({ count }) => ({
    reason: `${n(count, 'row names', 'rows name')} a booking of another customer`,
    remedy: 'That booking was not changed. Correct the customer or the booking’s id, or move the booking in RenOS.',
  }),
  'customer-id-unknown': ({ count }, say) => ({
    reason: `${n(count, 'row names', 'rows name')} a customer id that RenOS does not have`,
    remedy: `${say.nothing('the customer is found by e-mail, phone, name and address')} Keep another system’s number with ${say.map(null, 'notes')}.`,
  }),
  outrun: () => ({
    reason: 'another program took this e-mail during the import',
    remedy: 'Import the file again.',
  }),
} satisfies Sentences<Findings, FindingVoice, Remark>;
