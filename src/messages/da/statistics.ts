import type { statistics as english } from '../en/statistics.js';
import { counter, digits } from '../language.js';

const n = counter('da');

export const statistics: typeof english = {
  customers: 'Kunder',
  customersTagged: 'Kunder med mærket',
  withEmail: 'med e-mail',
  withPhone: 'med telefon',
  withAddress: 'med adresse',
  bookingsOnCustomers: 'Bookinger ifølge kundekortene',
  revenueOnCustomers: 'Omsætning ifølge kundekortene, kr.',
  noDuplicates: 'Ingen kunde ser ud til at stå der to gange.',
  duplicates: (count) => `${n(count, 'kunde', 'kunder')} ser ud til at stå der to gange:`,
  share: (count, what, groups, examples) =>
    `${digits('da', count)} har ${what}, i ${n(groups, 'gruppe', 'grupper')}: ${examples}`,
  likenesses: {
    email: 'samme e-mail',
    phone: 'samme telefon',
    'name-and-address': 'samme navn og adresse',
  },
  ofAllTime: 'i alt',
  from: (day) => `fra ${day}`,
  before: (day) => `før ${day}`,
  bookingsOf: (span, count, cancelled, revenue) =>
    `Bookinger ${span}: ${digits('da', count)}, og ${digits('da', cancelled)} aflyst; ${revenue}.`,
  noRevenue: 'omsætningen kendes ikke: databasen har hverken fakturaer eller tilbud',
  revenueIs: (amount) => `omsætning kr. ${amount}`,
  served: (count) => `${n(count, 'kunde', 'kunder')} betjent`,
  areNew: (count) => `heraf ${digits('da', count)} nye`,
  returning: (count) => `${digits('da', count)} kendt fra før`,
  cameAgain: (count) => `${digits('da', count)} kom igen`,
  month: 'Måned',
  bookings: 'Bookinger',
  cancelled: 'Aflyst',
  newOnes: 'Nye',
  returningOnes: 'Kendte',
  revenue: 'Omsætning, kr.',
  earlierMonths: (count) => `… og ${n(count, 'tidligere måned', 'tidligere måneder')}; --json har alle.`,
  more: (count) => `… og ${n(count, 'mere', 'mere')}; --json har alle.`,
  service: 'Ydelse',
  noService: '(ikke angivet)',
  best: 'Bedste kunder',
  id: 'Id',
};
