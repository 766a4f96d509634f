/**
 * What a start needs, so that it loads no more than it must: dist/program (all in one file),
 * oclif.manifest.json (the commands, their flags and arguments), dist/help.json (what oclif says to `--help` at 80
 * columns, for bin/run.js), and an empty embedded database.
 */
import { rm, stat, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { bundleProgram } from './bundle-program.js';

process.env.FORCE_COLOR = '1';
process.env.OCLIF_COLUMNS = '80';
const { Config, Help, Plugin } = await import('@oclif/core');

const root = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '');
const manifestFile = `${root}/oclif.manifest.json`;

async function writeManifest(): Promise<void> {
  await rm(manifestFile, { force: true });
  const plugin = new Plugin({
    root,
    type: 'core',
    ignoreManifest: true,
    errorOnManifestCreate: true,
    respectNoCacheDefault: true,
  });
  await plugin.load();
  await writeFile(manifestFile, `${JSON.stringify(plugin.manifest, null, 2)}\n`);
}

class WrittenHelp extends Help {
  text = '';

  protected override log(...parts: string[]): void {
    this.text += `${parts.join(' ')}\n`;
  }
}

// Formatting turns the ids of a Config into words, so each text takes a Config of its own.
const loadProgram = () => Config.load({ root });

async function helpOf(id: string): Promise<string> {
  const program = await loadProgram();
  const help = new WrittenHelp(program, program.pjson.oclif.helpOptions);
  await help.showHelp(id === '' ? [] : [id]);
  return help.text.replace(program.userAgent.replace(/^\S+ /, ''), '%machine%');
}

await rm(`${root}/dist/program`, { recursive: true, force: true });
await bundleProgram();
await writeManifest();
const { commands, topics } = await loadProgram();
const texts: Record<string, string> = {};
for (const id of ['', ...commands.map((command) => command.id), ...topics.map((topic) => topic.name)])
  texts[id.replaceAll(':', ' ')] ??= await helpOf(id);
await writeFile(`${root}/dist/help.json`, JSON.stringify(texts));

/** Made again only with another PGlite: it takes some seconds. */
async function writeEmptyDatabase(): Promise<void> {
  const file = `${root}/dist/db/embedded/empty-database.tar.gz`;
  const made = await stat(file).catch(() => null);
  if (made !== null && made.mtime > (await stat(`${root}/node_modules/@electric-sql/pglite/package.json`)).mtime)
    return;
  const { PGlite } = await import('@electric-sql/pglite');
  const database = await PGlite.create();
  await database.query('checkpoint');
  const packed = await database.dumpDataDir('gzip');
  await database.close();
  await writeFile(file, Buffer.from(await packed.arrayBuffer()));
}

await writeEmptyDatabase();
