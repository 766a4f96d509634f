/** Writes down what oclif says to `--help`, at 80 columns, for bin/run.js to print: dist/help.json. */
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

process.env.FORCE_COLOR = '1';
process.env.OCLIF_COLUMNS = '80';
const { Config, Help } = await import('@oclif/core');

const root = fileURLToPath(new URL('..', import.meta.url));
const { version } = JSON.parse(await readFile(`${root}/package.json`, 'utf8')) as { version: string };

class WrittenHelp extends Help {
  text = '';

  protected override log(...parts: string[]): void {
    this.text += `${parts.join(' ')}\n`;
  }
}

// Formatting turns the ids of a Config into words, so each text takes a Config of its own.
const loadProgram = () => Config.load({ root, version });

async function helpOf(id: string): Promise<string> {
  const program = await loadProgram();
  const help = new WrittenHelp(program, program.pjson.oclif.helpOptions);
  await help.showHelp(id === '' ? [] : [id]);
  return help.text.replace(program.userAgent.replace(/^\S+ /, ''), '%machine%');
}

const { commands, topics } = await loadProgram();
const texts: Record<string, string> = {};
for (const id of ['', ...commands.map((command) => command.id), ...topics.map((topic) => topic.name)])
  texts[id.replaceAll(':', ' ')] ??= await helpOf(id);
await writeFile(`${root}/dist/help.json`, JSON.stringify(texts));
