import type { English } from '../core/english.js';
import { checks } from './en/doctor.js';
import { failures } from './en/failures/failures.js';
import { findings, findingWords } from './en/findings/findings.js';
import { helpOf, helpOfPassing } from './en/item-help.js';
import {
  conflictReasons,
  databaseReasons,
  failureReasons,
  leftAloneReasons,
  noteMessages,
  notMovedReason,
  planned,
} from './en/sync-reasons.js';
import { overrides, placeFinding } from './findings.js';
import { type Explanation, type FindingVoice, type Remark, textOf, type Voice, voiceOf } from './voice.js';

const say = voiceOf('typed', 'en');
const ofFindings: FindingVoice = { ...say, nothing: findingWords.nothing };
const strictly: FindingVoice = { ...say, nothing: (why) => findingWords.strictly(why, say.option('strict')) };
const inText = ({ message, actions }: Explanation) => ({ message, actions: actions.map(textOf) });

/** The English texts of core's codes, for errors, logs, JSON and the library. */
export const english: English = {
  failure: ({ id, params }) => inText((failures[id] as (params: object, say: Voice) => Explanation)(params, say)),
  finding: (id, params, isStrict) =>
    (findings[id] as (params: object, say: FindingVoice) => Remark)(params, isStrict ? strictly : ofFindings),
  placed: (finding) => placeFinding(finding, 'en'),
  rejection: (rule) => {
    const { remedies } = findingWords;
    const code = rule in remedies ? (rule as keyof typeof remedies) : 'several-customers';
    return { code, remedy: remedies[code](ofFindings) };
  },
  ofWholeColumn: findingWords.ofWholeColumn,
  override: (id) => say.option(overrides[id], true),
  check: (id, params) => inText((checks[id] as (params: object, say: Voice) => Explanation)(params, say)),
  planned,
  conflict: (code) => conflictReasons[code],
  failed,
  help: ({ code, passing, bookingId, eventId }, isStoryShown) => {
    if (passing) return textOf(helpOfPassing(say));
    return textOf(helpOf(isStoryShown ? { code } : { code, bookingId, eventId }, say));
  },
  leftAlone: (why) => leftAloneReasons[why],
  note: (code) => noteMessages[code],
  notMoved: () => notMovedReason,
};

function failed({ code, params }: Parameters<English['failed']>[0]): string {
  if (params === undefined) return code in failureReasons ? failureReasons[code as keyof typeof failureReasons] : code;
  if ('said' in params) return params.said;
  if ('location' in params) return failures['google-refused-event'](params, say).message;
  return 'letter' in params ? databaseReasons.letter(params) : databaseReasons.rule(params);
}
