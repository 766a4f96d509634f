import { statsRequest, toPeriod } from '../../core/options/other-requests.js';
import type { StatisticsResult } from '../../core/results/export-result.js';
import { readStatistics } from '../../core/statistics/read-statistics.js';
import { renderStatistics } from '../../reports/statistics-report.js';
import { BaseCommand } from '../base-command.js';
import { flagsOf, readFlags } from '../flags/flags-of.js';
import { htmlFlag } from '../html-file.js';

export default class Stats extends BaseCommand {
  static override aliases = ['statistics'];
  static override summary = 'Show figures about customers, bookings and revenue.';
  static override description =
    'Counts customers, with how many have an e-mail, a phone, an address; possible duplicates; bookings and revenue by month and by service; the best customers; new and returning ones. The amount of a booking is the total of its invoices (without drafts and cancelled ones), or else its quote, VAT included; sums are exact to the øre. --since and --until limit the bookings; the figures about customers include all of them. Writes nothing.\n\nExits 0 when the figures were printed, 2 when a flag is wrong, 5 when the database cannot be reached.';
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
