#!/usr/bin/env node
import { readFileSync } from 'node:fs';
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

const help = storedHelp(process.argv.slice(2));
if (help === null) {
  const { execute } = await import('@oclif/core/execute');
  await execute({ dir: import.meta.url });
} else {
  process.stdout.write(help);
}
