import type { ImportAndSyncResult } from '../core/import-and-sync.js';
import { ImportCommand, type PrintedMapping } from '../import-command.js';
import { fileArgument, matchingFlags, readingFlags } from '../import-flags.js';

export default class Validate extends ImportCommand {
  static override summary = 'Check a customer file: everything that importing it would find, and nothing written.';
  static override description =
    'Goes the way of import up to the writing, so that both find the same.\n\nExits 0 when all rows are good, 4 when some would be rejected, 2 when the file is unusable, 3 when more than half would be rejected.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> kunder.csv',
    '<%= config.bin %> <%= command.id %> kunder.csv --json',
  ];
  static override args = fileArgument;
  static override flags = { ...readingFlags, ...matchingFlags };

  async run(): Promise<ImportAndSyncResult | PrintedMapping> {
    const { args, flags } = await this.parse(Validate);
    return this.importFile({ file: args.file, format: null, flags }, (options) => ({ ...options, dryRun: true }));
  }
}
