import { Args, Flags } from '@oclif/core';
import { find } from '../../core/find/find.js';
import type { FindResult } from '../../core/results/find-result.js';
import { renderFound } from '../../reports/find-report.js';
import { BaseCommand } from '../base-command.js';

export default class Find extends BaseCommand {
  static override summary = 'Find customers and bookings by a name, phone, address or day.';
  static override description =
    'Takes a name, an e-mail, an address, a phone in any form, words of the notes, or a day (2026-03-01, 1.3.2026, 1. marts 2026), or a part of one. All words must match. The bookings of a matching customer are shown too. Writes nothing.\n\nExits 0 when the search ran, also if nothing matches, 2 when a flag is wrong, 5 when the database cannot be reached.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> "Mette Holm"',
    '<%= config.bin %> <%= command.id %> "20 30 40 50"',
    '<%= config.bin %> <%= command.id %> 1.3.2026 --json',
  ];
  static override args = {
    text: Args.string({ required: true, description: 'A part of a name, e-mail, phone or address, or a day.' }),
  };
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
