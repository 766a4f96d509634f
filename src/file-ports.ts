/** Files in and out, for those who open and name them. */
export { csvText } from './files/export-text.js';
export { readMappingFile } from './files/mapping-file.js';
export { type FileFormat, openSource, sourceOfText } from './files/open-source.js';
export { rejectsBeside } from './files/rejects-file.js';
