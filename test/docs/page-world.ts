import { type ChildProcess, spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { runCli } from '../helpers/cli.js';
import { backToPage, fromPage } from './page-time.js';
import { root } from './read-page.js';

/** What a line of a page did. */
export interface Outcome {
  readonly exitCode: number;
  /** Both streams in their order, with the page's dates, ports and folder. */
  readonly output: string;
}

/** A PostgreSQL database without a table. */
export interface EmptyDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/** What a page's reader has in an account: pages may say otherwise. */
const ofAccount = ['DATABASE_URL', 'GOOGLE_APPLICATION_CREDENTIALS', 'GOOGLE_CALENDAR_ID'];

/** One reader's machine: an empty folder, the embedded database, the sandbox, and what is exported on the way. */
export class PageWorld {
  readonly #folder = mkdtempSync(join(tmpdir(), 'renos-sync-page-'));
  readonly #env: Record<string, string>;
  readonly #servers: { readonly end: () => Promise<void>; readonly ports: readonly [string, string] | null }[] = [];
  readonly #openDatabase: () => Promise<EmptyDatabase>;
  #database: EmptyDatabase | null = null;
  #exitCode = 0;

  constructor(openDatabase: () => Promise<EmptyDatabase>) {
    this.#openDatabase = openDatabase;
    const data = join(this.#folder, 'data');
    // `npm install renos-sync` in a project of the reader's, and `npm install --prefix /opt/renos-sync renos-sync`.
    for (const place of ['work', join('opt', 'renos-sync')]) {
      const modules = join(this.#folder, place, 'node_modules');
      const shim = join(modules, '.bin', 'renos-sync');
      mkdirSync(join(modules, '.bin'), { recursive: true });
      writeFileSync(shim, `#!/bin/sh\nexec "${process.execPath}" "${root}bin/run.js" "$@"\n`);
      chmodSync(shim, 0o755);
      symlinkSync(root, join(modules, 'renos-sync'));
      symlinkSync(join(root, 'node_modules', 'googleapis'), join(modules, 'googleapis'));
    }
    const settings = `GOOGLE_CALENDAR_API_URL=sandbox\nRENOS_DATA_DIR=${data}\n`;
    writeFileSync(join(this.#folder, 'opt', 'renos-sync', '.env'), settings);
    this.#env = {
      RENOS_DATA_DIR: data,
      HOME: this.#folder,
      PATH: [join(this.#folder, 'work', 'node_modules', '.bin'), process.env.PATH].join(delimiter),
    };
  }

  /** From here on the reader has a PostgreSQL server and a service account: a calendar of the sandbox that asks for a token. */
  async signIn(isMigrated: boolean): Promise<void> {
    if (this.#database !== null) return;
    const { output } = await this.#start('renos-sync sandbox --memory &');
    const url = /http:\S+/.exec(output)?.[0] ?? '';
    this.#database = await this.#openDatabase();
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const key = privateKey.export({ type: 'pkcs8', format: 'pem' });
    const file = join(this.#folder, 'service-account.json');
    writeFileSync(file, JSON.stringify({ client_email: 'renos-sync@example.dk', private_key: key }));
    Object.assign(this.#env, {
      DATABASE_URL: this.#database.url,
      GOOGLE_APPLICATION_CREDENTIALS: file,
      GOOGLE_CALENDAR_ID: 'primary',
      GOOGLE_CALENDAR_API_URL: url,
    });
    if (isMigrated) await this.run('renos-sync migrate');
  }

  /** Does what cron does with a line of a crontab. */
  async runAsCron(line: string, settings: Readonly<Record<string, string>>): Promise<Outcome> {
    return this.#shell(this.#onThisMachine(line), { HOME: this.#folder, ...settings });
  }

  writeFile(name: string, text: string): void {
    writeFileSync(join(this.#folder, 'work', name), fromPage(text));
  }

  /** Does what a line says, as a shell would. */
  async run(line: string): Promise<Outcome> {
    const command = this.#onThisMachine(line).replace(/^npx (--yes )?renos-sync/, 'renos-sync');
    const exported = /^export ((?:\w+=\S+\s*)+)$/.exec(command)?.[1];
    if (exported !== undefined) return this.#export(exported);
    const unset = /^unset (\w+)$/.exec(command)?.[1];
    if (unset !== undefined) {
      delete this.#env[unset];
      return { exitCode: 0, output: '' };
    }
    if (command === 'echo $?') return { exitCode: 0, output: `${this.#exitCode}\n` };
    if (/^renos-sync (?:sandbox|serve|database|sync --watch)\b.* ?&$/.test(command)) return this.#start(command);
    const words = plainWords(command);
    const { exitCode, output } =
      words === null ? await this.#shell(command) : await runCli(words, this.#env, { cwd: join(this.#folder, 'work') });
    this.#exitCode = exitCode ?? 1;
    return { exitCode: this.#exitCode, output: this.#onThePage(output) };
  }

  async close(): Promise<void> {
    for (const { end } of this.#servers.toReversed()) await end();
    await this.#database?.drop();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #export(settings: string): Outcome {
    for (const setting of settings.trim().split(/\s+/)) {
      const [name = '', ...value] = setting.split('=');
      if (this.#database === null || !ofAccount.includes(name)) this.#env[name] = value.join('=');
    }
    return { exitCode: 0, output: '' };
  }

  async #shell(command: string, env: Readonly<Record<string, string>> = this.#env): Promise<Outcome> {
    const child = spawn('sh', ['-c', `{ ${command}\n} 2>&1`], {
      cwd: join(this.#folder, 'work'),
      env,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    const [exitCode] = (await once(child, 'close')) as [number | null];
    return { exitCode: exitCode ?? 1, output };
  }

  /** Starts what goes on until it is stopped, on a free port. */
  async #start(command: string): Promise<Outcome> {
    const shown = /--port (\d+)/.exec(command)?.[1] ?? null;
    const words = command.replace(/ ?&$/, '').replace(/--port \d+/, '--port 0');
    const child = spawn('sh', ['-c', `exec ${words}`], {
      cwd: join(this.#folder, 'work'),
      env: this.#env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const output = await firstWords(child, command);
    const port = /http:\/\/[^:\s]+:(\d+)/.exec(output)?.[1] ?? null;
    const end = async () => {
      const ended = once(child, 'close');
      child.kill('SIGTERM');
      await ended;
    };
    this.#servers.push({ end, ports: shown === null || port === null ? null : [shown, port] });
    return { exitCode: 0, output: this.#onThePage(output) };
  }

  get #ports(): readonly (readonly [shown: string, actual: string])[] {
    return this.#servers.flatMap(({ ports }) => (ports === null ? [] : [ports]));
  }

  #onThisMachine(line: string): string {
    return this.#ports
      .reduce((text, [shown, port]) => text.replaceAll(`:${shown}`, `:${port}`), fromPage(line))
      .replaceAll(/(?<![\w.])\/opt\/renos-sync/g, join(this.#folder, 'opt', 'renos-sync'));
  }

  #onThePage(text: string): string {
    const plain = text.replaceAll('\uFEFF', '');
    const ported = this.#ports.reduce((said, [shown, port]) => said.replaceAll(`:${port}`, `:${shown}`), plain);
    return backToPage(
      ported
        .replaceAll(this.#env.RENOS_DATA_DIR ?? '', '~/.local/share/renos-sync')
        .replaceAll(join(this.#folder, 'work'), '.'),
    );
  }
}

/** What a program that goes on prints once it is ready. */
function firstWords(child: ChildProcess, command: string): Promise<string> {
  let output = '';
  return new Promise((resolve, reject) => {
    const listen = (text: string) => {
      output += text;
      if (/:\/\/[^\s]+:\d+|^Watching /m.test(output) && output.endsWith('\n')) resolve(output);
    };
    child.stdout?.setEncoding('utf8').on('data', listen);
    child.stderr?.setEncoding('utf8').on('data', listen);
    child.once('close', () => reject(new Error(`${command} ended: ${output}`)));
  });
}

/** The words of a command of renos-sync alone; null where a shell is needed for it. */
function plainWords(command: string): readonly string[] | null {
  if (!command.startsWith('renos-sync ') || /[|<>;&$*]/.test(command.replace(/'[^']*'|"[^"$]*"/g, ''))) return null;
  const words = command.match(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g) ?? [];
  return words.slice(1).map((word) => word.replace(/"([^"]*)"|'([^']*)'/g, '$1$2'));
}
