import { once } from 'node:events';
import { Flags } from '@oclif/core';
import { BaseCommand } from '../base-command.js';

export default class SandboxCommand extends BaseCommand {
  static override summary = 'Run a local Google Calendar to try renos-sync with, without an account.';
  static override description =
    "Listens on 127.0.0.1 only and implements the part of Google Calendar's API that a sync uses. Set GOOGLE_CALENDAR_API_URL to the address it prints; with GOOGLE_CALENDAR_API_URL=sandbox a command finds a running sandbox, or starts its own. In a browser, the address shows the calendar as a person sees it, to add, drag, copy and delete events. Any bearer token signs in as the owner: curl -H 'Authorization: Bearer anything' ADDRESS/calendar/v3/calendars/primary/events\n\nExits 0 when it is stopped, 2 when the port is taken.";
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --port 8765 --memory',
  ];
  static override flags = {
    port: Flags.integer({ default: 0, min: 0, max: 65_535, description: 'Port to listen on; 0 takes any free one.' }),
    memory: Flags.boolean({ description: 'Keep nothing: the calendar is empty at each start.' }),
    quota: Flags.integer({
      min: 1,
      description: 'Quota units that each user may use in any minute; Google allows 600. Default: no limit.',
    }),
    latency: Flags.integer({
      min: 0,
      max: 60_000,
      description: 'Milliseconds to delay each answer. Default: 0.',
    }),
    account: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      description: 'Mail address of an additional account; its bearer token is that address.',
    }),
    push: Flags.boolean({ description: 'Send push messages to receivers on this machine.' }),
    faults: Flags.boolean({ description: 'Fail on request, by POST /_sandbox/faults: for tests.' }),
  };

  async run(): Promise<void> {
    const { flags } = await this.parse(SandboxCommand);
    const config = await this.settings();
    const services = await this.open({ config, purpose: 'sandbox' });
    const { url, port, stateFile } = await services.serveSandbox({ ...flags });
    if (this.jsonEnabled()) this.logJson({ success: true, url, port, stateFile });
    else this.log(`${this.words().programs.sandbox(url)}\nGOOGLE_CALENDAR_API_URL=${url}\n${curl(url)}`);
    if (!this.interruption.aborted) await once(this.interruption, 'abort');
  }
}

/** A curl command to try the sandbox with; the sandbox accepts every bearer token as the owner's. */
function curl(url: string): string {
  return `curl -H 'Authorization: Bearer anything' ${url}calendar/v3/calendars/primary/events`;
}
