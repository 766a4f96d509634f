import { on } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Sentence } from '../../core/codes/failures.js';
import type { SourceRow } from '../../core/customers/model/source.js';
import { InputFileError } from '../../core/errors.js';
import { giveWay } from '../../core/give-way.js';
import { damaged } from './archive.js';
import { tooLarge } from './measure-workbook.js';
import { listSheets, rowsOfSheet, type SheetInfo, type Workbook } from './sheet-rows.js';

/** The task of the thread: to list the sheets, or to read the rows of one. */
export interface SheetTask extends Pick<Workbook, 'name' | 'format'> {
  readonly content: SharedArrayBuffer;
  readonly sheet: SheetInfo | null;
}

export type ThreadMessage =
  | { readonly kind: 'sheets'; readonly sheets: readonly SheetInfo[] }
  | { readonly kind: 'rows'; readonly rows: readonly SourceRow[] }
  | { readonly kind: 'end' }
  | { readonly kind: 'refused'; readonly sentence: Sentence };

/** Reads a workbook. */
export interface Sheets {
  list(): Promise<readonly SheetInfo[]>;
  rows(sheet: SheetInfo): AsyncIterable<SourceRow>;
}

/** Parsing a workbook's texts takes seconds for some, without a pause: in a separate thread it does not block others. */
export function sheetsOf(workbook: Workbook, isApart: boolean): Sheets {
  // When run from TypeScript sources, there is no file to start a thread with.
  if (isApart && !import.meta.url.endsWith('.ts')) return sheetsApart(workbook);
  return { list: () => listSheets(workbook), rows: (sheet) => rowsOfSheet(workbook, sheet) };
}

function sheetsApart({ name, format, content }: Workbook): Sheets {
  const shared = new SharedArrayBuffer(content.length);
  content.copy(Buffer.from(shared));
  const ask = (sheet: SheetInfo | null) => messages({ name, format, content: shared, sheet });
  return {
    list: async () => {
      for await (const message of ask(null)) if (message.kind === 'sheets') return message.sheets;
      return [];
    },
    async *rows(sheet) {
      for await (const message of ask(sheet)) if (message.kind === 'rows') yield* message.rows;
    },
  };
}

/** Memory limit of a thread, in megabytes: a workbook that needs more is refused, and the rest of the process has enough. */
const most = 768;
/** Batches of rows that are read ahead. */
const ahead = 2;

async function* messages(task: SheetTask): AsyncIterable<ThreadMessage> {
  const worker = new Worker(new URL('./sheet-thread.js', import.meta.url), {
    workerData: task,
    resourceLimits: { maxOldGenerationSizeMb: most },
  });
  try {
    for (let batch = 0; batch < ahead; batch += 1) worker.postMessage('more');
    for await (const [message] of on(worker, 'message', { close: ['exit'] }) as AsyncIterable<[ThreadMessage]>) {
      if (message.kind === 'refused') throw new InputFileError(message.sentence);
      // Several workbooks are read at the same time: each gets its turn.
      await giveWay();
      yield message;
      if (message.kind === 'end' || message.kind === 'sheets') return;
      worker.postMessage('more');
    }
    throw damaged(task.name, new Error('the thread ended early'));
  } catch (error) {
    const isFull = (error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY';
    throw isFull ? tooLarge(task.name) : error;
  } finally {
    await worker.terminate();
  }
}
