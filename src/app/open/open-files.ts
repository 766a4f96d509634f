import { setFlagsFromString } from 'node:v8';
import type { CustomerSource } from '../../core/customers/model/source.js';
import { openSource } from '../../files/bytes/open-source.js';

export { openSource, sourceOfText } from '../../files/bytes/open-source.js';
export { csvText } from '../../files/csv/export-text.js';
export { rejectsBeside } from '../../files/csv/rejects-file.js';
export { plainValue, recordSource } from '../../files/json/record-source.js';
export { readMappingFile } from '../../files/mapping-file.js';
export { smallArchives } from '../../files/source-options.js';

/**
 * Opens a customer file. Reading makes and drops millions of short-lived objects. V8 expects them to live long, because
 * those made when the program started did, and would put them into the space that it cleans last. These flags change
 * that.
 */
export function openInput(...how: Parameters<typeof openSource>): Promise<CustomerSource> {
  setFlagsFromString('--no-allocation-site-pretenuring');
  setFlagsFromString('--heap-growing-percent=50');
  return openSource(...how);
}
