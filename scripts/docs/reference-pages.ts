import { readdir, readFile } from 'node:fs/promises';
import { stripVTControlCharacters } from 'node:util';
import { examples, type Variable } from '../../src/config/environment.js';
import { ExitCode } from '../../src/core/errors.js';

const root = new URL('../../', import.meta.url);
const readJson = async (path: string): Promise<unknown> => JSON.parse(await readFile(new URL(path, root), 'utf8'));

interface Manifest {
  readonly commands: Readonly<Record<string, { summary?: string; description?: string; hidden?: boolean }>>;
}

async function commands() {
  const manifest = (await readJson('oclif.manifest.json')) as Manifest;
  return Object.entries(manifest.commands)
    .filter(([, { hidden }]) => hidden !== true)
    .map(([id, { summary = '', description = '' }]) => ({ words: id.replaceAll(':', ' '), summary, description }))
    .sort((one, other) => one.words.localeCompare(other.words, 'en'));
}

export async function commandsPage(): Promise<string> {
  const help = (await readJson('dist/help.json')) as Record<string, string>;
  const all = await commands();
  const table = all.map(
    ({ words, summary }) => `| [\`renos-sync ${words}\`](#${words.replaceAll(' ', '-')}) | ${summary} |`,
  );
  const details = all.flatMap(({ words }) => [
    `## ${words}`,
    '',
    '```text',
    stripVTControlCharacters(help[words] ?? '').trim(),
    '```',
    '',
  ]);
  const intro = [
    'Every command takes `--json`: one document on stdout and nothing else there, also when it fails; see [JSON](json.md).',
    '`renos-sync autocomplete` says how to let Tab complete commands and flags, in bash, zsh and PowerShell.',
  ];
  return ['# Commands', '', ...intro, '', '| command | what it does |', '|---|---|', ...table, '', ...details]
    .join('\n')
    .trim();
}

const settings: Readonly<Record<Variable, readonly [meaning: string, usual: string]>> = {
  DATABASE_URL: [
    'a PostgreSQL server, 14 or later, or a pooler; see [Databases](../operations/databases.md)',
    'the embedded database',
  ],
  GOOGLE_CLIENT_EMAIL: ["the service account's address", ''],
  GOOGLE_PRIVATE_KEY: ['its key; `\\n` may be written out', ''],
  GOOGLE_IMPERSONATED_USER: [
    'the person whose calendar it is, with domain-wide delegation',
    'the service account itself',
  ],
  GOOGLE_APPLICATION_CREDENTIALS: ["a service account's key file, in place of the two above", ''],
  GOOGLE_CALENDAR_API_URL: [
    'the address of all calls to Google; `sandbox` is a local calendar inside the command',
    'Google',
  ],
  GOOGLE_CALENDAR_ID: [
    'the calendar; several are separated by commas, and the first receives new bookings',
    '`primary`',
  ],
  CALENDAR_TITLE_TEMPLATE: [
    "the title of a booking's event; an event keeps the one it has until its booking is next changed",
    '`{serviceType} - {customerName}`',
  ],
  RENOS_DATA_DIR: [
    'the folder of the embedded database and the sandbox, readable by its owner only',
    "the platform's user data folder",
  ],
  RENOS_KEEP_HISTORY: ["days for which runs, journals, decided conflicts and customers' previous keys are kept", '400'],
  RUN_MODE: ['`dry-run` makes every command that writes a dry run', '`live`'],
  LOG_LEVEL: ['how much is logged on stderr', '`warn`'],
  PORT: ['the port of `serve`', '3000'],
  CALENDAR_SYNC_ENABLED: ['`serve` syncs by itself', 'off'],
  CALENDAR_SYNC_INTERVAL: ['milliseconds between two such syncs', '3600000'],
  CUSTOMER_IMPORT_BATCH_SIZE: ['rows a transaction', 'what is fast'],
  CUSTOMER_IMPORT_VALIDATE_EMAIL: ['`false` keeps rows with a wrong e-mail', '`true`'],
  RENOS_API_TOKEN: ['the bearer token that `serve` asks for', 'none: this machine only'],
  RENOS_ALLOWED_ORIGINS: ['browser pages of these origins may call `serve`', 'none'],
  RENOS_TRUST_PROXY: [
    'rates are limited by the last address of `X-Forwarded-For`, which a proxy in front wrote',
    'by the address that connects',
  ],
  RENOS_LANG: [
    'language of reports, errors, questions and progress',
    '`LC_ALL`, `LC_MESSAGES`, `LANG`; English unless it begins with `da`',
  ],
  PUBLIC_URL: ['the address at which Google reaches `serve` with push messages', 'none'],
};

