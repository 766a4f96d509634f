/** The pages of the command line, each made from the result that its table and JSON are made from. */
export { conflictsPage } from './conflicts-page.js';
export { importPage } from './import-page.js';
export { statsPage } from './stats-page.js';
export { statusPage } from './status-page.js';
export { syncPage } from './sync-page.js';
export { undoPage } from './undo-page.js';
