import { Args, Flags } from '@oclif/core';
import { BaseCommand } from '../../base-command.js';
import type { SyncResult } from '../../core/calendar/sync-result.js';
import { ConfigurationError, ExitCode } from '../../core/errors.js';

export default class ConflictsResolve extends BaseCommand {
  static override summary = 'Decide held conflicts, and sync.';
  static override description =
    'The side that is taken is written to the other; what the other said is kept on record.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> 3f9a1c --take google',
    '<%= config.bin %> <%= command.id %> --all --take database',
  ];
  static override args = {
    id: Args.string({ description: "A conflict's id, or the beginning of one; see: renos-sync conflicts" }),
  };
  static override flags = {
    take: Flags.option({ options: ['google', 'database'] as const, required: true })({
      description: 'The side that is right.',
    }),
    all: Flags.boolean({ description: 'Decide all of them.' }),
    'dry-run': Flags.boolean({ char: 'n', description: 'Show what would be done; write nothing.' }),
    wait: Flags.boolean({ description: 'Wait for another sync to end instead of exiting 5.' }),
  };

  async run(): Promise<SyncResult> {
    const { args, flags } = await this.parse(ConflictsResolve);
    const config = await this.settings();
    const [{ syncCalendar }, { defaultSyncOptions }, { renderSync }] = await Promise.all([
      import('../../core/calendar/sync-calendar.js'),
      import('../../core/calendar/sync-options.js'),
      import('../../reports/sync-report.js'),
    ]);
    const services = await this.open({ config, purpose: 'sync', wait: flags.wait });
    const { store } = await services.statusPorts();
    const held = await store.findHeldConflicts();
    const { id } = args;
    const chosen = flags.all ? held : held.filter((conflict) => id !== undefined && conflict.id.startsWith(id));
    if (chosen.length === 0 || (!flags.all && chosen.length > 1)) throw this.#notOne(chosen.length);
    const { result, stopped } = await syncCalendar(await services.syncPorts(), {
      ...defaultSyncOptions,
      calendarIds: config.calendarIds,
      dryRun: flags['dry-run'] || config.runMode === 'dry-run',
      decisions: new Map(chosen.map(({ bookingId }) => [bookingId, flags.take])),
      wait: flags.wait,
    });
    return this.finish({
      result,
      report: renderSync(result),
      exitCode: result.success ? ExitCode.done : ExitCode.partly,
      stopped,
    });
  }

  #notOne(count: number): ConfigurationError {
    const message = count === 0 ? 'No held conflict has that id.' : `${count} held conflicts begin like that.`;
    return new ConfigurationError('conflict-unknown', message, {
      actions: ['renos-sync conflicts', 'renos-sync conflicts resolve --all --take google'],
    });
  }
}
