import { Args, Flags } from '@oclif/core';
import { tellUndo } from '../../app/run-undo.js';
import { ConfigurationError, saying } from '../../core/errors.js';
import { readDay, wantedBy, windowOf } from '../../core/find/find.js';
import type { HistoryResult, RunResult } from '../../core/results/story-result.js';
import { listRuns, showRun } from '../../core/runs/history.js';
import { renderHistory, renderRun } from '../../reports/history-report.js';
import { BaseCommand } from '../base-command.js';

export default class History extends BaseCommand {
  static override summary = 'List runs, or every change of one run.';
  static override description =
    'Lists each sync, import and undo with its counts, and each change with the item, the field, and its value before and after. For one run it shows whether undo can reverse it, and which of its changes no longer can be undone.\n\nExits 0 when a report was printed, 2 when no run, or more than one, has that id, 5 when the database cannot be reached.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --kind import --limit 5',
    '<%= config.bin %> <%= command.id %> --customer "Mette Holm" --day 1.3.2026',
    { description: 'Every change of one run', command: '<%= config.bin %> <%= command.id %> 3f9a1c' },
  ];
  static override args = {
    run: Args.string({ description: "A run's id, or a unique beginning of one." }),
  };
  static override flags = {
    kind: Flags.option({ options: ['sync', 'import', 'undo'] as const })({ description: 'Only runs of this kind.' }),
    customer: Flags.string({
      description: 'Only runs that changed a customer of this name, e-mail, phone or address, or their bookings.',
    }),
    day: Flags.string({ description: 'Only runs of this Danish day: 2026-03-01, 1.3.2026, 1. marts 2026.' }),
    limit: Flags.integer({
      min: 0,
      description: 'How many runs, or changes of one run; 0 = all. Default: 20, or 500.',
    }),
  };

  async run(): Promise<HistoryResult | RunResult> {
    const { args, flags } = await this.parse(History);
    const config = await this.settings();
    const services = await this.open({ config, purpose: 'history' });
    const { history: store, find } = await services.reads();
    const limit = flags.limit === 0 ? null : flags.limit;
    if (args.run === undefined) {
      const result = await listRuns(store, {
        kind: flags.kind ?? null,
        limit: limit === undefined ? 20 : limit,
        customerIds: flags.customer === undefined ? null : await find.findCustomerIds(wantedBy(flags.customer)),
        day: flags.day === undefined ? null : readTypedDay(flags.day),
      });
      const isPart = (flags.customer ?? flags.day ?? flags.kind) !== undefined;
      return this.finish({ result, report: () => renderHistory(result, this.page(), { isPart }) });
    }
    const result = await showRun(store, args.run, limit === undefined ? 500 : limit, {
      undoOf: (run) => tellUndo(services, run),
      find,
    });
    return this.finish({ result, report: () => renderRun(result, this.page()) });
  }
}

function readTypedDay(typed: string): readonly [Date, Date] {
  const day = readDay(typed);
  if (day !== null) return windowOf(day);
  const problems = [{ flag: 'day', id: 'day-in-words' as const }];
  throw new ConfigurationError(saying('usage/options', { command: 'history', problems }));
}