export function configurationPage(): string {
  const lines = (Object.keys(examples) as Variable[]).map((name) => {
    const [meaning, usual] = settings[name];
    return `| \`${name}\` | ${meaning} | ${usual} | \`${examples[name].replaceAll('|', '\\|')}\` |`;
  });
  return [
    '# Configuration',
    '',
    'Settings are read from the environment, and from the file `.env` in the folder where the command is started; the environment',
    'wins. Everything that is wrong is reported at once. The names that RenOS sets mean what they meant there, with one exception:',
    '**`RUN_MODE` unset means live**, while RenOS takes it for a dry run.',
    '',
    '| variable | meaning | default | example |',
    '|---|---|---|---|',
    ...lines,
    '',
    '`renos-sync doctor` checks them all, and changes nothing.',
  ].join('\n');
}

const meanings: Readonly<Record<keyof typeof ExitCode, string>> = {
  done: 'done, or a dry run shown',
  ourBug: 'our bug: it asks to be reported, with the stack under `DEBUG=renos-sync`',
  wrongInput: 'usage, configuration or input file: change it; all problems are reported at once',
  refused: 'refused by a guard; nothing was written; the message names the override',
  partly:
    'finished, but some items failed, were rejected or are held, now or since an earlier run; `status` lists all of them',
  unavailable:
    'Google or PostgreSQL unreachable, denied, expired or busy; a disk full, or too few files or memory; try again',
  interrupted: 'interrupted by Ctrl-C: the current item was finished, the lock released; run it again',
  terminated: 'ended by SIGTERM or SIGHUP, likewise',
};

export async function exitCodesPage(): Promise<string> {
  const lines = (Object.keys(meanings) as (keyof typeof meanings)[]).map(
    (name) => `| ${ExitCode[name]} | ${meanings[name]} |`,
  );
  const each = (await commands()).map(({ words, description }) => {
    const sentence = /Exits 0 .*$/m.exec(description)?.[0] ?? '';
    return `| \`${words}\` | ${sentence.replace(/^Exits /, '')} |`;
  });
  return [
    '# Exit codes',
    '',
    '| exit | meaning |',
    '|---|---|',
    ...lines,
    '',
    '## By command',
    '',
    '| command | exits |',
    '|---|---|',
    ...each,
  ].join('\n');
}

interface Schema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly description?: string;
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
}

export async function jsonPage(): Promise<string> {
  const files = (await readdir(new URL('schemas/', root)))
    .filter((name) => name.endsWith('.json') && name !== 'options.json')
    .sort();
  const sections = await Promise.all(
    files.map(async (file) => {
      const { anyOf = [] } = (await readJson(`schemas/${file}`)) as Schema;
      const command = file.replace('.json', '').replace('conflicts-', 'conflicts ');
      const rows = anyOf.slice(0, -1).flatMap(fieldsOf);
      return [
        `## ${command}`,
        '',
        `[\`schemas/${file}\`](../../schemas/${file})`,
        '',
        '| field | type | |',
        '|---|---|---|',
        ...new Set(rows),
        '',
      ];
    }),
  );
  const failed = ((await readJson(`schemas/${files[0]}`)) as Schema).anyOf?.at(-1);
  return [
    '# JSON',
    '',
    'What each command prints with `--json`: one document on stdout, described by a JSON Schema (2020-12) that is shipped with the',
    'package as `renos-sync/schemas/COMMAND.json`. Fields of objects inside are in the schemas. Moments are UTC. JSON is always',
    'English. Fields are added between versions, and not renamed. What each verb may be asked, over HTTP and by the library, is in',
    '`renos-sync/schemas/options.json`.',
    '',
    '## When it fails',
    '',
    '| field | type | |',
    '|---|---|---|',
    ...(failed === undefined ? [] : fieldsOf(failed)),
    '',
    ...sections.flat(),
  ]
    .join('\n')
    .trim();
}

function fieldsOf(schema: Schema): readonly string[] {
  if (schema.properties === undefined) return (schema.anyOf ?? []).flatMap(fieldsOf);
  return Object.entries(schema.properties).map(
    ([name, field]) =>
      `| \`${name}\` | ${typeOf(field)} | ${(field.description ?? field.items?.description ?? '').replaceAll('|', '\\|')} |`,
  );
}

/** A schema in a word. */
export function typeOf({ type, enum: words, const: only, anyOf, items }: Schema): string {
  if (only !== undefined) return `\`${JSON.stringify(only)}\``;
  if (words !== undefined) return words.map((word) => `\`${word}\``).join(', ');
  if (anyOf !== undefined) return [...new Set(anyOf.map(typeOf))].join(' or ');
  if (type === 'array') return `list of ${items === undefined ? 'values' : typeOf(items)}`;
  return type ?? 'any';
}
