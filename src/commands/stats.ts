import { BaseCommand } from '../base-command.js';
import type { CustomerStatistics } from '../core/customers/ports.js';

export default class Stats extends BaseCommand {
  static override aliases = ['statistics'];
  static override summary = 'Tell how many customers there are, and what is known about them.';
  static override examples = ['<%= config.bin %> <%= command.id %>', '<%= config.bin %> <%= command.id %> --json'];

  async run(): Promise<CustomerStatistics> {
    await this.parse(Stats);
    const [{ createCustomerRepository }, { renderStatistics }] = await Promise.all([
      import('../db/customer-repository.js'),
      import('../reports/customer-statistics-report.js'),
    ]);
    const services = await this.open({ config: await this.settings(), purpose: 'stats' });
    const result = await createCustomerRepository(await services.database()).statistics();
    return this.finish({ result, report: renderStatistics(result) });
  }
}
