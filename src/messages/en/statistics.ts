import type { StatisticsResult } from '../../core/results/export-result.js';
import { counter, digits } from '../language.js';

const n = counter('en');

/** Texts of the report of `stats`. */
export const statistics = {
  customers: 'Customers',
  customersTagged: 'Customers tagged so',
  withEmail: 'with an e-mail',
  withPhone: 'with a phone',
  withAddress: 'with an address',
  bookingsOnCustomers: "Bookings, by the customers' own totals",
  revenueOnCustomers: "Revenue, by the customers' own totals, kr.",
  noDuplicates: 'No customer looks as if it were there twice.',
  duplicates: (count: number) => `${n(count, 'customer looks', 'customers look')} as if they were there twice:`,
  share: (count: number, what: string, groups: number, examples: string) =>
    `${digits('en', count)} share ${what}, in ${n(groups, 'group', 'groups')}: ${examples}`,
  likenesses: {
    email: 'the same e-mail',
    phone: 'the same phone',
    'name-and-address': 'the same name and address',
  } as Record<StatisticsResult['duplicates']['likenesses'][number]['by'], string>,
  ofAllTime: 'of all time',
  from: (day: string) => `from ${day}`,
  before: (day: string) => `before ${day}`,
  bookingsOf: (span: string, count: number, cancelled: number, revenue: string) =>
    `Bookings ${span}: ${digits('en', count)}, and ${digits('en', cancelled)} cancelled; ${revenue}.`,
  noRevenue: 'what they came to is not known: there are neither invoices nor quotes in this database',
  revenueIs: (amount: string) => `they came to kr. ${amount}`,
  served: (count: number) => `${n(count, 'customer', 'customers')} served`,
  areNew: (count: number) => `${digits('en', count)} of them new`,
  returning: (count: number) => `${digits('en', count)} known from before`,
  cameAgain: (count: number) => `${digits('en', count)} came again`,
  month: 'Month',
  bookings: 'Bookings',
  cancelled: 'Cancelled',
  newOnes: 'New',
  returningOnes: 'Returning',
  revenue: 'Revenue, kr.',
  earlierMonths: (count: number) => `… and ${n(count, 'earlier month', 'earlier months')}; --json has all.`,
  more: (count: number) => `… and ${n(count, 'more', 'more')}; --json has all.`,
  service: 'Service',
  noService: '(not said)',
  best: 'Best customers',
  id: 'Id',
};
