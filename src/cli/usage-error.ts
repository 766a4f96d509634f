import type { Sentence } from '../core/codes/failures.js';
import { boundedDistance } from '../core/customers/values/similarity.js';
import { ConfigurationError, ExitCode, RenosSyncError, saying } from '../core/errors.js';
import type { Failure } from '../core/results/setup-result.js';

/** The command that was typed, and its flags. */
interface Typed {
  readonly command: string;
  readonly flags: Readonly<Record<string, unknown>>;
}

/** An error of oclif's parser; its classes are recognized by their properties. */
interface ParserError extends Error {
  readonly oclif?: { readonly exit?: number };
  readonly flags?: readonly string[];
  readonly args?: readonly (string | { readonly name: string })[];
}

/** Translates an error of oclif's parser; returns null for any other error. */
export function usageError(thrown: unknown, typed: Typed): ConfigurationError | null {
  if (thrown instanceof RenosSyncError || !(thrown instanceof Error)) return null;
  const error = thrown as ParserError;
  if (typeof error.oclif?.exit !== 'number') return null;
  const sentence = sentenceOf(error, typed);
  if (sentence !== null) return new ConfigurationError(sentence, { cause: thrown });
  const words = error.message.replace(/\nSee more help with --help$/, '');
  return new ConfigurationError(saying('usage/other', { command: typed.command, words }), { cause: thrown });
}

function sentenceOf(error: ParserError, { command, flags }: Typed): Sentence | null {
  const names = error.args?.map((arg) => (typeof arg === 'string' ? arg : arg.name)) ?? [];
  switch (error.constructor.name) {
    case 'NonExistentFlagsError': {
      const unknown = error.flags ?? [];
      const near = unknown.flatMap((flag) => nearest(flag, Object.keys(flags)));
      return saying('usage/unknown-flags', { command, flags: unknown, near });
    }
    case 'UnexpectedArgsError':
      return saying('usage/unexpected-words', { command, words: names });
    case 'RequiredArgsError':
      return saying('usage/missing-words', { command, names });
    default:
      return byMessage(error.message, command);
  }
}

/** Flags with a similar spelling or the same beginning. */
function nearest(flag: string, known: readonly string[]): readonly string[] {
  const word = flag.replace(/^--?(no-)?/, '').replace(/=.*$/s, '');
  if (word.length < 2) return [];
  const most = word.length < 5 ? 1 : 2;
  return known
    .filter((name) => boundedDistance(word, name, most) <= most || (word.length > 2 && name.startsWith(word)))
    .map((name) => `--${name}`);
}

/** Errors of oclif that hold only a sentence. */
function byMessage(message: string, command: string): Sentence | null {
  const option = /^Expected (--\S+?)=[\s\S]* to be one of: ([^\n]+)/.exec(message);
  if (option !== null) {
    const [, flag = '', allowed = ''] = option;
    return saying('usage/wrong-value', { command, flag, allowed: allowed.split(', ') });
  }
  const valueless = /^Flag (--\S+) expects (?:a value|one of these values: ([^\n]+))/.exec(message);
  if (valueless !== null) {
    const [, flag = '', allowed] = valueless;
    if (allowed === undefined) return saying('usage/missing-value', { command, flag });
    return saying('usage/wrong-value', { command, flag, allowed: allowed.split(', ') });
  }
  const twice = /^Flag (--\S+) can only be specified once/.exec(message);
  if (twice !== null) return saying('usage/once', { command, flag: twice[1] ?? '' });
  const missing = [...message.matchAll(/Missing required flag (\S+)/g)].map(([, flag = '']) => `--${flag}`);
  if (missing.length > 0) return saying('usage/missing-flags', { command, flags: missing });
  const together = /^[ \t]*(--[\w-]+)=.* cannot also be provided when using (--[\w-]+)/m.exec(message);
  if (together !== null) {
    const [, one = '', other = ''] = together;
    return saying('usage/not-together', { command, flags: [one, other] });
  }
  const whole =
    /^(?:Parsing (--\S+) \n\t)?Expected an integer (?:greater than or equal to (-?\d+)|less than or equal to (-?\d+))?/.exec(
      message,
    );
  if (whole === null) return null;
  const [, flag = '', least = null, most = null] = whole;
  return saying('usage/no-whole-number', { command, flag, least, most });
}

/** With `--detailed-exitcode`, 2 means that there are changes, so an error is reported by 1. */
export function inDetail(failure: Failure, words: readonly string[]): Failure {
  const isTwo = failure.exitCode === ExitCode.wrongInput && words.includes('--detailed-exitcode');
  return isTwo ? { ...failure, exitCode: ExitCode.ourBug } : failure;
}
