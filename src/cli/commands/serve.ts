import { Flags } from '@oclif/core';
import { watchFlags } from '../flags/sync-flags.js';
import { ServeCommand } from '../serve-command.js';

export default class Serve extends ServeCommand {
  static override summary = 'Serve the HTTP API and the pages, and sync on a schedule.';
  static override description =
    "RenOS's nine routes, runs to follow, /health, /ready, /metrics and /openapi.json. Listens on this machine only, unless --host is given and RENOS_API_TOKEN is set. Syncs every CALENDAR_SYNC_INTERVAL milliseconds when CALENDAR_SYNC_ENABLED is true; several servers on one database share the schedule.\n\nExits 0 when it is stopped, 2 when a setting is wrong or the port is taken, 5 when the database cannot be reached.";
  static override examples = [
    '<%= config.bin %> <%= command.id %> --port 3000',
    "<%= config.bin %> <%= command.id %> --port 8080 --schedule '*/15 7-18 * * 1-5'",
    '<%= config.bin %> <%= command.id %> --port 8080 --watch',
    'RENOS_API_TOKEN="$(openssl rand -hex 32)" <%= config.bin %> <%= command.id %> --host 0.0.0.0 --port 8080',
  ];
  static override flags = {
    host: Flags.string({ default: '127.0.0.1', description: 'Address to listen on.' }),
    port: Flags.integer({
      min: 0,
      max: 65_535,
      description: 'Port to listen on; 0 takes any free one. Default: PORT.',
    }),
    schedule: Flags.string({
      description: 'When to sync: a cron expression in Danish time; the first of six fields is the seconds.',
    }),
    ...watchFlags,
  };

  async run(): Promise<void> {
    const { flags } = await this.parse(Serve);
    const { host, port, schedule, watch, poll } = flags;
    await this.serve(await this.settings(), {
      host,
      port,
      schedule,
      watch: watch ? poll : undefined,
      'log-level': flags['log-level'],
    });
  }
}
