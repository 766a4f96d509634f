import { Flags } from '@oclif/core';
import { BaseCommand } from '../base-command.js';
import type { SyncStatus } from '../core/calendar/sync-status.js';
import { ExitCode } from '../core/errors.js';

const exitCodes: Readonly<Record<SyncStatus['verdict'], ExitCode>> = {
  'in-step': ExitCode.done,
  'changes-waiting': ExitCode.done,
  attention: ExitCode.partly,
  stale: ExitCode.refused,
  unreachable: ExitCode.unavailable,
};

export default class Status extends BaseCommand {
  static override summary = 'Tell whether bookings and calendar are in step, and what waits.';
  static override description =
    'Writes nothing. Exits 0 when all is well, 4 when something is held or failed, 3 when the last sync is older than --max-age, 5 when the database or Google cannot be reached.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --max-age 2h --quiet',
  ];
  static override flags = {
    calendar: Flags.string({
      char: 'c',
      multiple: true,
      description: 'Calendar id; repeat for several. Default: GOOGLE_CALENDAR_ID.',
    }),
    deep: Flags.boolean({ description: 'Compare everything on both sides, not only what changed.' }),
    'max-age': Flags.string({ description: 'Fail when the last sync is longer ago than this: 90s, 30m, 2h, 1d.' }),
  };

  async run(): Promise<SyncStatus> {
    const { flags } = await this.parse(Status);
    const config = await this.settings();
    const [{ readStatus }, { defaultSyncOptions }, { renderStatus }, { readDuration }] = await Promise.all([
      import('../core/calendar/sync-status.js'),
      import('../core/calendar/sync-options.js'),
      import('../reports/status-report.js'),
      import('../sync-flags.js'),
    ]);
    const maxAge = flags['max-age'] === undefined ? null : readDuration('max-age', flags['max-age']);
    const [first, ...others] = flags.calendar ?? [];
    const calendarIds = first === undefined ? config.calendarIds : ([first, ...others] as const);
    const services = await this.open({ config, purpose: 'status' });
    const status = await readStatus(await services.statusPorts(), {
      sync: { ...defaultSyncOptions, calendarIds, force: flags.deep },
      maxAge,
    });
    return this.finish({ result: status, report: renderStatus(status), exitCode: exitCodes[status.verdict] });
  }
}
