import { recordSource, sourceOfText } from '../../app/open/open-files.js';
import { strictly } from '../../core/customers/import/import-result.js';
import type { CustomerSource } from '../../core/customers/model/source.js';
import { importAndSyncResult } from '../../core/results/import-result.js';
import type { Engine } from '../engine.js';
import type { ApiContext } from '../http/api-env.js';
import { hungUp } from '../http/hung-up.js';
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
import { answerWork } from './answer-work.js';
import { answerImport, answerValidation } from './import-answers.js';
import { receiveFile } from './receive-file.js';
import { type Route, route } from './route.js';

const group = 'Customers';
const imported = { kind: 'data', schema: importAndSyncResult, description: 'The outcome of the rows.' } as const;

/** RenOS's routes that import customers, or check whether they could be. */
export function importRoutes(engine: Engine): readonly Route[] {
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
      summary: 'Check customers or a file of them: report everything that an import would find, and write nothing',
      body: validateBody,
      query: checkedFileQuery,
      answers: { kind: 'data', schema: validationData, description: 'The outcome that the rows would have.' },
      handle: async (c, { body }) => {
        if ('csvData' in body) return validate(c, await csvOf(body), body.options);
        const names = body.customers.map(({ name = null }) => name);
        return validate(c, await recordSource(body.customers), body.options, names);
      },
      handleFile: async (c, options) => validate(c, await receiveFile(c, engine, options), options),
    }),
  ];
}
