import type { Doubt, Likeness, Who } from '../../../core/customers/match/doubt.js';
import type { RowPlace } from '../../../core/customers/model/source.js';
import type {
  About,
  Doubted,
  matchFindings as english,
  Field,
  matchRemedies as remedies,
} from '../../en/findings/match.js';
import { counter, digits } from '../../language.js';
import type { FindingVoice } from '../../voice.js';

const n = counter('da');

const fields: Readonly<Record<Field, string>> = {
  name: 'et andet navn',
  email: 'en anden e-mail',
  phone: 'et andet telefonnummer',
  address: 'en anden adresse',
  companyName: 'et andet firma',
};
const totals = { totalLeads: 'antal leads', totalBookings: 'antal bookinger', totalRevenue: 'omsætning' } as const;
const together = (words: readonly string[]) =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} og ${words.at(-1)}`;
const listed = (these: readonly Field[]) => together(these.map((field) => fields[field]));
const at = ({ line, record }: RowPlace) => (record === undefined ? `linje ${line}` : `post ${record}`);
const customer = (who: Who) => ('line' in who ? `kunden i ${at(who)}` : `kunde ${who.id}`);

const likenesses: { readonly [Is in Likeness['is']]: (off: number) => string } = {
  'same-name': () => 'samme navn',
  'name-turned': () => 'samme navn i en anden rækkefølge',
  'name-with-word': () => 'navn med et ord mere',
  'name-off': (off) => `${n(off, 'bogstav', 'bogstaver')} til forskel i navnet`,
  'same-address': () => 'samme adresse',
  'address-alike': () => 'adressen ligner',
  'address-off': () => '1 eller 2 bogstaver til forskel i adressen',
  'same-house': () => 'samme vej og husnummer',
  'phone-off': (off) => `${n(off, 'ciffer', 'cifre')} til forskel i telefonnummeret`,
  'email-off': (off) => `${off} tegn til forskel i e-mailen`,
};
const fitting = { email: 'e-mailen', phone: 'telefonnummeret', nameAddress: 'navn og adresse' } as const;
const differing = { phone: 'et andet telefonnummer', address: 'en anden adresse' } as const;

const same = {
  phone: 'samme telefon og navn',
  'phone-alone': 'samme telefon',
  address: 'samme navn og adresse',
} as const;

function doubtful(doubt: Doubt): string {
  switch (doubt.why) {
    case 'two-customers': {
      const who = doubt.who.length === 0 ? '' : `: ${doubt.who.map(customer).join(' og ')}`;
      return `${doubt.by === 'id' ? 'id og e-mail' : 'e-mail og telefon'} hører til to kunder${who}`;
    }
    case 'email-of-another':
      return `samme e-mail, men ${together(['et andet navn', ...doubt.differing.map((field) => differing[field])])}`;
    case 'other-email':
      return `${same[doubt.by]}, men en anden e-mail${doubt.phoneToo ? ' og telefon' : ''}`;
    case 'name-alike':
      return 'samme telefon, og et navn, der kan være den samme persons';
    case 'only-phone':
      return 'samme telefon, men et andet navn, og en af de to har ikke andet';
    case 'alike':
      return `${doubt.reasons.map(({ is, off }) => likenesses[is](off ?? 0)).join(', ')} (${digits('da', doubt.score, 2)})`;
    case 'fits-several':
      return `${fitting[doubt.what]} passer til ${doubt.count} kunder: ${doubt.who.map(customer).join(', ')}`;
  }
}

const held = ({ who, doubt }: About & Doubted) => `sandsynligvis ${customer(who)}: ${doubtful(doubt)}`;
const create = (say: FindingVoice) => say.option('onProbable', 'create');

export const matchRemedies: typeof remedies = {
  'customer-unknown': () => 'Giv rækken et navn i sin egen kolonne, så kunden oprettes; slet den ellers.',
  'probable-duplicate': (say) =>
    `Importér den med ${say.option('onProbable', 'update')} eller create, eller ret rækken, så den er kundens.`,
  'shared-phone': (say) => `Giv hver af de to en e-mail eller en adresse, eller importér den med ${create(say)}.`,
  'shared-email': (say) => `Importér den med ${create(say)}: den oprettes uden e-mailen, som gemmes i noterne.`,
  'email-phone-conflict': () => 'Ret e-mailen eller telefonnummeret, eller slå de to kunder sammen i RenOS.',
  'id-conflict': () => 'Ret kundens id eller e-mailen.',
  'several-customers': () => 'Udfyld en e-mail eller telefon, som kun en af dem har.',
  'duplicate-refused': (say) => `Slet rækken, eller importér med ${say.option('onDuplicate', 'update')}.`,
};

export const matchFindings: typeof english = {
  'customer-unknown': () => ({
    reason: 'har intet navn, og RenOS kender ingen kunde ud fra det, den siger',
    remedy: matchRemedies['customer-unknown'](),
  }),
  'probable-duplicate': (p, say) => ({ reason: held(p), remedy: matchRemedies['probable-duplicate'](say) }),
  'shared-phone': (p, say) => ({ reason: held(p), remedy: matchRemedies['shared-phone'](say) }),
  'shared-email': (p, say) => ({ reason: held(p), remedy: matchRemedies['shared-email'](say) }),
  'email-phone-conflict': ({ doubt }) => ({
    reason: doubtful(doubt),
    remedy: matchRemedies['email-phone-conflict'](),
  }),
  'id-conflict': ({ doubt }) => ({ reason: doubtful(doubt), remedy: matchRemedies['id-conflict']() }),
  'several-customers': ({ doubt }) => ({ reason: doubtful(doubt), remedy: matchRemedies['several-customers']() }),
  'duplicate-refused': ({ who }, say) => ({
    reason: `er allerede ${customer(who)}`,
    remedy: matchRemedies['duplicate-refused'](say),
  }),
  'row-repeated': ({ more, ...first }, say) => ({
    reason:
      more === 0 ? `er lig ${at(first)}` : `er lig ${at(first)}, ligesom ${n(more, 'række', 'rækker')} mere efter den`,
    remedy: say.nothing('ens rækker tæller én gang'),
  }),
  'same-customer': (first, say) => ({
    reason: `er samme kunde som ${at(first)}`,
    remedy: say.nothing('den senere række er lagt sammen med den tidligere'),
  }),
  'rows-differ': ({ fields: these, places }, say) => ({
    reason: `har ${listed(these)} på den samme kunde end ${places.map(at).join(', ')}`,
    remedy: `${say.nothing('den senere række gælder, eller den første adresse, hvis rækkerne ellers er ens')} Noterne gemmer den anden.`,
  }),
  'kept-in-notes': ({ who, fields: these }, say) => ({
    reason: `har ${listed(these)} end ${customer(who)}`,
    remedy: say.nothing('det kendte bliver stående, og noterne gemmer det, som rækken siger'),
  }),
  'notes-edited': ({ who }, say) => ({
    reason: `har en anden note end før til ${customer(who)}, hvis noter er redigeret siden`,
    remedy: `${say.nothing('noterne gemmer begge')} Fjern det forkerte i RenOS.`,
  }),
  'total-lower': ({ totals: these }, say) => ({
    reason: `${these.map((total) => totals[total]).join(', ')} er lavere end det kendte`,
    remedy: say.nothing('totaler sættes aldrig ned'),
  }),
  'probable-created': ({ who, doubt }) => ({
    reason: `måske ${customer(who)}: ${doubtful(doubt)}`,
    remedy: 'Slå de to kunder sammen i RenOS, hvis de er den samme.',
  }),
  'phone-shared': ({ who, more }, say) => ({
    reason: `deler telefonnummer med ${customer(who)}${more === 0 ? '' : ` og ${more} mere`}`,
    remedy: `${say.nothing('de er to kunder')} Slå dem sammen i RenOS, hvis de er den samme.`,
  }),
  'email-shared': ({ who }, say) => ({
    reason: `er oprettet uden sin e-mail, som ${customer(who)} har`,
    remedy: say.nothing('noterne gemmer e-mailen'),
  }),
  'customer-renamed': ({ who }) => ({
    reason: `giver ${customer(who)} en anden persons navn`,
    remedy: 'Kontrollér, at rækken handler om kunden med den e-mail.',
  }),
  'booking-overlaps': ({ count }) => ({
    reason: `${n(count, 'ny booking overlapper', 'nye bookinger overlapper')} en anden booking`,
    remedy: 'Se på dem i RenOS; de importeres alligevel.',
  }),
  'booking-of-another': ({ count }) => ({
    reason: `${n(count, 'række nævner', 'rækker nævner')} en booking, der tilhører en anden kunde`,
    remedy: 'Intet i den er ændret. Ret kunden eller bookingens id, eller flyt bookingen i RenOS.',
  }),
  'customer-id-unknown': ({ count }, say) => ({
    reason: `${n(count, 'række nævner', 'rækker nævner')} et kunde-id, som RenOS ikke har`,
    remedy: `${say.nothing('e-mail, telefon, navn og adresse siger, hvis rækken er')} Behold et andet systems nummer med ${say.map(null, 'notes')}.`,
  }),
  outrun: () => ({
    reason: 'et andet program tog denne e-mail under importen',
    remedy: 'Importér filen igen.',
  }),
};
