import type { ImportAndSyncResult, PrintedMapping } from '../../core/results/import-result.js';
import { fileArgument, matchingFlags, readingFlags, writingFlags } from '../flags/import-flags.js';
import { ImportCommand } from '../import-command.js';

export default class Import extends ImportCommand {
  static override summary = 'Import customers from a file: CSV, JSON, a workbook or contacts.';
  static override description =
    'Takes a CSV, a workbook (.xlsx, .ods), contacts (.vcf), an array of customers, {"customers": […]}, or one JSON object a line. The same file can be imported again, also after a correction or an interruption.\n\nExits 0 when all rows were imported, 4 when some were rejected or a column of contacts or all bookings were left out, 2 when the file is unusable, 3 when more than half would be rejected, 5 when the database cannot be reached or another import is running, 130 on Ctrl-C.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> customers.json',
    '<%= config.bin %> <%= command.id %> customers.json --create-bookings --dry-run',
    'zcat customers.ndjson.gz | <%= config.bin %> <%= command.id %> -',
  ];
  static override args = fileArgument;
  static override flags = { ...readingFlags, ...matchingFlags, ...writingFlags };

  protected override readonly goesOn = true;

  async run(): Promise<ImportAndSyncResult | PrintedMapping> {
    const { args, flags } = await this.parse(Import);
    return this.importFile({ file: args.file, flags });
  }
}
