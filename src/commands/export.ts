import { Flags } from '@oclif/core';
import { BaseCommand } from '../base-command.js';

export interface ExportResult {
  readonly success: true;
  readonly customers: number;
  /** null: the CSV is in `csv`. */
  readonly file: string | null;
  readonly csv?: string;
}

export default class Export extends BaseCommand {
  static override summary = 'Export the customers as CSV.';
  static override description =
    "Writes RenOS's columns, by name; import-csv reads the file back as it was. Cells that a spreadsheet would run as a formula get a ' before them.";
  static override examples = [
    '<%= config.bin %> <%= command.id %> > customers.csv',
    '<%= config.bin %> <%= command.id %> --output kunder.csv --delimiter ";" --bom',
  ];
  static override flags = {
    output: Flags.string({ char: 'o', description: 'The file to write. Default: standard output.' }),
    force: Flags.boolean({ description: 'Replace the file if it is there.' }),
    delimiter: Flags.string({ default: ',', description: 'One character, or tab.' }),
    bom: Flags.boolean({ description: 'Begin with a byte order mark, so that Excel takes it for UTF-8.' }),
    id: Flags.string({ multiple: true, description: 'Only this customer; repeat for several.' }),
  };

  async run(): Promise<ExportResult> {
    const { flags } = await this.parse(Export);
    const [{ exportCustomers }, { csvText, delimiterOf, writeText }] = await Promise.all([
      import('../core/customers/export-customers.js'),
      import('../file-ports.js'),
    ]);
    const style = { delimiter: delimiterOf(flags.delimiter), mark: flags.bom };
    const services = await this.open({ config: await this.settings(), purpose: 'export' });
    const rows = exportCustomers(await services.customers(), flags.id ?? null);
    let lines = -1;
    async function* counted() {
      for await (const page of rows) {
        lines += page.length;
        yield page;
      }
    }
    const text = csvText(counted(), style);
    if (flags.output !== undefined) {
      await writeText(flags.output, text, flags.force);
      const result = { success: true as const, customers: lines, file: flags.output };
      return this.finish({ result, report: `${lines} customers written to ${flags.output}.` });
    }
    let csv = '';
    for await (const part of text) {
      if (this.jsonEnabled()) csv += part;
      else if (!process.stdout.write(part)) await new Promise<void>((resolve) => process.stdout.once('drain', resolve));
    }
    const result = { success: true as const, customers: lines, file: null, ...(this.jsonEnabled() ? { csv } : {}) };
    return this.finish({ result, report: '' });
  }
}
