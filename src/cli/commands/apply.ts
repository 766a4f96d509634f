import { Args, Flags } from '@oclif/core';
import { openPlan, openPlanned, runApply } from '../../app/run-apply.js';
import { applyRequest } from '../../core/options/other-requests.js';
import { exitOfApply } from '../../core/results/exit-codes.js';
import type { ApplyResult } from '../../core/results/plan-result.js';
import { changesOf, renderApply } from '../../reports/apply-report.js';
import { BaseCommand } from '../base-command.js';
import { flagsOf, readFlags } from '../flags/flags-of.js';
import { detailedExitCode, withChanges } from '../flags/plan-flags.js';

export default class Apply extends BaseCommand {
  static override summary = 'Apply a saved plan, and nothing else.';
  static override description =
    'Applies a plan that sync or import saved with --dry-run --save-plan. A change is made only if its item has not changed since; other items are listed and left alone. Applying a plan twice changes nothing the second time, and an interrupted one continues. The guards check it again. It is a run of its own, which undo can reverse.\n\nExits 0 when all of the plan is done, 4 when an item had changed, was rejected or failed, 3 when a guard refused (or, with --all-or-nothing, an item had changed) or the plan belongs to another database or calendar, 2 when this version cannot read the file as a plan, 5 when the database or Google cannot be reached or another run is running, 130 on Ctrl-C.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> plan.json --dry-run',
    '<%= config.bin %> <%= command.id %> plan.json',
    '<%= config.bin %> <%= command.id %> plan.json --all-or-nothing --detailed-exitcode',
  ];
  static override args = {
    plan: Args.string({ required: true, description: 'A file that --save-plan wrote.' }),
  };
  static override flags = {
    ...flagsOf(applyRequest),
    file: Flags.string({ description: "The customer file of an import's plan. Default: where it was." }),
    'detailed-exitcode': detailedExitCode,
    wait: Flags.boolean({ description: 'Wait for another run to end instead of exiting 5.' }),
  };

  protected override readonly goesOn = true;

  async run(): Promise<ApplyResult> {
    const { args, flags } = await this.parse(Apply);
    const config = await this.settings();
    const plan = await openPlan(args.plan);
    const source = await openPlanned(plan, flags.file ?? null);
    try {
      const services = await this.open({ config, purpose: plan.kind, wait: flags.wait });
      const { result, stopped } = await runApply(services, plan, {
        source,
        ...readFlags(applyRequest, flags, 'apply'),
        wait: flags.wait,
      });
      const exitCode = withChanges(flags, exitOfApply(result), changesOf(result));
      return await this.finish({
        result,
        report: () => renderApply(result, this.page()),
        exitCode,
        confirms: true,
        stopped,
      });
    } finally {
      await source?.close();
    }
  }
}
