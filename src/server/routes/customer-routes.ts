import * as v from 'valibot';
import { csvText } from '../../app/open/open-files.js';
import { complaint } from '../../core/codes/complaints.js';
import { customerRows } from '../../core/export/export-customers.js';
import { plainText, requestOf } from '../../core/options/option.js';
import { exportFilter, toFilter } from '../../core/options/other-requests.js';
import { customerStatistics } from '../../core/results/export-result.js';
import type { Engine } from '../engine.js';
import { answer } from '../http/answer.js';
import { Room } from '../http/body-room.js';
import { words } from '../http/language.js';
import { type Route, route } from './route.js';
import { streamText } from './stream-text.js';

const group = 'Customers';

const idList = (description: string) =>
  v.optional(
    v.pipe(
      v.union([plainText, v.number()], complaint('ids')),
      v.transform((text) => (text === '' ? undefined : String(text).split(','))),
      v.description(description),
    ),
  );
const exportQuery = requestOf({
  customerIds: idList('Only these customers, separated by commas.'),
  ids: idList('The same, in fewer letters.'),
  ...exportFilter,
});
/** The most exports that read the database at once: the other connections are for all other requests. */
const exportsAtOnce = 2;
const exportedCells = { delimiter: ',', mark: false };
const exportHeaders = {
  'Content-Type': 'text/csv; charset=utf-8; header=present',
  'Content-Disposition': 'attachment; filename="customers.csv"',
};

/** RenOS's routes that read customers. */
export function customerRoutes({ reads, services }: Engine): readonly Route[] {
  const room = new Room({ most: exportsAtOnce, patience: null });
  return [
    route({
      method: 'GET',
      path: '/api/customer-import/export',
      group,
      summary: 'Export the customers as CSV',
      query: exportQuery,
      answers: { kind: 'text', type: 'text/csv', description: 'RenOS’s columns, UTF-8, by name.' },
      handle: (c, { query: { customerIds, ids, ...asked } }) => {
        const filter = toFilter({ ...asked, id: customerIds ?? ids ?? asked.id });
        const rows = customerRows(reads.customers.list(filter), 'plain');
        return streamText(c, csvText(rows, exportedCells), { headers: exportHeaders, room, ending: services.signal });
      },
    }),
    route({
      method: 'GET',
      path: '/api/customer-import/statistics',
      group,
      summary: 'Count customers and their contact details',
      answers: { kind: 'data', schema: customerStatistics, description: 'Counts and totals.' },
      handle: async (c) => {
        const statistics = await reads.customers.statistics();
        return answer(c, statistics, words(c).statistics(statistics.totalCustomers));
      },
    }),
  ];
}
