import { aim, keepMemoryLow, runExport, writeWhole } from '../../app/run-export.js';
import type { ExportUnderWay } from '../../core/export/export-text.js';
import { silentProgress } from '../../core/ports.js';
import type { ExportResult } from '../../core/results/export-result.js';
import { BaseCommand } from '../base-command.js';
import { type ExportOptions, exportArgs, exportFlags, readExportFlags } from '../flags/export-flags.js';

export default class Export extends BaseCommand {
  static override summary = 'Export customers, or bookings, as CSV or JSON.';
  static override description =
    "Customers have RenOS's columns, sorted by name; import-csv can read the file again without changes. A file is written whole or not at all. Cells that a spreadsheet would run as a formula get a ' before them, which import-csv removes again.\n\nExits 0 when all is written, 2 when the file cannot be written, 5 when the database cannot be reached, 130 on Ctrl-C.";
  static override examples = [
    '<%= config.bin %> <%= command.id %> customers.csv',
    { description: 'For a Danish Excel', command: '<%= config.bin %> <%= command.id %> --excel kunder.csv' },
    {
      description: 'Only some, one JSON object a line',
      command: '<%= config.bin %> <%= command.id %> --tag fast --status active --format ndjson',
    },
    {
      description: "This year's bookings",
      command: '<%= config.bin %> <%= command.id %> --bookings --since 2026-01-01 bookings.json',
    },
  ];
  static override args = exportArgs;
  static override flags = exportFlags;

  async run(): Promise<ExportResult> {
    const { args, flags } = await this.parse(Export);
    const options = readExportFlags(args.file, flags);
    const { kind, format, output } = options;
    if (output !== null) await aim(output, flags.force);
    const exported = await this.#begin(options);
    const inside = output === null && this.jsonEnabled() ? await this.#collect(exported, format) : {};
    if (output !== null) await writeWhole(output, exported.text, flags.force);
    else if (!this.jsonEnabled()) await this.#print(exported.text);
    const rows = exported.rows();
    const report = output === null ? '' : this.words().programs.exported[kind](rows, output);
    return this.finish({
      result: { success: true, kind, format, rows, file: output, ...inside },
      report,
      confirms: true,
    });
  }

  async #begin(options: ExportOptions): Promise<ExportUnderWay> {
    keepMemoryLow();
    const services = await this.open({ config: await this.settings(), purpose: 'export' });
    // Output in a terminal shows its own progress.
    const isSeen = options.output === null && process.stdout.isTTY === true;
    return runExport(services, options, isSeen ? silentProgress : services.progress);
  }

  /** One JSON document needs all rows in memory. */
  async #collect(
    exported: ExportUnderWay,
    format: ExportOptions['format'],
  ): Promise<Pick<ExportResult, 'csv' | 'records'>> {
    const parts: string[] = [];
    const records: object[] = [];
    if (format === 'csv') for await (const part of exported.text) parts.push(part);
    else for await (const page of exported.records) for (const record of page) records.push(record);
    return format === 'csv' ? { csv: parts.join('') } : { records };
  }

  /** Waits for a slow reader, and ends when the reader closes the pipe, as `head` does. */
  async #print(text: AsyncIterable<string>): Promise<void> {
    const { stdout } = process;
    let isRead = true;
    let resume = () => {};
    const leave = () => {
      isRead = false;
      resume();
    };
    stdout
      .on('error', leave)
      .on('close', leave)
      .on('drain', () => resume());
    for await (const part of text) {
      const isTaken = stdout.write(part);
      if (!isTaken && isRead)
        await new Promise<void>((resolve) => {
          resume = resolve;
        });
      if (!isRead) return;
    }
  }
}
