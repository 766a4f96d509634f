import { Args, Flags } from '@oclif/core';
import { findLastRun, runUndo } from '../../app/run-undo.js';
import { ConfigurationError, saying } from '../../core/errors.js';
import { undoRequest } from '../../core/options/other-requests.js';
import { toRemovals } from '../../core/options/sync-request.js';
import { exitOf } from '../../core/results/exit-codes.js';
import type { UndoResult } from '../../core/results/undo-result.js';
import { renderUndo } from '../../reports/undo-report.js';
import { BaseCommand } from '../base-command.js';
import { flagsOf, readFlags } from '../flags/flags-of.js';
import { htmlFlag } from '../html-file.js';

export default class Undo extends BaseCommand {
  static override summary = 'Undo the changes of a run that have not been changed since.';
  static override description =
    'Undoes an import, a sync or an undo, using its journal. Customers and bookings that it created are removed if they have not changed since; fields that it changed get their old value back if they still have the new one; events likewise. Items that have changed since are kept and listed with both values. The undo is itself a run, so it can be undone. Without RUN it undoes the last run that changed something, and asks first.\n\nExits 0 when everything was undone, 4 when something was kept or failed, 3 when a guard refused, 2 when no run has that id, 5 when the database or Google cannot be reached or another run is running, 130 on Ctrl-C.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> 3f9a1c --dry-run',
    '<%= config.bin %> <%= command.id %> 3f9a1c',
    { description: 'The last run, without being asked', command: '<%= config.bin %> <%= command.id %> --yes' },
  ];
  static override args = {
    run: Args.string({ description: "A run's id, or a unique beginning of one; see: renos-sync history" }),
  };
  static override flags = {
    ...flagsOf(undoRequest),
    yes: Flags.boolean({ char: 'y', description: 'Take the last run without asking.' }),
    wait: Flags.boolean({ description: 'Wait for another run to end instead of exiting 5.' }),
    ...htmlFlag,
  };

  protected override readonly goesOn = true;

  async run(): Promise<UndoResult> {
    const { args, flags } = await this.parse(Undo);
    const config = await this.settings();
    const { dryRun, maxDeletes, sendUpdates: notify } = readFlags(undoRequest, flags, 'undo');
    const mayAsk = dryRun || flags.yes || this.canAsk();
    if (args.run === undefined && !mayAsk) throw unnamed();
    const services = await this.open({ config, purpose: 'undo', wait: flags.wait });
    const run = args.run ?? (await findLastRun(services));
    const request = { run, wait: flags.wait, maxDeletes: toRemovals(maxDeletes), notify };
    if (args.run === undefined && !dryRun && !flags.yes) {
      const { result } = await runUndo(services, { ...request, dryRun: true });
      await this.#confirm(renderUndo(result, this.page()));
    }
    const { result, stopped } = await runUndo(services, { ...request, dryRun });
    const exitCode = exitOf(result.success);
    return this.finish({
      result,
      report: () => renderUndo(result, this.page()),
      html: ({ undoPage }, frame) => undoPage(result, frame),
      exitCode,
      confirms: true,
      stopped,
    });
  }

  /** Shows the plan, and continues only if the answer is yes. */
  async #confirm(plan: string): Promise<void> {
    const { createInterface } = await import('node:readline/promises');
    const terminal = createInterface({ input: process.stdin, output: process.stderr });
    const answer = await terminal.question(`${plan}\n\n${this.words().undo.mayUndo}`, { signal: this.interruption });
    terminal.close();
    if (/^(y|yes|j|ja)$/i.test(answer.trim())) return;
    throw new ConfigurationError(saying('not-confirmed/undo', {}));
  }
}

function unnamed(): ConfigurationError {
  return new ConfigurationError(saying('run-missing', {}));
}
