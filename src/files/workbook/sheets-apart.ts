import { on } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Sentence } from '../../core/codes/failures.js';
import type { SourceRow } from '../../core/customers/model/source.js';
import { InputFileError } from '../../core/errors.js';
import { giveWay } from '../../core/give-way.js';
import { damaged } from './archive.js';
import { tooLarge } from './measure-workbook.js';
import { listSheets, rowsOfSheet, type SheetInfo, type Workbook } from './sheet-rows.js';

/** What the thread is to read: the sheets there are, or the rows of one. */
export interface Asked extends Pick<Workbook, 'name' | 'format'> {
  readonly content: SharedArrayBuffer;
  readonly sheet: SheetInfo | null;
}

export type Told =
  | { readonly kind: 'sheets'; readonly sheets: readonly SheetInfo[] }
  | { readonly kind: 'rows'; readonly rows: readonly SourceRow[] }
  | { readonly kind: 'end' }
  | { readonly kind: 'refused'; readonly sentence: Sentence };

/** Reads a workbook. */
export interface Sheets {
  list(): Promise<readonly SheetInfo[]>;
  rows(sheet: SheetInfo): AsyncIterable<SourceRow>;
}

/** The texts of a workbook are read in one go, which takes seconds for some: a thread of its own does not hold up others. */
export function sheetsOf(workbook: Workbook, isApart: boolean): Sheets {
  // TypeScript's own files have no thread to start.
  if (isApart && !import.meta.url.endsWith('.ts')) return sheetsApart(workbook);
  return { list: () => listSheets(workbook), rows: (sheet) => rowsOfSheet(workbook, sheet) };
}

function sheetsApart({ name, format, content }: Workbook): Sheets {
  const shared = new SharedArrayBuffer(content.length);
  content.copy(Buffer.from(shared));
  const ask = (sheet: SheetInfo | null) => tellings({ name, format, content: shared, sheet });
  return {
    list: async () => {
      for await (const told of ask(null)) if (told.kind === 'sheets') return told.sheets;
      return [];
    },
    async *rows(sheet) {
      for await (const told of ask(sheet)) if (told.kind === 'rows') yield* told.rows;
    },
  };
}

/** Megabytes of a thread's own: what takes more is refused, and the rest of the process is not short of memory. */
const most = 768;
/** Batches of rows that are read ahead. */
const ahead = 2;

async function* tellings(asked: Asked): AsyncIterable<Told> {
  const worker = new Worker(new URL('./sheet-thread.js', import.meta.url), {
    workerData: asked,
    resourceLimits: { maxOldGenerationSizeMb: most },
  });
  try {
    for (let batch = 0; batch < ahead; batch += 1) worker.postMessage('more');
    for await (const [told] of on(worker, 'message', { close: ['exit'] }) as AsyncIterable<[Told]>) {
      if (told.kind === 'refused') throw new InputFileError(told.sentence);
      // Batches of several workbooks come together.
      await giveWay();
      yield told;
      if (told.kind === 'end' || told.kind === 'sheets') return;
      worker.postMessage('more');
    }
    throw damaged(asked.name, new Error('the thread ended early'));
  } catch (error) {
    const isFull = (error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY';
    throw isFull ? tooLarge(asked.name) : error;
  } finally {
    await worker.terminate();
  }
}
