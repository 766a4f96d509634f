import { Flags } from '@oclif/core';
import { readPendingMigrations, runMigrations } from '../../app/run-migrate.js';
import type { MigrateResult } from '../../core/results/setup-result.js';
import { BaseCommand } from '../base-command.js';

export default class Migrate extends BaseCommand {
  static override summary = 'Apply the pending migrations to the database.';
  static override description =
    "Creates renos-sync's own tables in the schema renos_sync, and RenOS's three tables if they are missing; existing tables of RenOS are never changed. Safe to run twice, and by two processes at once.\n\nExits 0 when nothing is left to apply, 2 when a newer program migrated the database, 5 when it cannot be reached or may not be changed.";
  static override examples = ['<%= config.bin %> <%= command.id %>', '<%= config.bin %> <%= command.id %> --dry-run'];
  static override flags = {
    'dry-run': Flags.boolean({ description: 'Show the SQL that would be run, and change nothing.' }),
  };

  async run(): Promise<MigrateResult> {
    const { flags } = await this.parse(Migrate);
    const config = await this.settings();
    const dryRun = flags['dry-run'] || config.runMode === 'dry-run';
    const services = await this.open({ config, purpose: 'migrate', unmigrated: true });
    const words = this.words().programs;
    if (dryRun) {
      const pending = await readPendingMigrations(services);
      const report = pending.map(({ name, sql }) => `-- ${name}\n${sql.trim()}\n`).join('\n');
      const migrations = pending.map(({ name }) => name);
      return this.finish({ result: { success: true, dryRun, migrations }, report: report || words.nothingToApply });
    }
    const migrations = await runMigrations(services);
    const report = migrations.length === 0 ? words.upToDate : words.applied(migrations.join(', '));
    return this.finish({ result: { success: true, dryRun, migrations }, report, confirms: true });
  }
}
