import { Flags } from '@oclif/core';
import { readStatusAnyway } from '../../app/read.js';
import type { UnreachableStatus } from '../../core/calendar/status/unreachable-status.js';
import { defaultSyncOptions } from '../../core/options/sync-options.js';
import { exitOfStatus } from '../../core/results/exit-codes.js';
import type { SyncStatus } from '../../core/results/status-result.js';
import { renderStatus } from '../../reports/status-report.js';
import { BaseCommand } from '../base-command.js';
import { readDuration } from '../flags/sync-flags.js';
import { htmlFlag } from '../html-file.js';

export default class Status extends BaseCommand {
  static override summary = 'Show whether bookings and calendar are in sync, and which changes wait.';
  static override description =
    'Writes nothing.\n\nExits 0 when all is well, 4 when something is held or failed, or the last sync is older than --max-age, 2 when a flag or setting is wrong, 5 when the database or Google cannot be reached.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --max-age 2h --quiet',
  ];
  static override flags = {
    calendar: Flags.string({
      char: 'c',
      multiple: true,
      multipleNonGreedy: true,
      description: 'Calendar id; repeat for several. Default: GOOGLE_CALENDAR_ID.',
    }),
    deep: Flags.boolean({ default: false, description: 'Compare everything on both sides, not only what changed.' }),
    'max-age': Flags.string({ description: 'Fail when the last sync is longer ago than this: 90s, 30m, 2h, 1d.' }),
    ...htmlFlag,
  };

  async run(): Promise<SyncStatus | UnreachableStatus> {
    const { flags } = await this.parse(Status);
    const config = await this.settings();
    const [first, ...others] = flags.calendar ?? [];
    const calendarIds = first === undefined ? config.sync.calendarIds : ([first, ...others] as const);
    const services = await this.open({ config, purpose: 'status' });
    const { status, stopped } = await readStatusAnyway(services, {
      sync: { ...defaultSyncOptions, ...config.sync, calendarIds, force: flags.deep },
      maxAge: flags['max-age'] === undefined ? null : readDuration('max-age', flags['max-age']),
      interval: config.schedule.enabled ? config.schedule.interval : null,
    });
    const exitCode = exitOfStatus(status);
    return this.finish({
      result: status,
      report: renderStatus(status, this.page()),
      html: ({ statusPage }, frame) => statusPage(status, frame),
      exitCode,
      confirms: true,
      stopped,
    });
  }
}
