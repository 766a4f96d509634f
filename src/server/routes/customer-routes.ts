import * as v from 'valibot';
import { csvText, recordSource, sourceOfText } from '../../app/open/open-files.js';
import { complaint } from '../../core/codes/complaints.js';
import { strictly } from '../../core/customers/import/import-result.js';
import type { CustomerSource } from '../../core/customers/model/source.js';
import { customerRows } from '../../core/export/export-customers.js';
import { plainText, requestOf } from '../../core/options/option.js';
import { exportFilter, toFilter } from '../../core/options/other-requests.js';
import { customerStatistics } from '../../core/results/export-result.js';
import { importAndSyncResult } from '../../core/results/import-result.js';
import type { Engine } from '../engine.js';
import { answer } from '../http/answer.js';
import type { ApiContext } from '../http/api-env.js';
import { Room } from '../http/body-room.js';
import { hungUp } from '../http/hung-up.js';
import { words } from '../http/language.js';
import { beginImport } from '../runs/import-work.js';
import { validationData } from '../schemas/answers.js';
import {
  type AskedImport,
  checkedFileQuery,
  csvBody,
  customersBody,
  type FileWords,
  fileQuery,
  readImport,
  validateBody,
} from '../schemas/import-body.js';
import { answerWork } from './begin-run.js';
import { answerImport, answerValidation } from './import-answers.js';
import { receiveFile } from './receive-file.js';
import { type Route, route } from './route.js';
import { streamText } from './stream-text.js';

const group = 'Customers';
const imported = { kind: 'data', schema: importAndSyncResult, description: 'What became of the rows.' } as const;

/** RenOS's five routes of the customers. */
export function customerRoutes(engine: Engine): readonly Route[] {
  const { settings } = engine;
  const importFrom = (c: ApiContext, source: CustomerSource, asked: AskedImport) =>
    answerWork(c, beginImport(engine, { source, ...readImport(asked, settings.usual) }, hungUp(c)), (outcome) =>
      answerImport(c, outcome),
    );
  const validate = async (
    c: ApiContext,
    source: CustomerSource,
    asked: AskedImport & { readonly strict: boolean },
    names: readonly unknown[] | null = null,
  ) => {
    const options = readImport({ ...asked, dryRun: true }, settings.usual);
    const { result } = await beginImport(engine, { source, ...options }, hungUp(c)).done;
    return answerValidation(c, asked.strict ? strictly(result) : result, names);
  };
  const csvOf = ({ csvData, options }: { readonly csvData: string; readonly options: FileWords }) =>
    sourceOfText(csvData, 'csv', options.delimiter);
  return [
    route({
      method: 'POST',
      path: '/api/customer-import/import',
      group,
      summary: 'Import customers, with their bookings: in JSON, or a file of them as the body itself',
      body: customersBody,
      query: fileQuery,
      answers: imported,
      mayRespondAsync: true,
      handle: async (c, { body }) => importFrom(c, await recordSource(body.customers), body.options),
      handleFile: async (c, options) => importFrom(c, await receiveFile(c, engine, options), options),
    }),
    route({
      method: 'POST',
      path: '/api/customer-import/import-csv',
      group,
      summary: 'Import a CSV file as text in JSON, or any file of customers as the body itself',
      body: csvBody,
      query: fileQuery,
      answers: imported,
      mayRespondAsync: true,
      handle: async (c, { body }) => importFrom(c, await csvOf(body), body.options),
      handleFile: async (c, options) => importFrom(c, await receiveFile(c, engine, options), options),
    }),
    route({
      method: 'POST',
      path: '/api/customer-import/validate',
      group,
      summary: 'Check customers or a file of them: all that importing would find, and nothing written',
      body: validateBody,
      query: checkedFileQuery,
      answers: { kind: 'data', schema: validationData, description: 'What would become of the rows.' },
      handle: async (c, { body }) => {
        if ('csvData' in body) return validate(c, await csvOf(body), body.options);
        const names = body.customers.map(({ name = null }) => name);
        return validate(c, await recordSource(body.customers), body.options, names);
      },
      handleFile: async (c, options) => validate(c, await receiveFile(c, engine, options), options),
    }),
    ...readingRoutes(engine),
  ];
}

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
/** Exports that read the database at once: the other connections are for everybody else. */
const exportsAtOnce = 2;
const exportedCells = { delimiter: ',', mark: false };
const exportHeaders = {
  'Content-Type': 'text/csv; charset=utf-8; header=present',
  'Content-Disposition': 'attachment; filename="customers.csv"',
};

function readingRoutes({ reads, services }: Engine): readonly Route[] {
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
      summary: 'Tell how many customers there are, and what is known about them',
      answers: { kind: 'data', schema: customerStatistics, description: 'Counts and totals.' },
      handle: async (c) => {
        const statistics = await reads.customers.statistics();
        return answer(c, statistics, words(c).statistics(statistics.totalCustomers));
      },
    }),
  ];
}
