import type { ImportAndSyncResult, PrintedMapping } from '../../core/results/import-result.js';
import { fileArgument, matchingFlags, readingFlags, writingFlags } from '../flags/import-flags.js';
import { ImportCommand } from '../import-command.js';

export default class ImportCsv extends ImportCommand {
  static override summary = 'Import customers from a CSV file.';
  static override description =
    'Detects and reports encoding, delimiter, headers, and the formats of dates and numbers. Rejected rows go to FILE.rejects.csv, ready to be corrected and imported. Reads every format that import reads.\n\nExits 0 when all rows were imported, 4 when some were rejected or a column of contacts or all bookings were left out, 2 when the file is unusable, 3 when more than half would be rejected, 5 when the database cannot be reached or another import is running, 130 on Ctrl-C.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> kunder.csv',
    '<%= config.bin %> <%= command.id %> kunder.csv --dry-run',
    '<%= config.bin %> <%= command.id %> kunder.csv --map "Kundenavn=name" --create-bookings',
  ];
  static override args = fileArgument;
  static override flags = { ...readingFlags, ...matchingFlags, ...writingFlags };

  protected override readonly goesOn = true;

  async run(): Promise<ImportAndSyncResult | PrintedMapping> {
    const { args, flags } = await this.parse(ImportCsv);
    return this.importFile({ file: args.file, flags, expected: 'csv' });
  }
}
