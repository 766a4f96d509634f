import { Cron } from 'croner';
import { comparable, type Ids, learnIds, withIds, withoutIds, withPageIds } from './compare-output.js';
import { type EmptyDatabase, PageWorld } from './page-world.js';
import { type Block, type Page, typedLines } from './read-page.js';

/** A command of a page whose outcome is not what the page shows. */
export interface Difference {
  readonly command: string;
  readonly shown: readonly string[];
  readonly printed: readonly string[];
}

export interface PageRun {
  readonly differences: readonly Difference[];
  readonly commands: number;
  /** The page with what its commands print now. */
  readonly text: string;
}

/** Runs the commands of a page from top to bottom on one machine. */
export async function runPage(page: Page, openDatabase: () => Promise<EmptyDatabase>): Promise<PageRun> {
  const world = new PageWorld(openDatabase);
  const ids: Ids = new Map();
  const differences: Difference[] = [];
  const lines = page.text.split('\n');
  const written: { readonly at: number; readonly length: number; readonly lines: readonly string[] }[] = [];
  let commands = 0;
  try {
    for (const block of page.blocks) {
      if (block.word.startsWith('not-run')) continue;
      if (block.word.startsWith('account')) await world.signIn(block.word === 'account migrated');
      if (block.language === 'console') {
        const shown: string[] = [];
        for (const step of stepsOf(block)) {
          commands += 1;
          const { output } = await world.run(withIds(step.command, ids));
          const printed = output.trimEnd();
          const before = step.shown.join('\n');
          const isSame = learnIds(before, printed, ids) && alike(before, printed);
          const now =
            printed === ''
              ? []
              : withPageIds(printed, ids)
                  .split('\n')
                  .map((line) => line.trimEnd());
          if (!isSame) differences.push({ command: step.command, shown: step.shown, printed: now });
          shown.push(`$ ${step.command}`, ...(isSame ? step.shown : now));
        }
        written.push({ at: block.at, length: block.lines.length, lines: shown });
      } else if (block.language === 'sh') {
        for (const command of typedLines(block)) {
          commands += 1;
          const { exitCode, output } = await world.run(withIds(command, ids));
          if (exitCode !== 0) differences.push({ command, shown: ['exit 0'], printed: [`exit ${exitCode}`, output] });
        }
      } else if (block.language === 'cron') {
        const { runs, wrong } = await runCrontab(block, world);
        commands += runs;
        differences.push(...wrong);
      } else if (block.word !== '' && !block.word.startsWith('account'))
        world.writeFile(block.word, withIds(`${block.lines.join('\n')}\n`, ids));
    }
  } finally {
    await world.close();
  }
  for (const { at, length, lines: shown } of written.reverse()) lines.splice(at, length, ...shown);
  return { differences, commands, text: lines.join('\n') };
}

/** Each line comes due by a schedule that cron understands, succeeds, and has nothing to mail. */
async function runCrontab({ lines }: Block, world: PageWorld) {
  const settings: Record<string, string> = {};
  const wrong: Difference[] = [];
  let runs = 0;
  for (const line of lines) {
    const [, name, value] = /^([A-Z_]+)=(.*)$/.exec(line) ?? [];
    if (name !== undefined) settings[name] = value ?? '';
    const [, schedule, command] = /^((?:\S+ ){5})([^%]+)$/.exec(line) ?? [];
    if (schedule === undefined || command === undefined) continue;
    runs += 1;
    if (new Cron(schedule.trim(), { paused: true }).nextRun() === null) throw new Error(`never due: ${line}`);
    const { exitCode, output } = await world.runAsCron(command, settings);
    if (exitCode !== 0 || output !== '')
      wrong.push({ command, shown: ['exit 0'], printed: [`exit ${exitCode}`, output] });
  }
  return { runs, wrong };
}

function alike(shown: string, printed: string): boolean {
  return comparable(withoutIds(shown)).join('\n') === comparable(withoutIds(printed)).join('\n');
}

function stepsOf({ lines }: Block): readonly { readonly command: string; readonly shown: readonly string[] }[] {
  const steps: { command: string; shown: string[] }[] = [];
  for (const line of lines) {
    if (line.startsWith('$ ')) steps.push({ command: line.slice(2), shown: [] });
    else steps.at(-1)?.shown.push(line);
  }
  for (const { shown } of steps) while (shown.at(-1) === '') shown.pop();
  return steps;
}
