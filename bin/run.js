#!/usr/bin/env node
const {
  existsSync,
  fstatSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} = require('node:fs');
const { createRequire } = require('node:module');
const { dirname, join } = require('node:path');
const { stripVTControlCharacters } = require('node:util');
const { cachedDataVersionTag, setFlagsFromString } = require('node:v8');
const { Script } = require('node:vm');

const root = dirname(__dirname);

/** Help as the build wrote it down: loading oclif takes many times as long as node itself. null = ask oclif. */
function storedHelp(words) {
  if (words.at(-1) !== '--help' || process.stdout.columns < 80) return null;
  try {
    const texts = JSON.parse(readFileSync(join(root, 'dist', 'help.json'), 'utf8'));
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

/** Commands that a scheduler runs often: what V8 compiled of them is kept beside the program; see decision 071. */
const often = ['sync', 'status'];

function readAnyway(file) {
  try {
    return existsSync(file) ? readFileSync(file) : undefined;
  } catch {
    return undefined;
  }
}

/** What compiled the code: V8 takes that of another build of Node with the same number for its own, and falls over it. */
function madeBy() {
  const { size, mtimeMs } = statSync(process.execPath);
  return [cachedDataVersionTag(), process.version, process.arch, size, Math.round(mtimeMs)].join('-');
}

/** V8 does not look for damage in code that it is given, and takes that of another program of the same length: it is signed. */
const signatureLength = 32;
const signatureOf = (code, program) =>
  require('node:crypto').createHash('sha256').update(program.slice(-72)).update(code).digest();

function readKept(file, program) {
  const bytes = readAnyway(file);
  const code = bytes?.subarray(0, -signatureLength);
  return code && signatureOf(code, program).equals(bytes.subarray(code.length)) ? code : undefined;
}

/** Compiles the program, or takes what was compiled before by the same V8 with the same settings. */
function loadProgram(command) {
  const folder = join(root, 'dist', 'program');
  const filename = join(folder, 'renos-sync.cjs');
  const source = readFileSync(filename, 'latin1');
  const tag = madeBy();
  const cache = often.map((name) => join(folder, `${name}-${tag}.cache`))[Math.max(often.indexOf(command), 0)];
  const cachedData = readKept(cache, source);
  const script = new Script(source, { filename, cachedData });
  if (often.includes(command) && (cachedData === undefined || script.cachedDataRejected)) {
    // V8 forgets code that has not run for a while, as that which loads the program: all of it is to be kept.
    setFlagsFromString('--no-flush-bytecode');
    process.on('exit', (exitCode) => {
      // A sync sets the others; code that was kept with them would not be taken without them.
      for (const flag of ['flush-bytecode', 'heap-growing-percent=0', 'semi-space-growth-factor=2'])
        setFlagsFromString(`--${flag}`);
      if (exitCode !== 0 || tag !== madeBy()) return;
      const code = script.createCachedData();
      keep(cache, Buffer.concat([code, signatureOf(code, source)]));
    });
  }
  const program = { exports: {} };
  const importFrom = (specifier) => import(specifier);
  script.runInThisContext()(program.exports, createRequire(filename), program, filename, folder, importFrom);
  return program.exports;
}

/** Whole, or not at all: the folder may be read-only, and another process may do the same. */
function keep(file, bytes) {
  const part = `${file}.${process.pid}`;
  try {
    writeFileSync(part, bytes, { flag: 'wx' });
    renameSync(part, file);
  } catch {
    rmSync(part, { force: true });
  }
}

const isDebugging = /(^|,)(\*|renos-sync)/.test(process.env.DEBUG ?? '');
const words = process.argv.slice(2);
const help = storedHelp(words);
if (help !== null) process.stdout.write(help);
else
  try {
    loadProgram(words[0])
      .start({ root, pjson: require('../package.json'), cannotPrint, isDebugging })
      .catch(cannotLoad);
  } catch (error) {
    cannotLoad(error);
  }
