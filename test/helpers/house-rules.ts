import type { Import, ReadSource } from './read-source.js';

export type RoomName =
  | 'cli'
  | 'app'
  | 'config'
  | 'core'
  | 'db'
  | 'files'
  | 'google'
  | 'index'
  | 'messages'
  | 'reports'
  | 'sandbox'
  | 'server';

/** What the files of a room may import, and take from their surroundings. */
interface Room {
  /** Rooms whose values and types it may use; its own is always among them. */
  readonly uses: readonly RoomName[];
  /** Rooms of which it may only name types. */
  readonly namesTypesOf?: readonly RoomName[];
  /** Single modules beyond that. */
  readonly modules?: readonly string[];
  readonly packages?: readonly string[];
  readonly typesOfPackages?: readonly string[];
  /** Node's own modules; 'any' where the room is there to deal with the machine. */
  readonly builtins: readonly string[] | 'any';
  readonly surroundings: readonly string[] | 'any';
}

/** An edge knows core by its types and ports, and throws core's errors. */
/** All work of the process takes turns, an edge's too. */
const ofCore = ['core/errors.ts', 'core/ports.ts', 'core/give-way.ts'] as const;
const asAnEdge = { uses: [], namesTypesOf: ['core'], modules: ofCore } as const;
const machine = { builtins: 'any', surroundings: ['process', 'Date.now', 'new Date()', 'performance'] } as const;

/** The allowed imports, one room a line. A room is a folder of src/; `index` is the library's own file. */
export const rooms: Readonly<Record<RoomName, Room>> = {
  cli: {
    uses: ['app', 'core', 'messages', 'reports'],
    namesTypesOf: ['config', 'files'],
    modules: [
      'config/config.ts',
      'config/environment.ts',
      'config/language.ts',
      'config/log.ts',
      'server/start-server.ts',
    ],
    packages: ['@oclif/core', 'ora', 'valibot'],
    builtins: ['node:events', 'node:readline/promises', 'node:v8'],
    surroundings: ['process', 'performance'],
  },
  server: {
    uses: ['core', 'messages', 'reports', 'app'],
    namesTypesOf: ['config'],
    packages: ['hono', '@hono/node-server', 'prom-client', 'croner', 'valibot', '@valibot/to-json-schema'],
    ...machine,
  },
  index: { uses: ['core', 'app'], builtins: [], surroundings: [] },
  app: {
    uses: ['config', 'core', 'db', 'google', 'files', 'messages', 'sandbox'],
    builtins: 'any',
    // Durations: how long a watch waits.
    surroundings: ['new Date()', 'performance'],
  },
  config: {
    uses: [],
    namesTypesOf: ['core', 'messages'],
    modules: [
      'core/errors.ts',
      'core/ports.ts',
      'core/codes/complaints.ts',
      'core/options/sync-options.ts',
      'messages/language.ts',
    ],
    packages: ['valibot', 'dotenv', 'env-paths', 'pino'],
    builtins: ['node:fs', 'node:path'],
    surroundings: ['process', 'process.env'],
  },
  // Codes alone: the program gives core its English when it starts (core/english.ts).
  core: {
    uses: [],
    packages: ['valibot', 'temporal-polyfill', 'html-to-text', 'libphonenumber-js'],
    builtins: ['node:crypto'],
    // Durations only: what the time is comes in as an argument.
    surroundings: ['performance'],
  },
  // What RenOS's bookkeeping line is, is a rule of core that SQL and core share; so are the codes of the reasons that are stored.
  db: {
    ...asAnEdge,
    modules: [...ofCore, 'core/calendar/model/booking.ts', 'core/calendar/model/conflict.ts', 'core/zone.ts'],
    packages: ['drizzle-orm', 'pg', '@electric-sql/pglite'],
    ...machine,
  },
  google: { ...asAnEdge, packages: ['googleapis'], ...machine },
  // A mapping file names the columns that core knows; what a delimiter may be is the same in a flag and in a request. What is wrong in a file is a finding of core.
  files: {
    ...asAnEdge,
    modules: [
      ...ofCore,
      'core/customers/columns/header-words.ts',
      'core/customers/columns/file-words.ts',
      'core/customers/model/finding.ts',
    ],
    packages: ['fast-csv', 'valibot', 'hucre', 'hucre/xlsx', 'hucre/ods', 'yauzl', 'ical.js'],
    ...machine,
  },
  // Sentences by code: what the codes are, core says.
  messages: { uses: [], namesTypesOf: ['core'], builtins: [], surroundings: [] },
  // The list of fields is core's. A page names its styles by their hash.
  reports: {
    uses: ['messages'],
    namesTypesOf: ['core', 'config'],
    modules: ['core/calendar/model/content.ts', 'core/zone.ts'],
    packages: ['cli-table3', 'string-width'],
    builtins: ['node:crypto', 'node:module', 'node:util'],
    surroundings: [],
  },
  sandbox: {
    uses: [],
    packages: ['rrule-temporal', 'temporal-polyfill'],
    typesOfPackages: ['googleapis'],
    ...machine,
  },
};

