import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../bin/run.js', import.meta.url));

/** The built program serving in a process of its own, on any free port. */
export interface ServedProgram {
  readonly url: string;
  readonly child: ChildProcess;
  /** What it said on stderr so far. */
  stderr(): string;
  /** Sends a signal and waits for the end; gives the exit code, null when the signal itself ended it. */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

export async function serveProgram(
  env: Record<string, string>,
  args: readonly string[] = [],
  command: 'serve' | 'ui' | 'database' = 'serve',
): Promise<ServedProgram> {
  const child = spawn(
    process.execPath,
    [program, command, ...(args.includes('--port') ? [] : ['--port', '0']), '--json', ...args],
    {
      env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const closed = once(child, 'close') as Promise<[number | null]>;
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const url = await new Promise<string>((resolve, reject) => {
    let stdout = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      const found = /"url": "([^"]+)"/.exec(stdout)?.[1];
      if (found !== undefined) resolve(found);
    });
    child.once('close', () => reject(new Error(`serve ended before it listened: ${stdout}${stderr}`)));
  });
  return {
    url,
    child,
    stderr: () => stderr,
    end: async (signal) => {
      child.kill(signal);
      return (await closed)[0];
    },
  };
}
