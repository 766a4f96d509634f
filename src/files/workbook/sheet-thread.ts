import { parentPort, workerData } from 'node:worker_threads';
import type { SourceRow } from '../../core/customers/model/source.js';
import { InputFileError } from '../../core/errors.js';
import { openArchive } from './archive.js';
import { listSheets, rowsOfSheet } from './sheet-rows.js';
import type { SheetTask, ThreadMessage } from './sheets-apart.js';

// The thread that sheets-apart.ts starts.
const tell = (message: ThreadMessage) => parentPort?.postMessage(message);
const batchSize = 200;

/** How many batches may still be sent. */
let wanted = 0;
let wake = () => {};
parentPort?.on('message', () => {
  wanted += 1;
  wake();
});

async function tellRows(rows: readonly SourceRow[]): Promise<void> {
  while (wanted === 0)
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
  wanted -= 1;
  tell({ kind: 'rows', rows });
}

async function run({ name, format, content: shared, sheet }: SheetTask): Promise<void> {
  const content = Buffer.from(Buffer.from(shared));
  const workbook = { name, format, content, archive: await openArchive(content, name) };
  if (sheet === null) return tell({ kind: 'sheets', sheets: await listSheets(workbook) });
  let batch: SourceRow[] = [];
  for await (const row of rowsOfSheet(workbook, sheet)) {
    batch.push(row);
    if (batch.length < batchSize) continue;
    await tellRows(batch);
    batch = [];
  }
  await tellRows(batch);
  tell({ kind: 'end' });
}

try {
  await run(workerData as SheetTask);
} catch (error) {
  if (!(error instanceof InputFileError)) throw error;
  tell({ kind: 'refused', sentence: error.sentence });
}
parentPort?.close();
