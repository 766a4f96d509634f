import { setTimeout as after } from 'node:timers/promises';
import * as v from 'valibot';
import { failureIn } from '../../app/explain-failure.js';
import { openInput, rejectsBeside, smallArchives } from '../../app/open/open-files.js';
import { mappingSchema } from '../../core/customers/columns/file-words.js';
import { mappingNames } from '../../core/customers/columns/map-headers.js';
import { ImportDetailsCollector } from '../../core/customers/import/import-details.js';
import type { FileReading } from '../../core/customers/match/ports.js';
import { saying } from '../../core/errors.js';
import { importFileBody, importStartBody } from '../../reports/html/site/import-page.js';
import { wordsOn } from '../../reports/page.js';
import type { Engine } from '../engine.js';
import { Refusal } from '../http/refusal.js';
import { beginImport } from '../runs/import-work.js';
import { fileQuery, readImport } from '../schemas/import-body.js';
import { follow } from './run-pages.js';
import { type Look, readRejects, type Upload, type Uploads } from './uploads.js';
import { type Form, goTo, type PageRoute, pageHeaders, type Shown, type Visit } from './visit.js';

/** Larger files need the command line: a form is held in memory. */
const mostUploaded = 64 * 1_048_576;
const usual = v.parse(fileQuery, {});
/** Milliseconds that a page waits for the plan of an import, and milliseconds for which that plan may be shown again. */
const [patience, keptFor] = [300, 30_000];

/** The pages of a file: how it is read, corrections of its mapping, the plan, the import, and its rejected rows. */
export function importPages(engine: Engine, uploads: Uploads): readonly PageRoute[] {
  /** A page about a file; if there is no file, the page with the upload form. */
  const about = (work: (visit: Visit, upload: Upload, form: Form | undefined) => Promise<Shown>) => {
    return (visit: Visit, form?: Form) => {
      const upload = uploads.of(visit.id);
      return upload === null ? goTo(visit, '/import') : work(visit, upload, form);
    };
  };
  const title = ({ site }: Visit) => wordsOn(site).site.places.import;
  return [
    {
      path: '/import',
      most: mostUploaded,
      show: (visit) => [title(visit), importStartBody(uploads.of(visit.id)?.name ?? null, visit.site)],
      take: async (visit, { fields, file }) => {
        if (file === null || file.name === '') throw new Refusal(400, saying('file-missing', {}));
        await uploads.keep(visit.id, file, fields.has('bookings'));
        return goTo(visit, '/import/file');
      },
    },
    {
      path: '/import/file',
      show: about(async (visit, upload) => {
        const { failure, ...look } = await lookAt(engine, upload);
        const explained = failure === null ? null : failureIn(visit.site.language, failure, 'shown');
        return [title(visit), importFileBody({ ...upload, ...look, failure: explained }, visit.site)];
      }),
      take: about((visit, upload, form) => takeFile(visit, form?.fields ?? new URLSearchParams(), engine, upload)),
    },
    {
      path: '/import/result',
      show: about(async (visit, upload) => {
        const outcome = (await upload.imported?.done.catch(() => null)) ?? null;
        if (outcome === null) return goTo(visit, '/import');
        const around = { reading: null, progress: null, failure: null };
        return [title(visit), importFileBody({ ...upload, ...around, outcome }, visit.site)];
      }),
    },
    {
      path: '/import/rejects',
      show: async ({ c, id }) => {
        const found = await readRejects(uploads.of(id));
        if (found === null) throw new Refusal(404, saying('rejects-missing', {}));
        const saved = `attachment; filename*=UTF-8''${encodeURIComponent(found.name)}`;
        const headers = { 'Content-Type': 'application/octet-stream', 'Content-Disposition': saved };
        return c.body(found.bytes, 200, { ...pageHeaders, ...headers });
      },
    },
  ];
}

/** Reads the file and plans its import; writes nothing. It continues in the background if it takes long. */
async function lookAt(engine: Engine, upload: Upload): Promise<Look> {
  const old = upload.look;
  const isOld = old === null || (old.endedAt !== null && Date.now() - old.endedAt > keptFor);
  upload.look = isOld ? beginLook(engine, upload) : old;
  await Promise.race([upload.look.done, after(patience)]);
  return upload.look;
}

function beginLook(engine: Engine, upload: Upload): Look {
  const ending = new AbortController();
  const work = async () => {
    try {
      look.outcome = await (await begin(engine, upload, look, ending.signal)).done;
    } catch (failure) {
      look.failure = failure;
    }
    look.endedAt = Date.now();
  };
  const none = { reading: null, progress: null, outcome: null, failure: null, endedAt: null };
  const look: Look = { ...none, end: () => ending.abort(), done: Promise.resolve().then(work) };
  return look;
}

/** Imports a file, or plans its import; then reads the rows of the findings. */
async function begin(engine: Engine, upload: Upload, look: Look | null, gone: AbortSignal) {
  const { mapping, createBookings, acceptRejects, acceptRenames, path } = upload;
  const ends = AbortSignal.any([engine.services.signal, gone]);
  const asFound = { format: null, encoding: null, delimiter: null, sheet: null, entry: null };
  const apart = {
    archives: true,
    archiveLimits: smallArchives,
    isApart: true,
    enterArchive: () => engine.archives.enter(1, ends),
  };
  const open = () => openInput(path, { ...asFound, ...apart });
  const asked = { ...usual, createBookings, acceptRejects, acceptRenames, dryRun: look !== null };
  const details = new ImportDetailsCollector();
  const job = {
    ...readImport({ ...asked, mapping: v.parse(mappingSchema, mapping) }, engine.settings.usual),
    ...{ source: await open(), details, rejects: look === null ? rejectsBeside(path) : null },
    review: async ({ mapping: found, samples }: FileReading) => {
      const names = mappingNames(found);
      const columns = found.map(({ header, target, index: at }, nth) => ({ name: names[nth] ?? header, target, at }));
      if (look !== null) look.reading = { columns, samples };
    },
  };
  const begun = beginImport(engine, job, ends, (progress) => {
    if (look !== null) look.progress = progress;
  });
  const quote = async ({ result }: Awaited<typeof begun.done>) => {
    const source = await open();
    return { result, details: await details.finish(source, result).finally(() => source.close()) };
  };
  return { begun, done: begun.done.then(quote) };
}

async function takeFile(visit: Visit, fields: URLSearchParams, engine: Engine, upload: Upload): Promise<Response> {
  const before = JSON.stringify(upload.mapping);
  // An empty choice keeps the column as it is.
  upload.mapping = Object.fromEntries(
    [...fields].flatMap(([name, column]) => {
      const target = name.startsWith('column-') ? fields.get(name.replace('column', 'target')) : '';
      return target ? [[column, target]] : [];
    }),
  );
  upload.acceptRejects = fields.has('acceptRejects');
  upload.acceptRenames = fields.has('acceptRenames');
  // Only a shown plan is imported: another mapping is planned first.
  const isShown = JSON.stringify(upload.mapping) === before;
  const work =
    fields.get('do') === 'import' && isShown ? await begin(engine, upload, null, engine.services.signal) : null;
  upload.look?.end();
  upload.look = null;
  if (work === null) return goTo(visit, '/import/file');
  work.done.catch(() => {});
  upload.imported = { runId: await work.begun.runId, done: work.done };
  return follow(visit, work.begun, '/import/result');
}
