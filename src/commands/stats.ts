import { BaseCommand } from '../base-command.js';
import type { CustomerStatistics } from '../core/customers/ports.js';

export default class Stats extends BaseCommand {
  static override aliases = ['statistics'];
  static override summary = 'Tell how many customers there are, and what is known about them.';
  static override examples = ['<%= config.bin %> <%= command.id %>', '<%= config.bin %> <%= command.id %> --json'];

  async run(): Promise<CustomerStatistics> {
    await this.parse(Stats);
    const { renderStatistics } = await import('../reports/customer-statistics-report.js');
    const services = await this.open({ config: await this.settings(), purpose: 'stats' });
    const customers = await services.customers();
    const result = await customers.statistics();
    return this.finish({ result, report: renderStatistics(result) });
  }
}
