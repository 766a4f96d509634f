import type { Hook } from '@oclif/core';
import { failureIn, failureOf } from '../app/explain-failure.js';
import { languageNow } from '../config/language.js';
import { boundedDistance } from '../core/customers/values/similarity.js';
import { ConfigurationError, saying } from '../core/errors.js';
import { renderFailure } from '../reports/failure.js';
import { jsonPieces } from '../reports/json-pieces.js';
import { errorPage, typedValue } from './command-line.js';

/** Arguments of RenOS's own commands. */
const directions = ['google-to-db', 'db-to-google'];

/** oclif's hook for an unknown command: suggests similar ones, as JSON if that is asked for. */
export const tellUnknownCommand: Hook.CommandNotFound = async ({ id, argv = [], config }) => {
  // The id also holds the arguments that follow.
  const words = id.split(':');
  const names = config.commands.map((command) => command.id.split(':'));
  const first = (count: number) => words.slice(0, count).join(' ');
  const typed = first(names.some(([name]) => name === words[0]) ? 2 : 1);
  const near = [
    ...directions.filter((name) => name === typed).map((name) => `renos-sync sync --direction ${name}`),
    ...names
      .filter((name) => boundedDistance(first(name.length), name.join(' '), 2) <= 2)
      .map((name) => `renos-sync ${name.join(' ')}`),
  ];
  const error = new ConfigurationError(saying('usage/no-command', { typed, near }));
  const language = languageNow(typedValue(argv, '--lang'));
  process.exitCode = error.exitCode;
  if (!argv.includes('--json'))
    process.stderr.write(`${renderFailure(failureIn(language, error), errorPage(language))}\n`);
  else for (const piece of jsonPieces({ success: false, error: failureOf(error) })) process.stdout.write(piece);
};
