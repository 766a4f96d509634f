/**
 * Draws the picture of README.md: what the demo's commands print, as a terminal that writes itself. `npx tsx
 * scripts/record-demo.ts` runs them on the embedded database and the sandbox, and writes docs/images/demo.svg.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCli } from '../test/helpers/cli.js';
import { writeDemoFile } from './demo-file.js';

const commands = [
  'renos-sync validate kunder.csv --create-bookings',
  'renos-sync import-csv kunder.csv --create-bookings --no-sync --quiet',
  'renos-sync sync',
  'renos-sync sync',
  'renos-sync status',
  'renos-sync history',
];

export interface Shot {
  readonly command: string;
  readonly lines: readonly string[];
}

/** Runs the commands of the picture in a folder of their own. */
export async function recordDemo(): Promise<readonly Shot[]> {
  const folder = await mkdtemp(join(tmpdir(), 'renos-sync-picture-'));
  const env = { RENOS_DATA_DIR: join(folder, 'data'), GOOGLE_CALENDAR_API_URL: 'sandbox' };
  try {
    writeDemoFile(join(folder, 'kunder.csv'), new Date());
    const shots: Shot[] = [];
    for (const command of commands) {
      const { output } = await runCli(command.split(' ').slice(1), env, { cwd: folder });
      shots.push({ command, lines: output.trimEnd().split('\n') });
    }
    return shots;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const lineHeight = 18;
const shownLines = 28;
const width = 920;
const secondsOf = ({ lines }: Shot) => 1.2 + Math.min(lines.length, 12) * 0.12;

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** The picture: each command appears with its output, and older lines scroll up; the end stays for some seconds. */
export function drawDemo(shots: readonly Shot[]): string {
  const blocks = shots.map((shot) => ({ shot, lines: [`$ ${shot.command}`, ...shot.lines, ''] }));
  const whole = blocks.reduce((sum, { shot }) => sum + secondsOf(shot), 0) + 4;
  let time = 0;
  let line = 0;
  const scrolls: { readonly at: number; readonly by: number }[] = [];
  const groups = blocks.map(({ shot, lines }) => {
    const at = (time / whole) * 100;
    const texts = lines.map((text, index) => {
      const y = (line + index + 1) * lineHeight + 34;
      return `<text x="16" y="${y}"${index === 0 ? ' class="c"' : ''} xml:space="preserve">${escaped(text)}</text>`;
    });
    line += lines.length;
    scrolls.push({ at, by: Math.max(0, line - shownLines) * lineHeight });
    time += secondsOf(shot);
    const name = `k${scrolls.length}`;
    const frames = `@keyframes ${name}{0%,${Math.max(0, at - 0.01).toFixed(2)}%{opacity:0}${at.toFixed(2)}%,100%{opacity:1}}`;
    const style = `.${name}{animation:${name} ${whole.toFixed(1)}s infinite}`;
    return { frames: `${frames}${style}`, body: `<g class="k ${name}">${texts.join('')}</g>` };
  });
  const steps = scrolls.map(({ at, by }) => `${at.toFixed(2)}%{transform:translateY(-${by}px)}`);
  const last = scrolls.at(-1)?.by ?? 0;
  const height = (shownLines + 1) * lineHeight + 44;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="A recorded run of renos-sync">`,
    '<style>',
    'text{font:13px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;fill:#d6dbe3}.c{fill:#7ee2a8;font-weight:bold}',
    groups.map(({ frames }) => frames).join(''),
    `@keyframes scroll{${steps.join('')}100%{transform:translateY(-${last}px)}}`,
    `#s{animation:scroll ${whole.toFixed(1)}s step-end infinite}`,
    `@media (prefers-reduced-motion:reduce){#s .k{animation:none}#s{animation:none;transform:translateY(-${last}px)}}`,
    '</style>',
    `<rect width="${width}" height="${height}" rx="8" fill="#161b22"/>`,
    '<circle cx="20" cy="17" r="6" fill="#ff5f57"/><circle cx="40" cy="17" r="6" fill="#febc2e"/><circle cx="60" cy="17" r="6" fill="#28c840"/>',
    `<clipPath id="v"><rect y="34" width="${width}" height="${height - 38}"/></clipPath>`,
    `<g clip-path="url(#v)"><g id="s">${groups.map(({ body }) => body).join('\n')}</g></g>`,
    '</svg>',
    '',
  ].join('\n');
}

/** The lines that a picture shows. */
export function linesOfPicture(svg: string): readonly string[] {
  const unescaped = (text: string) => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
  return [...svg.matchAll(/<text [^>]*>([^<]*)<\/text>/g)].map(([, text = '']) => unescaped(text));
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  await writeFile(new URL('../docs/images/demo.svg', import.meta.url), drawDemo(await recordDemo()));
