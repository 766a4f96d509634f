import { setTimeout as after } from 'node:timers/promises';
import * as v from 'valibot';
import { failureIn } from '../../app/explain-failure.js';
import { openInput, rejectsBeside, smallArchives } from '../../app/open-files.js';
import type { ImportJob } from '../../app/run-import.js';
import { mappingSchema } from '../../core/customers/columns/file-words.js';
import { columnTargets } from '../../core/customers/columns/header-words.js';
import { mappingNames } from '../../core/customers/columns/map-headers.js';
import { ImportDetailsCollector } from '../../core/customers/import/import-details.js';
import type { FileReading } from '../../core/customers/match/ports.js';
import { saying } from '../../core/errors.js';
import type { ImportAndSyncResult } from '../../core/results/import-result.js';
import { importFileBody, importStartBody } from '../../reports/html/site/import-page.js';
import { wordsOn } from '../../reports/page.js';
import type { Engine } from '../engine.js';
import { Refusal } from '../http/refusal.js';
import { beginImport } from '../runs/import-work.js';
import { fileQuery, readImport } from '../schemas/import-body.js';
import { follow } from './run-pages.js';
import { type Look, readRejects, type ShownImport, type Upload, type Uploads } from './uploads.js';
import { type Form, goTo, type PageRoute, pageHeaders, showPage, type Visit } from './visit.js';

/** Larger files are for the command line: a form is held in memory. */
const mostUploaded = 64 * 1_048_576;
const usual = v.parse(fileQuery, {});
/** Milliseconds that a page waits for what an import would do; and for which it may be shown again. */
const [patience, keptFor] = [300, 30_000];

/** A file: how it is read, its mapping corrected, what would happen, the import, and its rejected rows. */
export function importPages(engine: Engine, uploads: Uploads): readonly PageRoute[] {
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
        const look = await lookAt(engine, upload);
        return showPage(visit, title(visit), importFileBody(visit.site, { ...upload, ...shownLook(look, visit) }));
      },
      take: (visit, form) => takeFile(visit, form, engine, uploads.of(visit.id)),
    },
    {
      path: '/import/result',
      show: async (visit) => {
        const upload = uploads.of(visit.id);
        const outcome = await upload?.imported?.done.catch(() => null);
        if (upload === null || !outcome) return goTo(visit, '/import');
        const around = { reading: null, targets: [], progress: null, failure: null };
        return showPage(visit, title(visit), importFileBody(visit.site, { ...upload, ...around, outcome }));
      },
    },
    {
      path: '/import/rejects',
      show: async ({ c, id }) => {
        const found = await readRejects(uploads.of(id));
        if (found === null) throw new Refusal(404, saying('rejects-missing', {}));
        const saved = `attachment; filename="${found.name}"`;
        const headers = { 'Content-Type': 'application/octet-stream', 'Content-Disposition': saved };
        return c.body(found.bytes, 200, { ...pageHeaders, ...headers });
      },
    },
  ];
}

/** Reads the file and tells what importing it would do; nothing is written. It goes on where it takes long. */
async function lookAt(engine: Engine, upload: Upload): Promise<Look> {
  const old = upload.look;
  const isOld = old === null || (old.endedAt !== null && Date.now() - old.endedAt > keptFor);
  upload.look = isOld ? beginLook(engine, upload) : old;
  await Promise.race([upload.look.done, after(patience)]);
  return upload.look;
}

function beginLook(engine: Engine, upload: Upload): Look {
  const ending = new AbortController();
  const signal = AbortSignal.any([engine.services.signal, ending.signal]);
  const review = async (read: FileReading) => {
    look.reading = read;
  };
  const work = async () => {
    try {
      const details = new ImportDetailsCollector();
      const job = { source: await open(upload), ...optionsOf(engine, upload, true), review, details };
      const begun = beginImport(engine, job, signal, (progress) => {
        look.progress = progress;
      });
      look.outcome = await quoted(upload, (await begun.done).result, details);
    } catch (failure) {
      look.failure = failure;
    }
    look.endedAt = Date.now();
  };
  const none = { reading: null, progress: null, outcome: null, failure: null, endedAt: null };
  const look: Look = { ...none, end: () => ending.abort(), done: Promise.resolve().then(work) };
  return look;
}

function shownLook({ reading, progress, outcome, failure }: Look, { site }: Visit) {
  const names = reading === null ? [] : mappingNames(reading.mapping);
  const columns = (reading?.mapping ?? []).map(({ header, target, index }, at) => ({
    ...{ name: names[at] ?? header, target, at: index },
  }));
  return {
    reading: reading === null ? null : { columns, samples: reading.samples },
    targets: columnTargets,
    failure: failure === null ? null : failureIn(site.page.language, failure),
    ...{ progress, outcome },
  };
}

async function takeFile(visit: Visit, { fields }: Form, engine: Engine, upload: Upload | null): Promise<Response> {
  if (upload === null) return goTo(visit, '/import');
  const columns = [...fields].filter(([name]) => name.startsWith('column-'));
  const before = JSON.stringify(upload.mapping);
  // A choice that was not made leaves the column as it is understood.
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
  if (fields.get('do') === 'import' && isShown) return importNow(visit, engine, upload);
  upload.look?.end();
  upload.look = null;
  return goTo(visit, '/import/file');
}

async function importNow(visit: Visit, engine: Engine, upload: Upload): Promise<Response> {
  const details = new ImportDetailsCollector();
  const job = { source: await open(upload), ...optionsOf(engine, upload, false), rejects: rejectsBeside(upload.path) };
  const begun = beginImport(engine, { ...job, details }, engine.services.signal);
  const done = begun.done.then(({ result }) => quoted(upload, result, details));
  done.catch(() => {});
  upload.imported = { runId: await begun.runId, done };
  upload.look?.end();
  upload.look = null;
  return follow(visit, begun, '/import/result');
}

/** The result with the rows that it is about, which are read once more. */
async function quoted(
  upload: Upload,
  result: ImportAndSyncResult,
  details: ImportDetailsCollector,
): Promise<ShownImport> {
  const source = await open(upload);
  try {
    return { result, details: await details.finish(source, result) };
  } finally {
    await source.close();
  }
}

const asFound = { format: null, encoding: null, delimiter: null, sheet: null, entry: null };
const open = ({ path }: Upload) => openInput(path, { ...asFound, archives: true, archiveLimits: smallArchives });

function optionsOf({ settings }: Engine, upload: Upload, dryRun: boolean): Omit<ImportJob, 'source' | 'rejects'> {
  const { mapping, createBookings, acceptRejects, acceptRenames } = upload;
  const asked = { ...usual, createBookings, acceptRejects, acceptRenames, dryRun };
  return readImport({ ...asked, mapping: v.parse(mappingSchema, mapping) }, settings.usual);
}
