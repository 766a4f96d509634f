import { type Command, Config, flush, handle, type Interfaces, run } from '@oclif/core';
import { failureIn, failureOf } from '../app/explain-failure.js';
import { languageNow } from '../config/language.js';
import { renderFailure } from '../reports/failure.js';
import { plainPage } from '../reports/page.js';

interface Program {
  /** The package's folder, and its package.json. */
  readonly root: string;
  readonly pjson: Interfaces.PJSON;
  /** Each command's class by its id; without it, oclif would look for a file. */
  readonly commands: Readonly<Record<string, () => Promise<Command.Class>>>;
  /** Called with errors of standard output. */
  readonly cannotPrint: (error: NodeJS.ErrnoException) => void;
  /** Whether stacks are shown. */
  readonly isDebugging: boolean;
}

/**
 * Runs the command that was typed. Also explains errors that it could not catch itself, such as a driver's error in an
 * event handler.
 */
export async function runCommand({ root, pjson, commands, cannotPrint, isDebugging }: Program): Promise<void> {
  const end = (error: unknown) => endWith(error, isDebugging);
  process.on('uncaughtException', end);
  try {
    // oclif throws an error of standard output in an event handler, where it cannot be caught.
    process.stdout.removeAllListeners('error').on('error', cannotPrint);
    const config = await Config.load({ root, pjson: leavePlugins(pjson, commands) });
    const plugin = config.plugins.get(config.name);
    for (const command of config.commands) {
      const load = commands[command.id];
      if (load !== undefined) command.load = async () => Object.assign(await load(), { id: command.id, plugin });
    }
    await run(process.argv.slice(2), config);
    await flush();
  } catch (error) {
    if (failureOf(error).code !== 'internal') end(error);
    await handle(error as Error);
  }
}

/** Loads oclif's plugins only if the command is not one of ours. */
function leavePlugins(pjson: Interfaces.PJSON, commands: Program['commands']): Interfaces.PJSON {
  const isOurs = Object.keys(commands).some((id) => id.split(':', 1)[0] === process.argv[2]);
  return isOurs ? { ...pjson, oclif: { ...pjson.oclif, plugins: [] } } : pjson;
}

function endWith(error: unknown, isDebugging: boolean): never {
  const failure = failureOf(error);
  if (process.argv.includes('--json')) {
    process.stdout.write(`${JSON.stringify({ success: false, error: failure }, null, 2)}\n`);
  } else {
    const language = languageNow(undefined);
    process.stderr.write(`${renderFailure(failureIn(language, error), { ...plainPage, language })}\n`);
  }
  const stack = error instanceof Error ? error.stack : error;
  if (isDebugging) process.stderr.write(`${stack}\n`);
  process.exit(failure.exitCode);
}
