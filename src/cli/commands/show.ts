import { Args } from '@oclif/core';
import { readStory } from '../../app/read.js';
import { defaultSyncOptions } from '../../core/options/sync-options.js';
import type { PairStory } from '../../core/results/story-result.js';
import { renderPair } from '../../reports/show-report.js';
import { BaseCommand } from '../base-command.js';

export default class Show extends BaseCommand {
  static override summary = 'Show both sides of one booking and its event, and every change so far.';
  static override description =
    'Shows the values of each side, the values on which both last agreed, the next change with its rule, and every change so far. Writes nothing.\n\nExits 0 when a report was printed, 2 when no item, or more than one, has that id, 5 when the database or Google cannot be reached.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> booking-1',
    { description: 'By the event, for a script', command: '<%= config.bin %> <%= command.id %> EVENT-ID --json' },
  ];
  static override args = {
    id: Args.string({
      required: true,
      description: "A booking's or an event's id, or a unique beginning of one.",
    }),
  };

  async run(): Promise<PairStory> {
    const { args } = await this.parse(Show);
    const config = await this.settings();
    const services = await this.open({ config, purpose: 'show' });
    const options = { ...defaultSyncOptions, ...config.sync };
    const { result, stopped } = await readStory(services, options, args.id);
    return this.finish({ result, report: renderPair(result, this.page()), stopped });
  }
}
