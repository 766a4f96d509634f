import { Flags } from '@oclif/core';
import { openBrowser } from '../../app/open/open-browser.js';
import { ServeCommand } from '../serve-command.js';

export default class Ui extends ServeCommand {
  static override summary = 'Show the week, runs, conflicts and customers in your browser.';
  static override description =
    'Serves the pages of renos-sync serve on this machine only, and opens them in your browser. The address that it prints logs in one browser, once. BROWSER is the program that opens it; with BROWSER=none it is only printed. Does not sync by itself.\n\nExits 0 when it is stopped, 2 when a setting is wrong or the port is taken, 5 when the database cannot be reached.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    {
      description: 'On a machine without a screen',
      command: 'BROWSER=none <%= config.bin %> <%= command.id %> --port 3001',
    },
  ];
  static override flags = {
    port: Flags.integer({ default: 0, min: 0, max: 65_535, description: 'Port to listen on; 0 takes any free one.' }),
  };

  async run(): Promise<void> {
    const { flags } = await this.parse(Ui);
    const config = { ...(await this.settings()), schedule: { enabled: false, interval: 3_600_000 } };
    await this.serve(config, {
      host: '127.0.0.1',
      port: flags.port,
      schedule: undefined,
      'log-level': flags['log-level'],
      isForPerson: true,
    });
  }

  protected override tellPages(url: string): void {
    if (this.jsonEnabled()) this.logJson({ success: true, url });
    else this.log(this.words().programs.ui(url));
    openBrowser(url);
  }
}
