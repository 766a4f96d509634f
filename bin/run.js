#!/usr/bin/env node
import { fstatSync, readFileSync, writeSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';

/** Help as the build wrote it down: loading oclif takes many times as long as node itself. null = ask oclif. */
function storedHelp(words) {
  if (words.at(-1) !== '--help' || process.stdout.columns < 80) return null;
  try {
    const texts = JSON.parse(readFileSync(new URL('../dist/help.json', import.meta.url), 'utf8'));
    const text = texts[words.slice(0, -1).join(' ')];
    if (text === undefined) return null;
    const told = text.replace('%machine%', `${process.platform}-${process.arch} node-${process.version}`);
    return process.stdout.isTTY && process.stdout.hasColors() ? told : stripVTControlCharacters(told);
  } catch {
    return null;
  }
}

/** Node takes a short write to a file for a whole one: on a full disk, the end of a report would be missing without a word. */
function writeWhole(chunk, encoding, done) {
  try {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk, encoding) : chunk;
    for (let written = 0; written < bytes.length; ) written += writeSync(process.stdout.fd, bytes, written);
    done();
  } catch (error) {
    done(error);
  }
}

/** A reader that has had enough is no failure; a disk that takes no more is one, and is told once. */
let unprinted = false;
function cannotPrint({ code }) {
  if (code === 'EPIPE' || unprinted) return;
  unprinted = true;
  process.stderr.write(
    `Error: Standard output cannot be written (${code}): what the command did is done, but not all of its report is there.\n\n` +
      'What to do:\n  Free disk space, or send the output elsewhere.\n',
  );
}
const isFile = (fd) => fstatSync(fd, { throwIfNoEntry: false })?.isFile() === true;
if (isFile(1)) process.stdout._write = writeWhole;
process.stdout.on('error', cannotPrint);
process.stderr.on('error', () => {});
process.on('exit', () => {
  if (unprinted) process.exitCode = 5;
});

/** Node opens all files of our words at once: where it may not, they cannot be had, and these stand for them. */
function cannotLoad(error) {
  const { code } = error ?? {};
  if (code !== 'EMFILE' && code !== 'ENFILE') throw error;
  const message = `This process may not open more files (${code}).`;
  const actions = ['ulimit -n 1024   # in the same shell, then run the command again'];
  const failure = { code: 'too-many-files', message, exitCode: 5, actions };
  if (process.argv.includes('--json'))
    process.stdout.write(`${JSON.stringify({ success: false, error: failure }, null, 2)}\n`);
  else process.stderr.write(`Error: ${message}\n\nWhat to do:\n  ${actions[0]}\n`);
  process.exit(5);
}

/** Runs the command that was typed; what it could not catch itself is told in our words too, as a driver's error in mid-air. */
async function runCommand() {
  const { failureOf } = await import('../dist/app/explain-failure.js').catch(cannotLoad);
  const { renderFailure } = await import('../dist/reports/failure.js').catch(cannotLoad);
  const { languageNow } = await import('../dist/config/language.js').catch(cannotLoad);
  const words = process.argv.slice(2);
  const end = (error) => {
    const failure = failureOf(error);
    if (words.includes('--json')) {
      process.stdout.write(`${JSON.stringify({ success: false, error: failure }, null, 2)}\n`);
    } else {
      const page = { width: null, colors: false, language: languageNow(undefined) };
      process.stderr.write(`${renderFailure(failure, page)}\n`);
    }
    if (/(^|,)(\*|renos-sync)/.test(process.env.DEBUG ?? '')) process.stderr.write(`${error?.stack ?? error}\n`);
    process.exit(failure.exitCode);
  };
  process.on('uncaughtException', end);
  try {
    const { run } = await import('@oclif/core/run');
    await import('@oclif/core/command');
    // oclif throws an error of standard output where nobody can catch it.
    process.stdout.removeAllListeners('error').on('error', cannotPrint);
    await run(words, import.meta.url);
    const { flush } = await import('@oclif/core/flush');
    await flush();
  } catch (error) {
    if (failureOf(error).code !== 'internal') end(error);
    const { handle } = await import('@oclif/core/handle');
    await handle(error);
  }
}

const help = storedHelp(process.argv.slice(2));
if (help === null) await runCommand();
else process.stdout.write(help);