/**
 * The order of the rooms within a room: a file may import from its own and from those before it. What stands beside
 * the rooms themselves, as sync-calendar.ts, may import all of them.
 */
const floors: Readonly<Record<string, readonly string[]>> = {
  'core/calendar': ['model', 'match', 'load', 'plan', 'apply', 'status'],
  'core/customers': ['model', 'values', 'columns', 'read', 'match', 'import', 'redact'],
};

/** The longest that a file may be; 150 is the aim. */
const longest = 250;

/** Tables of data, which do not get easier to read when they are cut. */
const tables: readonly string[] = ['core/customers/columns/header-words.ts'];

/** Every rule that the files break, one sentence a breach. */
export function breachesOf(files: readonly ReadSource[]): readonly string[] {
  return [...files.flatMap(breachesIn), ...cyclesAmong(files)];
}

function breachesIn(file: ReadSource): readonly string[] {
  const name = roomOf(file.path);
  if (name === null) return [`${file.path} stands in no room of the house`];
  const room: Room = rooms[name];
  const breaches = file.imports
    .filter((one) => !isAllowed(one, name, room))
    .map((one) => `${file.path} imports ${one.isTypeOnly ? 'types of ' : ''}${one.target}`);
  for (const { target } of file.imports) {
    if (isUpstairs(file.path, target)) breaches.push(`${file.path} imports ${target}, which comes after it`);
  }
  for (const taken of file.surroundings) {
    if (room.surroundings !== 'any' && !room.surroundings.includes(taken)) breaches.push(`${file.path} takes ${taken}`);
  }
  const isCommand = file.path.startsWith('cli/commands/');
  if (isCommand && (file.classes !== 1 || file.defaultExports !== 1))
    breaches.push(`${file.path} is not one command: ${file.classes} classes, ${file.defaultExports} default exports`);
  const isHook = file.path === 'cli/unknown-command.ts';
  if (!isCommand && !isHook && file.defaultExports > 0) breaches.push(`${file.path} has a default export`);
  if (file.lines > longest && !tables.includes(file.path)) breaches.push(`${file.path} has ${file.lines} lines`);
  return breaches;
}

function isAllowed({ target, kind, isTypeOnly }: Import, name: RoomName, room: Room): boolean {
  switch (kind) {
    case 'builtin':
      return room.builtins === 'any' || room.builtins.includes(target);
    case 'package':
      return (
        room.packages?.includes(target) === true || (isTypeOnly && room.typesOfPackages?.includes(target) === true)
      );
    default: {
      const other = roomOf(target);
      if (other === null) return false;
      if (other === name || room.uses.includes(other) || room.modules?.includes(target) === true) return true;
      return isTypeOnly && room.namesTypesOf?.includes(other) === true;
    }
  }
}

function roomOf(path: string): RoomName | null {
  const [first = '', ...rest] = path.split('/');
  if (rest.length > 0) return first in rooms && first !== 'index' ? (first as RoomName) : null;
  return first === 'index.ts' ? 'index' : null;
}

function isUpstairs(from: string, to: string): boolean {
  return Object.entries(floors).some(([floor, order]) => {
    if (!from.startsWith(`${floor}/`) || !to.startsWith(`${floor}/`)) return false;
    const levelOf = (path: string) => {
      const room = path.slice(floor.length + 1).split('/');
      return room.length === 1 ? order.length : order.indexOf(room[0] ?? '');
    };
    return levelOf(to) > levelOf(from);
  });
}

/** Cycles of imports, those of types among them: two files that need each other to be read are one. */
function cyclesAmong(files: readonly ReadSource[]): readonly string[] {
  const targets = new Map(files.map(({ path, imports }) => [path, imports.map(({ target }) => target)]));
  const finished = new Set<string>();
  const cycles: string[] = [];
  const follow = (path: string, way: readonly string[]): void => {
    if (way.includes(path)) cycles.push(`cycle: ${[...way.slice(way.indexOf(path)), path].join(' → ')}`);
    if (way.includes(path) || finished.has(path)) return;
    for (const target of targets.get(path) ?? []) follow(target, [...way, path]);
    finished.add(path);
  };
  for (const { path } of files) follow(path, []);
  return cycles;
}
