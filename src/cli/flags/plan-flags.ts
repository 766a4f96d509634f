import { Flags } from '@oclif/core';
import { ConfigurationError, ExitCode, saying } from '../../core/errors.js';
import type { SavedPlan } from '../../core/results/plan-result.js';
import type { Messages } from '../../messages/messages.js';
import { jsonPieces } from '../../reports/json-pieces.js';

/** With `--detailed-exitcode`, this means that there are changes, as in terraform. */
const changesFound: ExitCode = ExitCode.wrongInput;

export const detailedExitCode = Flags.boolean({
  description: 'Exit 2 when there are changes, 0 when there are none, and 1 in place of 2 for wrong input.',
  helpGroup: 'PLAN',
});

/** How the plan of a dry run is saved for `apply`. */
export const planFlags = {
  'save-plan': Flags.string({
    description: 'With --dry-run: save the plan in this file (mode 0600), for: renos-sync apply FILE',
    helpGroup: 'PLAN',
  }),
  redact: Flags.boolean({
    description: "Leave customers' data out of the saved plan; it can still be applied.",
    helpGroup: 'PLAN',
  }),
  'detailed-exitcode': detailedExitCode,
};

export interface PlanFlags {
  readonly 'save-plan'?: string | undefined;
  readonly redact?: boolean | undefined;
  readonly 'detailed-exitcode'?: boolean;
}

/** The file to save a plan in; null: none. Throws ConfigurationError if the flags exclude each other. */
export function readPlanFlags(flags: PlanFlags, { dryRun }: { readonly dryRun: boolean }): string | null {
  const file = flags['save-plan'] ?? null;
  if (!dryRun && file !== null) throw withoutDryRun('save-plan');
  if (!dryRun && flags['detailed-exitcode'] === true) throw withoutDryRun('detailed-exitcode');
  if (file === null && flags.redact === true) throw new ConfigurationError(saying('usage/redact-without-plan', {}));
  return file;
}

function withoutDryRun(flag: string): ConfigurationError {
  return new ConfigurationError(saying('usage/plan-without-dry-run', { flag }));
}

/** The exit code of a successful command: with `--detailed-exitcode` it says whether there are changes. */
export function withChanges(flags: PlanFlags, exitCode: ExitCode, changes: number): ExitCode {
  const isAsked = flags['detailed-exitcode'] === true && exitCode === ExitCode.done;
  return isAsked && changes > 0 ? changesFound : exitCode;
}

/** Saves a plan; returns a sentence with its path, or that a guard refused the plan. */
export async function savePlan(
  file: string,
  plan: SavedPlan | null,
  { plans, redact }: { readonly plans: Messages['plans']; readonly redact: boolean | undefined },
): Promise<string> {
  if (plan === null) return plans.notSaved;
  const { withoutValues, writePlan } = await import('../../app/run-plan.js');
  await writePlan(file, jsonPieces(redact === true ? withoutValues(plan) : plan));
  return plans.saved(file, plan.items.length);
}
