import { BaseCommand } from '../../base-command.js';
import type { HeldConflictDetail } from '../../core/calendar/sync-status.js';

export interface ConflictsResult {
  readonly success: true;
  readonly held: readonly HeldConflictDetail[];
}

export default class Conflicts extends BaseCommand {
  static override summary = 'List the conflicts that wait for a decision, with both values.';
  static override examples = ['<%= config.bin %> <%= command.id %>', '<%= config.bin %> <%= command.id %> --json'];

  async run(): Promise<ConflictsResult> {
    await this.parse(Conflicts);
    const config = await this.settings();
    const services = await this.open({ config, purpose: 'conflicts' });
    const { store } = await services.statusPorts();
    const held = await store.findHeldConflicts();
    const { renderConflicts } = await import('../../reports/conflicts-report.js');
    return this.finish({ result: { success: true, held }, report: renderConflicts(held) });
  }
}
