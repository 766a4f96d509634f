import { Flags } from '@oclif/core';
import type { ConflictsResult } from '../../../core/results/status-result.js';
import { renderConflicts } from '../../../reports/conflicts-report.js';
import { BaseCommand } from '../../base-command.js';
import { htmlFlag } from '../../html-file.js';

export default class Conflicts extends BaseCommand {
  static override summary = 'List the conflicts that wait for a decision, with both values.';
  static override description =
    'A conflict is held when both sides changed the same field and it is not known which is right; neither side is written until a person decides.\n\nExits 0 when a list was printed, held or not (status exits 4), 5 when the database cannot be reached.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --all',
    '<%= config.bin %> <%= command.id %> --json',
  ];
  static override flags = {
    all: Flags.boolean({ description: 'Also list the latest decisions, with both values.' }),
    ...htmlFlag,
  };

  async run(): Promise<ConflictsResult> {
    const { flags } = await this.parse(Conflicts);
    const config = await this.settings();
    const services = await this.open({ config, purpose: 'conflicts' });
    const { store } = await services.statusPorts();
    const held = await store.findHeldConflicts();
    const decided = flags.all ? await store.findDecidedConflicts(50) : null;
    const result = { success: true, held, decided } as const;
    return this.finish({
      result,
      report: renderConflicts(held, decided, this.page()),
      html: ({ conflictsPage }, frame) => conflictsPage(result, frame),
    });
  }
}
