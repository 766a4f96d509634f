import { statsRequest, toPeriod } from '../../core/options/other-requests.js';
import type { StatisticsResult } from '../../core/results/export-result.js';
import { readStatistics } from '../../core/statistics/read-statistics.js';
import { renderStatistics } from '../../reports/statistics-report.js';
import { BaseCommand } from '../base-command.js';
import { flagsOf, readFlags } from '../flags/flags-of.js';
import { htmlFlag } from '../html-file.js';

export default class Stats extends BaseCommand {
  static override aliases = ['statistics'];
  static override summary = 'Tell how many customers there are, what is known about them, and what was done for them.';
  static override description =
    'Customers, and how many have an e-mail, a phone, an address; who may be there twice; bookings and revenue by month and by service; the best customers; new ones against returning ones. A booking came to what its invoices say (drafts and cancelled ones left out), or else to its quote, VAT included; sums are exact to the øre. --since and --until bound the bookings; the figures about customers are of all of them. Writes nothing.\n\nExits 0 when it could count, 2 when a flag is wrong, 5 when the database cannot be reached.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    {
      description: 'The first quarter, of customers with a tag',
      command: '<%= config.bin %> <%= command.id %> --since 2026-01-01 --until 2026-04-01 --tag fast',
    },
    '<%= config.bin %> <%= command.id %> --json',
  ];
  static override flags = {
    ...flagsOf(statsRequest),
    ...htmlFlag,
  };

  async run(): Promise<StatisticsResult> {
    const { flags } = await this.parse(Stats);
    const asked = readFlags(statsRequest, flags, 'stats');
    const services = await this.open({ config: await this.settings(), purpose: 'stats' });
    const { statistics } = await services.reads();
    services.progress.start('Counting', null);
    const result = await readStatistics(statistics, { ...toPeriod(asked), tags: asked.tag ?? null });
    return this.finish({
      result,
      report: renderStatistics(this.page(), result),
      html: ({ statsPage }, frame) => statsPage(result, frame),
    });
  }
}
