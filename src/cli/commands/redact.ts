import { Flags } from '@oclif/core';
import { runRedact } from '../../app/run-redact.js';
import { exitOf } from '../../core/results/exit-codes.js';
import type { RedactResult } from '../../core/results/import-result.js';
import { BaseCommand } from '../base-command.js';
import { fileArgument, matchingFlags, readImportFlags, readingFlags } from '../flags/import-flags.js';

const { 'print-mapping': _, html: __, ...reading } = readingFlags;

export default class Redact extends BaseCommand {
  static override summary =
    'Write a copy of a customer file without personal data, to send it to a person who can help.';
  static override description =
    'Replaces each word and each figure below the headers by another one. Properties that may make a file fail stay: its encoding, line ends, quotes, delimiters, headers, empty cells, lengths, the kinds of its values, which cells are equal, and words that import knows, such as months, countries and states. Dates move by 28 years; times and totals stay. Then it checks both files as validate does, and reports findings that only one of them has.\n\nExits 0 when both have the same findings, 4 when not, 2 when a file cannot be read or written, 130 on Ctrl-C.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> kunder.csv -o kunder-redacted.csv',
    {
      description: 'The same words each time',
      command: '<%= config.bin %> <%= command.id %> kunder.csv -o ud.csv --seed 1',
    },
  ];
  static override args = fileArgument;
  static override flags = {
    output: Flags.string({ char: 'o', required: true, description: 'The file to write; .gz packs it.' }),
    seed: Flags.string({ description: 'Any word: the same one gives the same file. Default: a new one each time.' }),
    force: Flags.boolean({ char: 'f', description: 'Replace the file to write if it exists.' }),
    ...reading,
    ...matchingFlags,
  };

  async run(): Promise<RedactResult> {
    const { args, flags } = await this.parse(Redact);
    const config = await this.settings();
    const { asked, options } = await readImportFlags(flags, 'redact', config);
    const { encoding = null, delimiter = null, sheet = null, entry = null } = asked;
    const services = await this.open({ config, purpose: 'redact' });
    const result = await runRedact(services, {
      file: args.file,
      output: flags.output,
      seed: flags.seed ?? null,
      replace: flags.force,
      reading: { encoding, delimiter, sheet, entry, format: null, archives: true },
      options: { ...options, dryRun: true },
    });
    const words = this.words().programs;
    const shown = result.differences.slice(0, 10).map(({ code, line, column }) => {
      const place = [...(line === null ? [] : [words.line(line)]), ...(column === null ? [] : [column])].join(', ');
      return `  ${code}${place === '' ? '' : `: ${place}`}`;
    });
    return this.finish({
      result,
      report: [result.success ? words.redacted(result.file) : words.redactedOtherwise(result.file), ...shown].join(
        '\n',
      ),
      exitCode: exitOf(result.success),
      confirms: result.success,
    });
  }
}
