import { Flags } from '@oclif/core';
import { checkOptions } from '../../core/options/import-request.js';
import type { ImportAndSyncResult, PrintedMapping } from '../../core/results/import-result.js';
import { flagsOf } from '../flags/flags-of.js';
import { fileArgument, matchingFlags, readingFlags } from '../flags/import-flags.js';
import { ImportCommand } from '../import-command.js';

export default class Validate extends ImportCommand {
  static override summary = 'Check a customer file: report everything that an import would find, and write nothing.';
  static override description =
    'Reads the rows and decides about them as import does, without a database: it reports what an import into an empty RenOS would.\n\nExits 0 when all rows are good, 4 when some would be rejected or a column of contacts or all bookings left out, 2 when the file is unusable, 3 when more than half would be rejected, 5 when --against-database cannot reach it, 130 on Ctrl-C.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> kunder.csv',
    '<%= config.bin %> <%= command.id %> kunder.csv --strict --json',
    '<%= config.bin %> <%= command.id %> kunder.csv --against-database',
  ];
  static override args = fileArgument;
  static override flags = {
    ...readingFlags,
    ...matchingFlags,
    'against-database': Flags.boolean({
      description: 'Compare with the customers of the database too: what would be created, updated, held.',
      helpGroup: 'MATCHING',
    }),
    ...flagsOf(checkOptions),
  };

  async run(): Promise<ImportAndSyncResult | PrintedMapping> {
    const { args, flags } = await this.parse(Validate);
    return this.checkFile({ file: args.file, flags }, flags['against-database']);
  }
}
