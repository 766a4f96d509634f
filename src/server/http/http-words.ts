/** What a command is called here; the first that fits. */
const calls: readonly (readonly [command: RegExp, call: string])[] = [
  [/^renos-sync sync --max-deletes (\d+)(?= |$)/, 'POST /api/calendar-sync/sync {"maxDeletes": $1}'],
  [/^renos-sync sync --max-deletes (\d+%)/, 'POST /api/calendar-sync/sync {"maxDeletes": "$1"}'],
  [/^renos-sync sync --direction google-to-db/, 'POST /api/calendar-sync/sync-google-to-db'],
  [
    /^renos-sync sync --calendar (\S+) --renamed-from (\S+)/,
    'POST /api/calendar-sync/sync {"calendarId": "$1", "renamedFrom": "$2"}',
  ],
  [/^renos-sync sync --restored (\S+)( --dry-run)?/, 'POST /api/calendar-sync/sync {"restored": "$1"}'],
  [/^renos-sync undo (\S+) --max-deletes (\d+)/, 'POST /api/runs/$1/undo {"maxDeletes": $2}'],
  [/^renos-sync undo (\S+) --dry-run/, 'POST /api/runs/$1/undo {"dryRun": true}'],
  [/^renos-sync sync --dry-run/, 'POST /api/calendar-sync/sync {"dryRun": true}'],
  [/^renos-sync sync --retry-failed/, 'POST /api/calendar-sync/sync {"retryFailed": true}'],
  [/^(renos-sync adopt-calendar)/, 'On the server: $1'],
  [/^renos-sync status$/, 'GET /api/calendar-sync/status'],
  [/^renos-sync (sync|import|undo) --wait.*/, 'Ask again after the seconds of Retry-After.'],
  [/^(Run the same command|Run the command) again/, 'Ask again'],
];

/** What a command's flag is called here. */
const options: readonly (readonly [flag: RegExp, option: string])[] = [
  [/--map ("[^"]*")/g, 'options.map = [$1]'],
  [/--map or the --mapping file/g, 'options.map or options.mapping'],
  [/--sheet ?/g, 'options.sheet = '],
  [/--entry ?/g, 'options.entry = '],
  [/--encoding ?/g, 'options.encoding = '],
  [/--delimiter ?/g, 'options.delimiter = '],
  [/^renos-sync import FILE {3}# reads.*$/, 'Send it as application/octet-stream.'],
  [
    /^renos-sync redact .*$/,
    'On the server: renos-sync redact FILE -o OUT   # the file without its people, to ask somebody',
  ],
];

/**
 * What is to be done names commands and their flags; who calls over HTTP has calls and options. What only a person at
 * the server can do stays.
 */
export function inHttpWords(action: string): string {
  const found = calls.find(([command]) => command.test(action));
  if (found !== undefined) return action.replace(found[0], found[1]);
  return options.reduce((words, [flag, option]) => words.replace(flag, option), action);
}
