import * as v from 'valibot';
import type { ExportFilter } from '../export/customer-repository.js';
import {
  checkOptions,
  delimiterWord,
  fileOptions,
  importRequest,
  matchingOptions,
  readingOptions,
} from './import-request.js';
import { type Asked, dayOf, oneOf, toMidnight, wordsOf, yesOrNo } from './option.js';
import { mailedGuests } from './sync-options.js';
import { removalsOf, syncRequest } from './sync-request.js';

/** Which customers, or bookings, are exported; all conditions must hold. */
export const exportFilter = {
  id: wordsOf('Only this one; repeat for several.'),
  tag: wordsOf('Only customers with this tag; repeat for any of several.'),
  status: wordsOf('Only with this status; repeat for any of several.'),
  since: dayOf('Only customers created, or bookings that begin, on this day (YYYY-MM-DD) or later.'),
  until: dayOf('Only customers created, or bookings that begin, before this day (YYYY-MM-DD).'),
};

/** How an export is written. */
export const exportStyle = {
  format: v.optional(
    v.pipe(
      v.picklist(['csv', 'json', 'ndjson']),
      v.description("Format of the output. Default: from the file's name, or csv."),
      v.metadata({ char: 'f' }),
    ),
  ),
  bookings: yesOrNo('Export bookings instead of customers, sorted by start.'),
  excel: yesOrNo('For a Danish Excel: byte order mark, semicolons, decimal commas, dd-mm-yyyy.', {
    not: ['delimiter', 'bom'],
  }),
  delimiter: v.optional(v.pipe(delimiterWord, v.description('One character, or tab. Default: a comma.'))),
  bom: yesOrNo('Begin with a byte order mark, so that Excel reads it as UTF-8.'),
};

/** The filter, as the repositories take it. */
export function toFilter(asked: Asked<typeof exportFilter>): ExportFilter {
  const { id, tag, status } = asked;
  return { ids: id ?? null, tags: tag ?? null, statuses: status ?? null, ...toPeriod(asked) };
}

/** From the first instant of one Danish day to the first of another; null is no bound. */
export function toPeriod({
  since,
  until,
}: {
  readonly since?: string | undefined;
  readonly until?: string | undefined;
}) {
  return { since: toMidnight(since), until: toMidnight(until) };
}

/** The options of statistics. */
export const statsRequest = {
  since: dayOf('Only bookings that begin on this day (YYYY-MM-DD) or later.'),
  until: dayOf('Only bookings that begin before this day (YYYY-MM-DD).'),
  tag: exportFilter.tag,
};

/** The options of an undo, besides its run. */
export const undoRequest = {
  dryRun: yesOrNo('Show what would be undone; write nothing.', { char: 'n' }),
  maxDeletes: removalsOf(
    'How many customers, bookings or events may be removed: N or N%. Default: 10, or 25% where that is more.',
  ),
  sendUpdates: oneOf('Whether Google mails the guests.', mailedGuests),
};

/** The options for applying a plan. */
export const applyRequest = {
  dryRun: yesOrNo('Show what would be done now, and write nothing.', { char: 'n' }),
  allOrNothing: yesOrNo('Do nothing if an item has changed since the plan was made.'),
};

/** Verb → its options: its flags, its request and its entry in schemas/options.json are generated from them. */
export const optionDocuments = {
  sync: syncRequest,
  import: { ...importRequest, ...fileOptions },
  validate: { ...readingOptions, ...matchingOptions, ...fileOptions, ...checkOptions },
  export: { ...exportStyle, ...exportFilter },
  stats: statsRequest,
  undo: undoRequest,
  apply: applyRequest,
} as const;
