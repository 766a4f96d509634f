import { Flags } from '@oclif/core';
import { failureOf } from '../../app/explain-failure.js';
import { runSync } from '../../app/run-sync.js';
import type { Config } from '../../config/config.js';
import type { SyncOptions } from '../../core/options/sync-options.js';
import { exitOfSync } from '../../core/results/exit-codes.js';
import type { SyncResult } from '../../core/results/sync-result.js';
import { moment } from '../../reports/page.js';
import { renderSync } from '../../reports/sync-report.js';
import { BaseCommand } from '../base-command.js';
import { planFlags, readPlanFlags, savePlan, withChanges } from '../flags/plan-flags.js';
import { readSyncFlags, syncFlags, syncWatchFlags } from '../flags/sync-flags.js';
import { htmlFlag } from '../html-file.js';

export default class Sync extends BaseCommand {
  static override summary = 'Sync bookings and Google Calendar, both ways.';
  static override description =
    'Reads the changes of both sides since the last sync, merges them field by field, and writes only differences. If in doubt, it removes nothing: a guard refuses (exit 3) and names the override.\n\nExits 0 when both sides are in sync, 4 when something is held or failed, 3 when a guard refused, 2 when a flag or setting is wrong, 5 when the database or Google cannot be reached or another sync is running, 130 on Ctrl-C.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --dry-run',
    '<%= config.bin %> <%= command.id %> --watch',
    '<%= config.bin %> <%= command.id %> --dry-run --save-plan plan.json',
    '<%= config.bin %> <%= command.id %> --direction google-to-db --json',
  ];
  static override flags = {
    calendar: Flags.string({
      char: 'c',
      multiple: true,
      multipleNonGreedy: true,
      description: 'Calendar id; repeat for several, the first receives new bookings. Default: GOOGLE_CALENDAR_ID.',
    }),
    ...syncFlags,
    ...planFlags,
    wait: Flags.boolean({ description: 'Wait for another sync to end instead of exiting 5.' }),
    ...syncWatchFlags,
    ...htmlFlag,
  };

  protected override readonly goesOn = true;

  async run(): Promise<SyncResult | undefined> {
    const { flags } = await this.parse(Sync);
    const config = await this.settings();
    const options = readSyncFlags(flags, config);
    const file = readPlanFlags(flags, options);
    if (flags.watch) return this.#watch(config, options, flags.poll * 1000);
    // Planning also loads the code of imports: a sync without --save-plan does not need it.
    const plans = file === null ? null : await import('../../app/run-plan.js');
    if (file !== null) await plans?.aimPlan(file);
    const services = await this.open({ config, purpose: 'sync', wait: flags.wait });
    const asked = { ...options, wait: flags.wait };
    const { outcome, plan } =
      plans === null ? { outcome: await runSync(services, asked), plan: null } : await plans.planSync(services, asked);
    const { result, stopped } = outcome;
    if (file !== null) this.note(await savePlan(file, plan, { plans: this.words().plans, redact: flags.redact }));
    const exitCode = withChanges(flags, exitOfSync(result), result.changes.length + result.linked);
    return this.finish({
      result,
      report: renderSync(result, this.page()),
      html: ({ syncPage }, frame) => syncPage(result, frame),
      exitCode,
      confirms: true,
      stopped,
    });
  }

  /** Syncs at each change until a signal comes; `--json` prints one line for each sync. */
  async #watch(config: Config, options: SyncOptions, poll: number): Promise<undefined> {
    const services = await this.open({ config, purpose: 'watch' });
    const { runWatch, hasDoneSomething } = await import('../../app/run-watch.js');
    const { watching, worksAgain } = this.words().programs;
    this.note(watching(poll / 1000));
    await runWatch(services, options, {
      poll,
      onResult: (result) => {
        if (!hasDoneSomething(result)) return;
        if (this.jsonEnabled()) process.stdout.write(`${JSON.stringify(result)}\n`);
        else if (!this.isQuiet() || !result.success)
          this.log(`${moment(this.page(), services.clock())}\n${renderSync(result, this.page())}\n`);
      },
      onFailure: (error) => {
        if (error === null) return this.note(worksAgain);
        if (!this.jsonEnabled()) return this.tellFailure(error);
        process.stdout.write(`${JSON.stringify({ success: false, error: failureOf(error) })}\n`);
      },
    });
    return undefined;
  }
}
