/**
 * Puts all that the commands load into one file, dist/program/renos-sync.cjs, for bin/run.js: to find and open some 800
 * files takes most of a start. The library, and threads, use the files that TypeScript writes.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = `${root}dist`;

/** These have files beside their code, or are looked for by oclif. */
const external = ['@electric-sql/*', '@oclif/plugin-*', 'cli-table3', 'pg-native', 'pino'];

const slashes = (path: string) => path.split(sep).join('/');

/** A file's own place, said from dist/program. */
const places: Plugin = {
  name: 'places',
  setup: ({ onLoad }) => {
    onLoad({ filter: /[\\/]dist[\\/].*\.js$/ }, async ({ path }) => {
      if (!path.startsWith(dist)) return null;
      const text = await readFile(path, 'utf8');
      const place = `process.getBuiltinModule('node:url').pathToFileURL(\`\${__dirname}/../${slashes(relative(dist, path))}\`).href`;
      return { contents: text.replaceAll('import.meta.url', place), loader: 'js' };
    });
  },
};

/** oclif's index looks for versions and for TypeScript, too, before it gives its parts. */
const lightOclif: Plugin = {
  name: 'light-oclif',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^@oclif\/core$/ }, () => ({ path: 'parts', namespace: 'oclif' }));
    onLoad({ filter: /.*/, namespace: 'oclif' }, () => ({ contents: oclifParts, resolveDir: root }));
  },
};
const oclifParts = [
  "export * as Args from '@oclif/core/args';",
  "export * as Errors from '@oclif/core/errors';",
  "export * as Flags from '@oclif/core/flags';",
  ...['command', 'config', 'flush', 'handle', 'run'].map((part) => `export * from '@oclif/core/${part}';`),
].join('\n');

/** Loaded by the first call: most syncs see no text that is HTML, and none beyond Latin letters. */
const late: Plugin = {
  name: 'late',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^(html-to-text|string-width)$/ }, ({ path, kind }) => {
      if (kind === 'import-statement') return { path, namespace: 'late' };
      return path === 'html-to-text' ? { path, external: true } : null;
    });
    onLoad({ filter: /.*/, namespace: 'late' }, ({ path }) => ({ contents: callsOf[path] ?? '', resolveDir: root }));
  },
};
const callsOf: Readonly<Record<string, string>> = {
  'html-to-text': "export const convert = (...given) => require('html-to-text').convert(...given);",
  'string-width': "export default (...given) => require('string-width').default(...given);",
};

/**
 * Some libraries ask for classes of the web, which Node has only with the whole of its fetch, though they do without it:
 * pg to learn whether it runs at Cloudflare, and Google's, which send by node-fetch.
 */
const noFetch: Plugin = {
  name: 'no-fetch',
  setup: ({ onLoad }) => {
    const modules = '[\\\\/]node_modules[\\\\/]';
    const filter = new RegExp(`${modules}(pg.lib.stream|(gaxios|googleapis-common|google-auth-library).build.*)\\.js$`);
    onLoad({ filter }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      if (/pg.lib/.test(path)) return { contents: `const navigator = { userAgent: 'Node.js' };${text}` };
      const isFound = /(new|instanceof) (Headers|FormData)\b/.test(text);
      return isFound ? { contents: `const { FormData, Headers } = require('node-fetch');${text}` } : null;
    });
  },
};

/** What runs a command, with each command's class by its id. */
function writeStart(): string {
  const files = readdirSync(`${dist}/cli/commands`, { recursive: true, encoding: 'utf8' }).map(slashes);
  const loads = files
    .filter((file) => file.endsWith('.js'))
    .map((file) => {
      const id = file.replace(/(\/index)?\.js$/, '').replaceAll('/', ':');
      return `'${id}': async () => (await import('./cli/commands/${file}')).default`;
    });
  return `import { runCommand } from './cli/run-command.js';
    export const start = (options) => runCommand({ ...options, commands: {${loads.join(',\n')}} });`;
}

/** bin/run.js compiles the file as a function of these names: code from V8's cache has no `import()` of its own. */
const names = 'exports, require, module, __filename, __dirname, __import';

export async function bundleProgram(): Promise<void> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: writeStart(), resolveDir: dist, sourcefile: 'start.js' },
    outfile: `${dist}/program/renos-sync.cjs`,
    absWorkingDir: root,
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20.19',
    external,
    minifyWhitespace: true,
    minifySyntax: true,
    // Errors are known by the names of their classes.
    keepNames: true,
    plugins: [places, lightOclif, late, noFetch],
    banner: { js: `(function (${names}) {` },
    footer: { js: '})' },
    metafile: true,
    write: false,
  });
  await mkdir(`${dist}/program`, { recursive: true });
  for (const { path, text } of outputFiles) {
    const program = text.replace(/(?<=await |=>|return )import\(/g, '__import(').trimEnd();
    // The last 72 letters tell two builds apart: bin/run.js signs with them what V8 compiled of this one.
    await writeFile(path, `${program}\n//${createHash('sha256').update(program).digest('hex')}\n`);
  }
  await writeFile(`${dist}/program/LICENSES.txt`, licensesOf(Object.keys(metafile.inputs)));
}

/** What others wrote may be passed on together with its licence. */
function licensesOf(files: readonly string[]): string {
  const folders = new Set(files.flatMap((file) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file) ?? []));
  const texts = [...folders].sort().map((folder) => {
    const name = readdirSync(`${root}${folder}`).find((file) => /^licen[cs]e(\.|$)/i.test(file));
    const { license } = JSON.parse(readFileSync(`${root}${folder}/package.json`, 'utf8')) as { license?: string };
    return `${folder}\n\n${name === undefined ? (license ?? '') : readFileSync(`${root}${folder}/${name}`, 'utf8')}`;
  });
  return texts.join('\n\n----\n\n');
}
