import { diagnose, examine, examineNode } from '../../core/doctor/examine.js';
import { type Examined, failedWith } from '../../core/doctor/finding.js';
import type { DoctorResult } from '../../core/results/setup-result.js';
import { renderDoctor } from '../../reports/doctor-report.js';
import { BaseCommand } from '../base-command.js';

export default class Doctor extends BaseCommand {
  static override summary = 'Check everything that a sync needs, and say how to fix what is wrong.';
  static override description =
    'Checks Node, configuration, data folder, database, schema, permissions, credentials, sign-in, each calendar and which database keeps it, and the clock. Changes nothing.\n\nExits 0 when nothing failed, 2 when something must be corrected, 3 when another database keeps a calendar, 5 when the database or Google cannot be reached.';
  static override examples = ['<%= config.bin %> <%= command.id %>', '<%= config.bin %> <%= command.id %> --json'];

  async run(): Promise<DoctorResult> {
    await this.parse(Doctor);
    const { result, exitCode } = diagnose(await this.#findings());
    return this.finish({ result, report: renderDoctor(result, this.page()), exitCode, confirms: true });
  }

  async #findings(): Promise<readonly Examined[]> {
    const config = await this.settings().catch((error: unknown) => failedWith('configuration', error));
    if ('state' in config) return [examineNode(process.version), config];
    const services = await this.open({ config, purpose: 'doctor', unmigrated: true });
    return examine(await services.doctorPorts(process.version));
  }
}
