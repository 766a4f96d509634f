/** What a command is called here; the first that fits. */
const calls: readonly (readonly [command: RegExp, call: string])[] = [
  [/^renos-sync sync --max-deletes (\d+)(?= |$)/, 'POST /api/calendar-sync/sync {"maxDeletes": $1}'],
  [/^renos-sync sync --max-deletes (\d+%)/, 'POST /api/calendar-sync/sync {"maxDeletes": "$1"}'],
  [/^renos-sync sync --direction google-to-db/, 'POST /api/calendar-sync/sync-google-to-db'],
  [/^renos-sync sync --dry-run/, 'POST /api/calendar-sync/sync {"dryRun": true}'],
  [/^renos-sync sync --retry-failed/, 'POST /api/calendar-sync/sync {"retryFailed": true}'],
  [/^renos-sync status$/, 'GET /api/calendar-sync/status'],
  [/^renos-sync (sync|import) --wait.*/, 'Ask again after the seconds of Retry-After.'],
  [/^(Run the same command|Run the command) again/, 'Ask again'],
];

/** An error's actions name commands; who calls over HTTP has calls. What only a person at the server can do stays. */
export function inHttpWords(action: string): string {
  const found = calls.find(([command]) => command.test(action));
  return found === undefined ? action : action.replace(found[0], found[1]);
}
