import { Args, Flags } from '@oclif/core';
import { find } from '../../core/find/find.js';
import type { FindResult } from '../../core/results/find-result.js';
import { renderFound } from '../../reports/find-report.js';
import { BaseCommand } from '../base-command.js';

export default class Find extends BaseCommand {
  static override summary = 'Find customers and bookings by what is remembered of them.';
  static override description =
    'Takes a name, an e-mail, an address, a phone in any form, words of the notes, or a day (2026-03-01, 1.3.2026, 1. marts 2026), or a part of one. Several words must all fit. The bookings of a customer that is found are shown too. Writes nothing.\n\nExits 0 when it could look, also when nothing fits, 2 when a flag is wrong, 5 when the database cannot be reached.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> "Mette Holm"',
    '<%= config.bin %> <%= command.id %> "20 30 40 50"',
    '<%= config.bin %> <%= command.id %> 1.3.2026 --json',
  ];
  static override args = { text: Args.string({ required: true, description: 'What is remembered.' }) };
  static override flags = {
    limit: Flags.integer({ min: 0, default: 20, description: 'How many of each to show; 0 = all.' }),
  };

  async run(): Promise<FindResult> {
    const { args, flags } = await this.parse(Find);
    const services = await this.open({ config: await this.settings(), purpose: 'find' });
    const result = await find((await services.reads()).find, args.text, flags.limit === 0 ? null : flags.limit);
    return this.finish({ result, report: () => renderFound(result, this.page()) });
  }
}
