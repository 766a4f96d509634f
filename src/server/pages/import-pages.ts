import * as v from 'valibot';
import { failureIn } from '../../app/explain-failure.js';
import { openInput, rejectsBeside, smallArchives } from '../../app/open-files.js';
import type { ImportOutcome } from '../../app/run-import.js';
import { mappingSchema } from '../../core/customers/columns/file-words.js';
import { columnTargets } from '../../core/customers/columns/header-words.js';
import { mappingNames } from '../../core/customers/columns/map-headers.js';
import type { FileReading } from '../../core/customers/match/ports.js';
import { saying } from '../../core/errors.js';
import { importFileBody, importStartBody } from '../../reports/html/site/import-page.js';
import { wordsOn } from '../../reports/page.js';
import type { Engine } from '../engine.js';
import { Refusal } from '../http/refusal.js';
import { beginImport } from '../runs/import-work.js';
import { fileOptions, toImportOptions } from '../schemas/import-body.js';
import { follow } from './run-pages.js';
import { type Upload, Uploads } from './uploads.js';
import { type Form, goTo, type PageRoute, pageHeaders, showPage, type Visit } from './visit.js';

/** Larger files are for the command line: a form is held in memory. */
const mostUploaded = 64 * 1_048_576;
const usual = v.parse(fileOptions, {});

/** A file: how it is read, its mapping corrected, what would happen, the import, and its rejected rows. */
export function importPages(engine: Engine): readonly PageRoute[] {
  const uploads = new Uploads(engine.services.signal);
  const title = (visit: Visit) => wordsOn(visit.site.page).site.places.import;
  return [
    {
      path: '/import',
      most: mostUploaded,
      show: async (visit) =>
        showPage(visit, title(visit), importStartBody(visit.site, uploads.of(visit.id)?.name ?? null)),
      take: async (visit, { fields, file }) => {
        if (file === null || file.bytes.length === 0) throw new Refusal(400, saying('file-missing', {}));
        await uploads.keep(visit.id, file, fields.has('bookings'));
        return goTo(visit, '/import/file');
      },
    },
    {
      path: '/import/file',
      show: async (visit) => {
        const upload = uploads.of(visit.id);
        if (upload === null) return goTo(visit, '/import');
        const looked = await lookAt(engine, upload);
        const failure = looked.failure === null ? null : failureIn(visit.site.page.language, looked.failure);
        return showPage(
          visit,
          title(visit),
          importFileBody(visit.site, {
            ...looked,
            names: namesOf(looked.reading),
            targets: columnTargets,
            failure,
            upload,
          }),
        );
      },
      take: (visit, form) => takeFile(visit, form, engine, uploads.of(visit.id)),
    },
    {
      path: '/import/result',
      show: async (visit) => {
        const upload = uploads.of(visit.id);
        if (upload?.result === null || upload === null) return goTo(visit, '/import');
        return showPage(
          visit,
          title(visit),
          importFileBody(visit.site, {
            reading: null,
            names: [],
            targets: [],
            result: upload.result,
            failure: null,
            upload,
          }),
        );
      },
    },
    {
      path: '/import/rejects',
      show: async ({ c, id }) =>
        sendRejects(uploads.of(id), (name, bytes) =>
          c.body(bytes, 200, {
            ...pageHeaders,
            'Content-Type': 'application/octet-stream',
            'Content-Disposition': `attachment; filename="${name}"`,
          }),
        ),
    },
  ];
}

async function takeFile(visit: Visit, { fields }: Form, engine: Engine, upload: Upload | null): Promise<Response> {
  if (upload === null) return goTo(visit, '/import');
  const columns = [...fields].filter(([name]) => name.startsWith('column-'));
  // A choice that was not made leaves the column as it is understood.
  const before = JSON.stringify(upload.mapping);
  upload.mapping = Object.fromEntries(
    columns.flatMap(([name, column]) => {
      const target = fields.get(`target-${name.slice('column-'.length)}`) ?? '';
      return target === '' ? [] : [[column, target]];
    }),
  );
  upload.acceptRejects = fields.has('acceptRejects');
  upload.acceptRenames = fields.has('acceptRenames');
  // What is imported is what was shown: another mapping is looked at first.
  const isShown = JSON.stringify(upload.mapping) === before;
  if (fields.get('do') !== 'import' || !isShown) return goTo(visit, '/import/file');
  const begun = beginImport(
    engine,
    { source: await open(upload), ...optionsOf(engine, upload, false), rejects: rejectsBeside(upload.path) },
    engine.services.signal,
  );
  const done = begun.done.then((outcome: ImportOutcome) => {
    upload.result = outcome.result;
    return outcome;
  });
  return follow(visit, { runId: begun.runId, done }, '/import/result');
}

const namesOf = (reading: FileReading | null) => (reading === null ? [] : mappingNames(reading.mapping));

interface Looked {
  readonly reading: FileReading | null;
  readonly result: ImportOutcome['result'] | null;
  readonly failure: unknown;
}

/** Reads the file and tells what importing it would do; nothing is written. */
async function lookAt(engine: Engine, upload: Upload): Promise<Looked> {
  let reading: FileReading | null = null;
  const review = async (read: FileReading) => {
    reading = read;
  };
  try {
    const job = { source: await open(upload), ...optionsOf(engine, upload, true), review };
    const { result } = await beginImport(engine, job, engine.services.signal).done;
    return { reading, result, failure: null };
  } catch (failure) {
    return { reading, result: null, failure };
  }
}

const open = (upload: Upload) =>
  openInput(upload.path, {
    format: null,
    encoding: null,
    delimiter: null,
    sheet: null,
    entry: null,
    archives: true,
    archiveLimits: smallArchives,
  });

function optionsOf(
  { settings }: Engine,
  { mapping, createBookings, acceptRejects, acceptRenames }: Upload,
  dryRun: boolean,
) {
  const asked = {
    ...usual,
    mapping: v.parse(mappingSchema, mapping),
    createBookings,
    acceptRejects,
    acceptRenames,
    dryRun,
  };
  return toImportOptions(asked, settings.usual);
}

async function sendRejects(
  upload: Upload | null,
  send: (name: string, bytes: Uint8Array<ArrayBuffer>) => Response,
): Promise<Response> {
  const found = upload === null ? null : await upload.readRejects();
  if (found === null) throw new Refusal(404, saying('rejects-missing', {}));
  return send(found.name, found.bytes);
}
