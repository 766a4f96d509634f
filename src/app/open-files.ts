/** Files in and out, for those who open and name them. */

export { type FileFormat, openSource, sourceOfText } from '../files/bytes/open-source.js';
export { csvText } from '../files/csv/export-text.js';
export { rejectsBeside } from '../files/csv/rejects-file.js';
export { readMappingFile } from '../files/mapping-file.js';
