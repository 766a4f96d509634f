/** Values that a sync is asked with, by the names that HTTP has for them. */
export type SyncWords = Readonly<Record<string, string | number | true>>;

/** How what is to be done is written: as it is typed in a terminal, or as it is sent over HTTP. */
export interface Voice {
  /** A sync with these options, and what it does. */
  sync(options: SyncWords, comment?: string): string;
  status(comment?: string): string;
  /** A new plan of a sync or an import. */
  plan(kind: string, comment: string): string;
  /** Applying a plan with these options. */
  apply(options: SyncWords, comment: string): string;
  /** What can only be done on the machine that renos-sync runs on. */
  here(command: string, comment?: string): string;
  /** The same once more, waiting for another run to end. */
  wait(command: string, comment: string): string;
}

const noted = (text: string, comment: string | undefined) => (comment === undefined ? text : `${text}   # ${comment}`);

const flagOf = (name: string) =>
  name === 'calendarId' ? '--calendar' : `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

const flagsOf = (options: SyncWords) =>
  Object.entries(options).map(([name, value]) => `${flagOf(name)}${value === true ? '' : ` ${value}`}`);

/** Commands and flags. */
export const typed: Voice = {
  sync: (options, comment) => noted(['renos-sync sync', ...flagsOf(options)].join(' '), comment),
  status: (comment) => noted('renos-sync status', comment),
  plan: (kind, comment) =>
    noted(`renos-sync ${kind === 'import' ? 'import FILE' : 'sync'} --dry-run --save-plan plan.json`, comment),
  apply: (options, comment) => noted(['renos-sync apply plan.json', ...flagsOf(options)].join(' '), comment),
  here: noted,
  wait: (command, comment) => noted(`renos-sync ${command} --wait`, comment),
};

const bodyOf = (options: SyncWords) => {
  const body = JSON.stringify(options, null, 1).replaceAll('\n', '').replaceAll('{ ', '{');
  return body === '{}' ? '' : ` ${body}`;
};

/** Requests and their fields. */
export const posted: Voice = {
  sync: ({ direction, ...options }, comment) => {
    const path = `POST /api/calendar-sync/sync${direction === undefined ? '' : `-${direction}`}`;
    return noted(`${path}${bodyOf(options)}`, comment);
  },
  status: (comment) => noted('GET /api/calendar-sync/status', comment),
  plan: (_, comment) => noted('POST /api/plans', comment),
  apply: (options, comment) => noted(`POST /api/plans/ID/apply${bodyOf(options)}`, comment),
  here: (command, comment) => noted(command.startsWith('renos-sync ') ? `On the server: ${command}` : command, comment),
  wait: () => 'Ask again after the seconds of Retry-After.',
};

/** Options of an import, by the names that HTTP has for them. */
export interface FindingVoice {
  /** An option with a value; without one, its name. */
  option(name: string, value?: string | boolean): string;
  /** The option that says what a column is. */
  map(column: string, target: string): string;
  /** A remedy of what needs none. In a file that is to be without a doubt it does. */
  nothing(why: string): string;
}

const asFlag = (name: string, value?: string | boolean) => {
  if (name === 'validateData') return '--no-validate';
  return typeof value === 'string' && value !== '' ? `${flagOf(name)} ${value}` : flagOf(name);
};

/** Flags of a command. */
export const typedOptions = {
  option: asFlag,
  map: (column: string, target: string) => `--map "${column}=${target}"`,
};

/** Fields of a request's body. */
export const postedOptions = {
  option: (name: string, value?: string | boolean) =>
    `options.${name}${value === undefined ? '' : ` = ${JSON.stringify(value)}`}`,
  map: (column: string, target: string) => `options.map = ["${column}=${target}"]`,
};
