import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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

/** One reader's machine: an empty folder, the embedded database, the sandbox, and what is exported on the way. */
export class PageWorld {
  readonly #folder = mkdtempSync(join(tmpdir(), 'renos-sync-page-'));
  readonly #env: Record<string, string>;
  readonly #servers: { readonly end: () => Promise<void>; readonly ports: readonly [string, string] }[] = [];
  #exitCode = 0;

  constructor() {
    const shim = join(this.#folder, '.bin', 'renos-sync');
    mkdirSync(join(this.#folder, '.bin'));
    mkdirSync(join(this.#folder, 'work'));
    writeFileSync(shim, `#!/bin/sh\nexec "${process.execPath}" "${root}bin/run.js" "$@"\n`);
    chmodSync(shim, 0o755);
    this.#env = {
      RENOS_DATA_DIR: join(this.#folder, 'data'),
      HOME: this.#folder,
      PATH: [join(this.#folder, '.bin'), process.env.PATH].join(delimiter),
    };
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
    if (/^renos-sync (?:sandbox|serve)\b.* &$/.test(command)) return this.#start(command);
    const words = plainWords(command);
    const { exitCode, output } =
      words === null ? await this.#shell(command) : await runCli(words, this.#env, { cwd: join(this.#folder, 'work') });
    this.#exitCode = exitCode ?? 1;
    return { exitCode: this.#exitCode, output: this.#onThePage(output) };
  }

  async close(): Promise<void> {
    for (const { end } of this.#servers) await end();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #export(settings: string): Outcome {
    for (const setting of settings.trim().split(/\s+/)) {
      const [name = '', ...value] = setting.split('=');
      this.#env[name] = value.join('=');
    }
    return { exitCode: 0, output: '' };
  }

  async #shell(command: string) {
    const child = spawn('sh', ['-c', `{ ${command}\n} 2>&1`], {
      cwd: join(this.#folder, 'work'),
      env: this.#env,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    const [exitCode] = (await once(child, 'close')) as [number | null];
    return { exitCode, output };
  }

  /** Starts what goes on until it is stopped, on a free port. */
  async #start(command: string): Promise<Outcome> {
    const shown = /--port (\d+)/.exec(command)?.[1] ?? '';
    const words = command
      .replace(/ &$/, '')
      .replace(/--port \d+/, '--port 0')
      .split(' ')
      .slice(1);
    const child = spawn(process.execPath, [`${root}bin/run.js`, ...words], {
      cwd: join(this.#folder, 'work'),
      env: this.#env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const port = await new Promise<string>((resolve, reject) => {
      const listen = (text: string) => {
        output += text;
        const found = /http:\/\/[^:\s]+:(\d+)/.exec(output)?.[1];
        if (found !== undefined && output.endsWith('\n')) resolve(found);
      };
      child.stdout.setEncoding('utf8').on('data', listen);
      child.stderr.setEncoding('utf8').on('data', listen);
      child.on('close', () => reject(new Error(`${command} ended: ${output}`)));
    });
    const end = async () => {
      const ended = once(child, 'close');
      child.kill('SIGTERM');
      await ended;
    };
    this.#servers.push({ end, ports: [shown, port] });
    return { exitCode: 0, output: this.#onThePage(output) };
  }

  #onThisMachine(line: string): string {
    return this.#servers.reduce(
      (text, { ports: [shown, port] }) => text.replaceAll(`:${shown}`, `:${port}`),
      fromPage(line),
    );
  }

  #onThePage(text: string): string {
    const plain = text.replaceAll('\uFEFF', '');
    const ported = this.#servers.reduce(
      (said, { ports: [shown, port] }) => said.replaceAll(`:${port}`, `:${shown}`),
      plain,
    );
    return backToPage(
      ported
        .replaceAll(this.#env.RENOS_DATA_DIR ?? '', '~/.local/share/renos-sync')
        .replaceAll(join(this.#folder, 'work'), '.'),
    );
  }
}

/** The words of a command of renos-sync alone; null where a shell is needed for it. */
function plainWords(command: string): readonly string[] | null {
  if (!command.startsWith('renos-sync ') || /[|<>;&$*]/.test(command.replace(/'[^']*'|"[^"$]*"/g, ''))) return null;
  const words = command.match(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g) ?? [];
  return words.slice(1).map((word) => word.replace(/"([^"]*)"|'([^']*)'/g, '$1$2'));
}
