import * as v from 'valibot';
import { exportCustomers } from '../../core/customers/export-customers.js';
import type { CustomerSource } from '../../core/customers/source.js';
import { GuardRefusal } from '../../core/errors.js';
import type { Engine } from '../engine.js';
import { answer, answerFailure, answerPartly } from '../http/answer.js';
import type { ApiContext } from '../http/api-env.js';
import { beginImport, type ImportOutcome } from '../runs/import-work.js';
import { importData, statisticsData, validationData } from '../schemas/answers.js';
import {
  type AskedImport,
  csvBody,
  customersBody,
  importOptions,
  toImportOptions,
  validateBody,
} from '../schemas/import-body.js';
import { answerWork } from './begin-run.js';
import { receiveFile } from './receive-file.js';
import { type Route, route } from './route.js';
import { streamText } from './stream-text.js';

const group = 'Customers';
const imported = { kind: 'data', schema: importData, description: 'What became of the rows.' } as const;

/** RenOS's five routes of the customers. */
export function customerRoutes(engine: Engine): readonly Route[] {
  const { ports, settings } = engine;
  const importFrom = (c: ApiContext, source: CustomerSource, asked: AskedImport) =>
    answerWork(c, beginImport(engine, source, toImportOptions(asked, settings.usual)), (outcome) =>
      answerImport(c, engine, outcome),
    );
  const validate = async (c: ApiContext, source: CustomerSource, asked: AskedImport) => {
    const { result } = await beginImport(engine, source, toImportOptions({ ...asked, dryRun: true }, settings.usual))
      .done;
    const valid = result.refusal === null && result.customersRejected === 0;
    const words = `${result.customersProcessed} rows: ${result.customersRejected} would be rejected.`;
    return answer(c, { ...result, valid }, words);
  };
  return [
    route({
      method: 'POST',
      path: '/api/customer-import/import',
      group,
      summary: 'Import customers, with their bookings',
      body: customersBody,
      answers: imported,
      mayRespondAsync: true,
      handle: async (c, { body }) =>
        importFrom(c, await ports.sourceOf(JSON.stringify(body.customers), 'json'), body.options),
    }),
    route({
      method: 'POST',
      path: '/api/customer-import/import-csv',
      group,
      summary: 'Import a CSV file: as text in JSON, or as the body itself',
      body: csvBody,
      query: importOptions,
      answers: imported,
      mayRespondAsync: true,
      handle: async (c, { body }) => importFrom(c, await ports.sourceOf(body.csvData, 'csv'), body.options),
      handleFile: async (c, options) => importFrom(c, await receiveFile(c, engine), options),
    }),
    route({
      method: 'POST',
      path: '/api/customer-import/validate',
      group,
      summary: 'Check customers or a CSV file: all that importing would find, and nothing written',
      body: validateBody,
      query: importOptions,
      answers: { kind: 'data', schema: validationData, description: 'What would become of the rows.' },
      handle: async (c, { body }) =>
        'csvData' in body
          ? validate(c, await ports.sourceOf(body.csvData, 'csv'), body.options)
          : validate(c, await ports.sourceOf(JSON.stringify(body.customers), 'json'), body.options),
      handleFile: async (c, options) => validate(c, await receiveFile(c, engine), options),
    }),
    ...readingRoutes(engine),
  ];
}

const exportQuery = v.strictObject({
  ids: v.optional(
    v.pipe(
      v.union([v.string(), v.number()]),
      v.transform((text) => String(text).split(',')),
      v.description('Only these customers, separated by commas.'),
    ),
  ),
});

function readingRoutes({ ports }: Engine): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/customer-import/export',
      group,
      summary: 'Export the customers as CSV',
      query: exportQuery,
      answers: { kind: 'text', type: 'text/csv', description: 'RenOS’s columns, UTF-8, by name.' },
      handle: (c, { query }) => {
        c.header('Content-Type', 'text/csv; charset=utf-8; header=present');
        c.header('Content-Disposition', 'attachment; filename="customers.csv"');
        return streamText(c, ports.csvText(exportCustomers(ports.customers, query.ids ?? null)));
      },
    }),
    route({
      method: 'GET',
      path: '/api/customer-import/statistics',
      group,
      summary: 'Tell how many customers there are, and what is known about them',
      answers: { kind: 'data', schema: statisticsData, description: 'Counts and totals.' },
      handle: async (c) => {
        const statistics = await ports.customers.statistics();
        return answer(c, statistics, `${statistics.totalCustomers} customers.`);
      },
    }),
  ];
}

function answerImport(c: ApiContext, { ports }: Engine, { result, stopped }: ImportOutcome): Response {
  const { refusal, dryRun, customersCreated, customersUpdated, customersRejected } = result;
  if (refusal !== null) {
    const actions = ['Correct the rows, or send options.acceptRejects = true to import the others.'];
    return answerFailure(c, new GuardRefusal(refusal.code, refusal.message, { actions }), result);
  }
  if (stopped !== null) return answerFailure(c, ports.explain(stopped), result);
  const counts = `${customersCreated} customers created, ${customersUpdated} updated, ${customersRejected} rejected`;
  const words = dryRun ? `Dry run, nothing was written: ${counts}.` : `${counts}.`;
  const isWhole = customersRejected === 0 && result.sync?.success !== false;
  return isWhole ? answer(c, result, words) : answerPartly(c, result, words);
}
