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
 * Opens a customer file. Its rows are made and thrown away by the million: V8 takes what lived a moment when the program
 * began for what lives long, and would make it where it is tidied last; and what does outlive a row is tidied early.
 */
export function openInput(...how: Parameters<typeof openSource>): Promise<CustomerSource> {
  setFlagsFromString('--no-allocation-site-pretenuring');
  setFlagsFromString('--heap-growing-percent=50');
  return openSource(...how);
}
