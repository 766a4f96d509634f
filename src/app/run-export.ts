import { setFlagsFromString } from 'node:v8';
import { beginExport, type ExportRequest, type ExportUnderWay } from '../core/export/export-text.js';
import type { Progress } from '../core/ports.js';
import { csvText, jsonText, ndjsonText } from '../files/csv/export-text.js';
import type { Services } from './services.js';

export { aim, writeWhole } from '../files/write-whole.js';

type Pages = AsyncIterable<readonly (readonly string[])[]>;

/** How the cells of a CSV are written. */
type CsvStyle = Parameters<typeof csvText>[1];

/** Starts an export; its text is streamed. */
export async function runExport(
  services: Services,
  options: ExportRequest & CsvStyle,
  progress: Progress = services.progress,
): Promise<ExportUnderWay> {
  const { customers, bookings } = await services.reads();
  const text = { csv: (pages: Pages) => csvText(pages, options), json: jsonText, ndjson: ndjsonText };
  return beginExport({ customers, bookings, text, signal: services.signal, progress }, options);
}

/**
 * Keeps the space for short-lived objects small from here on. An export creates nothing else, and Node would let this
 * space grow to 50 MB (from version 24 on, to three times as much) before it collects garbage.
 */
export function keepMemoryLow(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
}
