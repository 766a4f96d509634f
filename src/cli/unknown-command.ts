import type { Hook } from '@oclif/core';
import { languageNow } from '../config/language.js';
import { boundedDistance } from '../core/customers/columns/similarity.js';
import { ExitCode } from '../core/errors.js';
import { renderFailure } from '../reports/failure.js';
import { jsonPieces } from '../reports/json-pieces.js';
import { errorPage, typedValue } from './base-command.js';

/** What RenOS had commands for. */
const directions = ['google-to-db', 'db-to-google'];

/** oclif's hook for words that are no command: tells which ones are like them, in JSON where that is asked for. */
export const tellUnknownCommand: Hook.CommandNotFound = async ({ id, argv = [], config }) => {
  const typed = id.replaceAll(':', ' ');
  const names = config.commands.map((command) => command.id.replaceAll(':', ' '));
  const failure = {
    code: 'usage',
    message: `There is no command ${typed}.`,
    exitCode: ExitCode.wrongInput,
    actions: [
      ...directions.filter((name) => name === typed).map((name) => `renos-sync sync --direction ${name}`),
      ...names.filter((name) => boundedDistance(typed, name, 2) <= 2).map((name) => `renos-sync ${name}`),
      'renos-sync --help',
    ],
  };
  const language = languageNow(typedValue(argv, '--lang'));
  process.exitCode = failure.exitCode;
  if (!argv.includes('--json')) process.stderr.write(`${renderFailure(failure, errorPage(language))}\n`);
  else for (const piece of jsonPieces({ success: false, error: failure })) process.stdout.write(piece);
};
