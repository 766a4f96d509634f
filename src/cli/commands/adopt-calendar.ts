import { Flags } from '@oclif/core';
import { runAdoption } from '../../app/run-sync.js';
import type { AdoptResult } from '../../core/results/sync-result.js';
import { renderAdopted } from '../../reports/adopt-report.js';
import { BaseCommand } from '../base-command.js';

export default class AdoptCalendar extends BaseCommand {
  static override summary = 'Make this database the one that keeps a calendar in sync.';
  static override description =
    'One database keeps a calendar: a copy of it, on a test server or a laptop, is refused, and so is another database that finds the calendar kept. This command makes it this database; the other one is refused from its next run on. Run it after a move to another server, and never in a copy that is for tests. It writes a mark to one event of the calendar, and changes nothing else.\n\nExits 0 when the calendar is kept by this database, 2 when a flag or setting is wrong, 5 when the database or Google cannot be reached or a sync is running.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --calendar hold2@group.calendar.google.com',
  ];
  static override flags = {
    calendar: Flags.string({
      char: 'c',
      multiple: true,
      multipleNonGreedy: true,
      description: 'Calendar id; repeat for several. Default: GOOGLE_CALENDAR_ID.',
    }),
    wait: Flags.boolean({ description: 'Wait for a running sync to end instead of exiting 5.' }),
  };

  async run(): Promise<AdoptResult> {
    const { flags } = await this.parse(AdoptCalendar);
    const config = await this.settings();
    const services = await this.open({ config, purpose: 'sync', wait: flags.wait });
    const calendarIds = flags.calendar ?? config.sync.calendarIds;
    const result = await runAdoption(services, calendarIds, { wait: flags.wait });
    return this.finish({ result, report: renderAdopted(result, this.page()), confirms: true });
  }
}
