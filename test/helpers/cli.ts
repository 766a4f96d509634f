import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Errors, run } from '@oclif/core';

export const program = fileURLToPath(new URL('../../bin/run.js', import.meta.url));

export interface CliOutcome {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Both, in the order in which they were written. */
  readonly output: string;
  /** stdout as the one JSON document that it must be. */
  json(): Record<string, unknown>;
}

export interface CliOptions {
  /** What stands on standard input. */
  readonly input?: string;
  readonly cwd?: string;
}

/** What only a process of its own shows: help and version as bin/run.js tells them, standard input, logs, what goes on until it is stopped. */
const spawned = ['--help', '--version', '--log-level', '-', 'serve', 'sandbox', 'database', 'ui', 'autocomplete'];
/** Node's own settings, and what is read once when a process starts. */
const needsProcess = /^(NODE_.*|TZ|DEBUG|NO_COLOR|FORCE_COLOR|LOG_LEVEL|MEMORY_REPORT|XDG_.*)$/;
let isRunning = false;

/**
 * Runs a built command as a user would, in an environment that holds nothing but `env`: in this process where that shows
 * the same, which spares node's start and the loading of all that it needs.
 */
export async function runCli(
  args: readonly string[],
  env: Record<string, string> = {},
  options: CliOptions = {},
): Promise<CliOutcome> {
  const isPlain = !args.some((word) => spawned.includes(word));
  const isAlone = !isRunning && args.length > 0 && options.input === undefined;
  if (!isPlain || !isAlone || Object.keys(env).some((name) => needsProcess.test(name))) {
    return spawnCli(args, env, options);
  }
  isRunning = true;
  try {
    return (await runInside(args, env, options.cwd)) ?? (await spawnCli(args, env, options));
  } finally {
    isRunning = false;
  }
}

/** null for words that oclif itself turns down, before there is a command. */
async function runInside(
  args: readonly string[],
  env: Record<string, string>,
  cwd = process.cwd(),
): Promise<CliOutcome | null> {
  const said = { stdout: '', stderr: '', output: '' };
  const { stdout, stderr } = process;
  // The object itself: a copy of it is none of the process's, and `os.tmpdir()` does not see what is written to that.
  const before = { env: process.env, cwd: process.cwd(), exitCode: process.exitCode };
  const streams = [
    [stdout, 'stdout', stdout.write],
    [stderr, 'stderr', stderr.write],
  ] as const;
  const { log, error, warn } = console;
  for (const [stream, name] of streams) {
    stream.write = ((text: string | Uint8Array, encoding?: unknown, done?: unknown) => {
      const words = typeof text === 'string' ? text : Buffer.from(text).toString('utf8');
      said[name] += words;
      said.output += words;
      const told = typeof encoding === 'function' ? encoding : done;
      if (typeof told === 'function') queueMicrotask(() => told());
      return true;
    }) as typeof stream.write;
  }
  const toStdout = (text = '') => void stdout.write(`${text}\n`);
  const toStderr = (text = '') => void stderr.write(`${text}\n`);
  Object.assign(console, { log: toStdout, error: toStderr, warn: toStderr });
  process.env = { PATH: before.env.PATH ?? '', HOME: before.env.HOME ?? '', ...env };
  process.chdir(cwd);
  process.exitCode = undefined;
  try {
    await run([...args], { root: fileURLToPath(new URL('../..', import.meta.url)) });
    const exitCode = Number(process.exitCode ?? 0);
    return { exitCode, ...said, json: () => JSON.parse(said.stdout) as Record<string, unknown> };
  } catch (thrown) {
    if (thrown instanceof Errors.ExitError || thrown instanceof Errors.CLIError) return null;
    throw thrown;
  } finally {
    for (const [stream, , write] of streams) stream.write = write;
    Object.assign(console, { log, error, warn });
    process.env = before.env;
    process.chdir(before.cwd);
    process.exitCode = before.exitCode;
  }
}

/** Runs the built program in a process of its own. */
async function spawnCli(
  args: readonly string[],
  env: Record<string, string> = {},
  { input = '', cwd }: CliOptions = {},
): Promise<CliOutcome> {
  const child = spawn(process.execPath, [program, ...args], {
    env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', ...env },
    stdio: 'pipe',
    ...(cwd === undefined ? {} : { cwd }),
  });
  let stdout = '';
  let stderr = '';
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    output += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    output += text;
  });
  child.stdin.on('error', () => {}).end(input);
  const [exitCode] = (await once(child, 'close')) as [number | null];
  return { exitCode, stdout, stderr, output, json: () => JSON.parse(stdout) as Record<string, unknown> };
}
