import { setFlagsFromString } from 'node:v8';

/** What an export writes with; light, as it loads nothing that reads files. */
export { delimiterOf } from '../files/csv/csv-dialect.js';
export { csvText, jsonText, ndjsonText } from '../files/csv/export-text.js';
export { aim, writeWhole } from '../files/write-whole.js';

/**
 * Keeps the space for short-lived objects small from here on. An export makes nothing else, and Node would give them
 * 50 MB and, from 24 on, three times as much before it looks what can go.
 */
export function keepMemoryLow(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
}
