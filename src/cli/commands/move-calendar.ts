import { Flags } from '@oclif/core';
import { runMove } from '../../app/run-sync.js';
import { exitOf } from '../../core/results/exit-codes.js';
import type { MoveResult } from '../../core/results/sync-result.js';
import { renderMoved } from '../../reports/move-report.js';
import { BaseCommand } from '../base-command.js';

export default class MoveCalendar extends BaseCommand {
  static override summary = 'Move the events of bookings from one calendar to another.';
  static override description =
    'For a firm that changes to another calendar: each event of a booking is moved, and keeps its id, its guests and its booking; nothing is created again, and no mail is sent. Other events stay. The account needs permission to change events in both calendars. To move them back, exchange the two calendars.\n\nExits 0 when all were moved, 4 when some could not be, 3 when another database keeps one of the calendars, 2 when a flag or setting is wrong, 5 when the database or Google cannot be reached or a sync is running.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> --from primary --to hold2@group.calendar.google.com --dry-run',
    '<%= config.bin %> <%= command.id %> --from primary --to hold2@group.calendar.google.com',
  ];
  static override flags = {
    from: Flags.string({ required: true, description: 'Calendar id under which the bookings are linked now.' }),
    to: Flags.string({ required: true, description: 'Calendar id that their events are moved to.' }),
    'dry-run': Flags.boolean({ char: 'n', description: 'Show what would be moved, and change nothing.' }),
    wait: Flags.boolean({ description: 'Wait for a running sync to end instead of exiting 5.' }),
  };

  protected override readonly goesOn = true;

  async run(): Promise<MoveResult> {
    const { flags } = await this.parse(MoveCalendar);
    const config = await this.settings();
    const services = await this.open({ config, purpose: 'sync', wait: flags.wait });
    const { from, to, wait } = flags;
    const dryRun = flags['dry-run'] || config.runMode === 'dry-run';
    const result = await runMove(services, { from, to, wait, dryRun });
    const exitCode = exitOf(result.success);
    return this.finish({ result, report: renderMoved(result, { from, to }, this.page()), exitCode, confirms: true });
  }
}
