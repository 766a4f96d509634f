import { Args, Flags } from '@oclif/core';
import { runSync } from '../../../app/run-sync.js';
import {
  type Choice,
  chooseConflicts,
  decide,
  decisionsOf,
  optionsFor,
  readChoice,
  undecided,
} from '../../../core/calendar/status/resolve-conflicts.js';
import { defaultSyncOptions } from '../../../core/options/sync-options.js';
import { exitOf } from '../../../core/results/exit-codes.js';
import type { HeldConflictDetail } from '../../../core/results/status-result.js';
import type { SyncResult } from '../../../core/results/sync-result.js';
import { renderSync } from '../../../reports/sync-report.js';
import { askConflicts } from '../../ask-conflicts.js';
import { BaseCommand } from '../../base-command.js';

/** Output of `conflicts resolve --json`: the sync that applied the decisions, or only `success` if none was made. */
type ResolveResult = (SyncResult | { readonly success: true }) & {
  /** Ids of the conflicts that were decided. */
  readonly resolved: readonly string[];
};

export default class ConflictsResolve extends BaseCommand {
  static override summary = 'Decide held conflicts, and sync.';
  static override description =
    'The value of the chosen side is written to the other; the other value is kept on record. Without flags, in a terminal, it asks about one conflict at a time. Other conflicts stay held.\n\nExits 0 when all decisions were applied, 4 when some failed, 3 when a guard refused, 2 when no side was chosen, 5 when the database or Google cannot be reached.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> 3f9a --take google',
    '<%= config.bin %> <%= command.id %> 3f9a --field title=google --field location=database',
    '<%= config.bin %> <%= command.id %> --all --take database',
  ];
  static override args = {
    id: Args.string({ description: "A conflict's id, or the beginning of one; see: renos-sync conflicts" }),
  };
  static override flags = {
    take: Flags.option({ options: ['google', 'database'] as const })({ description: 'The side that is right.' }),
    field: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      description: 'The side that is right in one field, as title=google; repeat for several. Wins over --take.',
    }),
    all: Flags.boolean({ description: 'Decide all of them.' }),
    'dry-run': Flags.boolean({ char: 'n', description: 'Show what would be done; write nothing.' }),
    wait: Flags.boolean({ description: 'Wait for another sync to end instead of exiting 5.' }),
  };

  protected override readonly goesOn = true;

  async run(): Promise<ResolveResult> {
    const { args, flags } = await this.parse(ConflictsResolve);
    const config = await this.settings();
    const choice = readChoice({ id: args.id, all: flags.all, take: flags.take, fields: flags.field });
    const services = await this.open({ config, purpose: 'sync', wait: flags.wait });
    const held = await (await services.statusPorts()).store.findHeldConflicts();
    const { chosen, decisions } = await this.#decide(held, choice);
    const resolved = chosen.map(({ id }) => id);
    if (resolved.length === 0) {
      const words = this.words().sync;
      const report = held.length === 0 ? words.noneHeld : words.nothingDecided;
      return this.finish({ result: { success: true, resolved }, report, confirms: true });
    }
    const dryRun = flags['dry-run'] || config.runMode === 'dry-run';
    const options = optionsFor(chosen, decisions, { ...defaultSyncOptions, ...config.sync, dryRun });
    const { result, stopped } = await runSync(services, { ...options, wait: flags.wait });
    const exitCode = exitOf(result.success);
    return this.finish({
      result: { ...result, resolved },
      report: renderSync(result, this.page()),
      exitCode,
      confirms: true,
      stopped,
    });
  }

  async #decide(held: readonly HeldConflictDetail[], choice: Choice) {
    const isSaid = choice.take !== null || Object.keys(choice.fields).length > 0;
    if (isSaid) {
      const chosen = chooseConflicts(held, choice);
      const decisions = decide(chosen, choice);
      return { chosen, decisions };
    }
    if (!this.canAsk()) throw undecided();
    const asked = choice.id === null ? held : chooseConflicts(held, choice);
    const { stdin: input, stderr: output } = process;
    const answers = await askConflicts(asked, { input, output, page: this.page(), signal: this.interruption });
    return { chosen: answers.map(({ conflict }) => conflict), decisions: decisionsOf(answers) };
  }
}
