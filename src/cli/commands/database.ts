import { once } from 'node:events';
import { Flags } from '@oclif/core';
import { BaseCommand } from '../base-command.js';

export default class DatabaseCommand extends BaseCommand {
  static override summary = 'Serve the embedded database to psql and other clients of PostgreSQL.';
  static override description =
    'Without DATABASE_URL, renos-sync keeps bookings and customers in a PostgreSQL of its own, in its data folder. This command serves it on 127.0.0.1 until it is stopped, under a new password each time, and prints the address for psql, DBeaver and drizzle-kit studio. Clients take turns, one transaction each. Other commands on the same data folder are refused meanwhile.\n\nExits 0 when it is stopped, 2 when DATABASE_URL is set or the port is taken, 5 when another renos-sync is using the database.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    { description: 'Under a port of your choice', command: '<%= config.bin %> <%= command.id %> --port 5433' },
  ];
  static override flags = {
    port: Flags.integer({ default: 0, min: 0, max: 65_535, description: 'Port to listen on; 0 takes any free one.' }),
  };

  async run(): Promise<void> {
    const { flags } = await this.parse(DatabaseCommand);
    const config = await this.settings();
    const services = await this.open({ config, purpose: 'database' });
    const { url, port, broken } = await services.serveDatabase(flags.port);
    if (this.jsonEnabled()) this.logJson({ success: true, url, port });
    else this.log(this.words().programs.databaseServed(url));
    if (!this.interruption.aborted) await Promise.race([once(this.interruption, 'abort'), broken]);
    await services.close();
    this.note(this.words().programs.databaseClosed);
  }
}
