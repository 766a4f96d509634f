import { Flags } from '@oclif/core';
import { runSync } from '../../app/run-sync.js';
import { ExitCode } from '../../core/errors.js';
import type { SyncResult } from '../../core/results/sync-result.js';
import { renderSync } from '../../reports/sync-report.js';
import { BaseCommand } from '../base-command.js';
import { readSyncFlags } from '../flags/sync-flags.js';

const directions = ['bidirectional', 'google-to-db', 'db-to-google', 'google_to_db', 'db_to_google'] as const;

export default class Sync extends BaseCommand {
  static override summary = 'Bring bookings and Google Calendar in step, both ways.';
  static override description =
    'Reads what changed on either side since last time, merges it field by field, and writes only what differs. Nothing is removed on doubt: a guard refuses (exit 3) and names the override.\n\nExits 0 when both sides are in step, 4 when something is held or failed, 3 when a guard refused, 2 when a flag or setting is wrong, 5 when the database or Google cannot be reached or another sync is at work, 130 on Ctrl-C.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --dry-run',
    '<%= config.bin %> <%= command.id %> --direction google-to-db --json',
  ];
  static override flags = {
    calendar: Flags.string({
      char: 'c',
      multiple: true,
      multipleNonGreedy: true,
      description: 'Calendar id; repeat for several, the first receives new bookings. Default: GOOGLE_CALENDAR_ID.',
    }),
    direction: Flags.option({ options: directions, default: 'bidirectional' as const })({
      description: 'Which side may be written.',
    }),
    'on-conflict': Flags.option({
      options: ['newest', 'google', 'database', 'hold'] as const,
    })({
      description:
        'Who wins when both sides changed the same field, held ones among them. Default: newest, and what is held stays held.',
    }),
    'dry-run': Flags.boolean({
      char: 'n',
      description: 'Show what would be done, and why; write nothing on either side.',
    }),
    force: Flags.boolean({ description: 'Compare everything, not only what changed.' }),
    wait: Flags.boolean({ description: 'Wait for another sync to end instead of exiting 5.' }),
    since: Flags.string({
      description: 'Create nothing that is over before this day (YYYY-MM-DD). Default: 30 days back.',
    }),
    until: Flags.string({
      description: 'Create nothing that begins on this day or later (YYYY-MM-DD). Default: 365 days ahead.',
    }),
    'max-events': Flags.integer({
      min: 1,
      description: 'Change at most so many pairs; the rest is left for the next run.',
    }),
    'max-deletes': Flags.string({
      description: 'How many linked pairs may be removed on one side: N or N%. Default: 10, or 25% where that is more.',
    }),
    'retry-failed': Flags.boolean({ description: 'Try again what failed before, though it has not changed.' }),
    'renamed-from': Flags.string({
      description: 'The calendar is the one that was synced under this id until now; its links go on.',
    }),
    restored: Flags.option({ options: ['keep-calendar', 'keep-database'] as const })({
      description: 'Which side is right after the database was restored from a backup; refused until then.',
    }),
    include: Flags.string({ description: 'Also make bookings of these events: private, declined (comma-separated).' }),
    'with-attendees': Flags.boolean({
      description: "Write the customer's address to the event as a guest; no mail is sent.",
    }),
    'send-updates': Flags.option({ options: ['none', 'all'] as const, default: 'none' as const })({
      description: 'Whether Google mails the guests.',
    }),
  };

  protected override readonly goesOn = true;

  async run(): Promise<SyncResult> {
    const { flags } = await this.parse(Sync);
    const config = await this.settings();
    const options = readSyncFlags(flags, config);
    const services = await this.open({ config, purpose: 'sync', wait: flags.wait });
    const { result, stopped } = await runSync(services, { ...options, wait: flags.wait });
    const isHeld = result.conflicts.some(({ decision }) => decision === 'held');
    // Whoever schedules this hears of an item that failed until it is mended, and not only once.
    const needsAPerson = !result.success || isHeld || result.skipped['failed-before'] !== undefined;
    const exitCode = needsAPerson ? ExitCode.partly : ExitCode.done;
    return this.finish({ result, report: renderSync(result, this.page()), exitCode, confirms: true, stopped });
  }
}
