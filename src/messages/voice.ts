/** Values that a sync is asked with, by the names that HTTP has for them. */
export type SyncWords = Readonly<Record<string, string | number | true>>;

/** How what is to be done is written: as it is typed in a terminal, or as it is sent over HTTP. */
export interface Voice {
  /** A sync with these options, and what it does. */
  sync(options: SyncWords, comment?: string): string;
  status(comment?: string): string;
  /** What can only be done on the machine that renos-sync runs on. */
  here(command: string, comment?: string): string;
  /** The same once more, waiting for another run to end. */
  wait(command: string, comment: string): string;
}

const noted = (text: string, comment: string | undefined) => (comment === undefined ? text : `${text}   # ${comment}`);

const flagOf = (name: string) =>
  name === 'calendarId' ? '--calendar' : `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/** Commands and flags. */
export const typed: Voice = {
  sync: (options, comment) => {
    const flags = Object.entries(options).map(([name, value]) => `${flagOf(name)}${value === true ? '' : ` ${value}`}`);
    return noted(['renos-sync sync', ...flags].join(' '), comment);
  },
  status: (comment) => noted('renos-sync status', comment),
  here: noted,
  wait: (command, comment) => noted(`renos-sync ${command} --wait`, comment),
};

/** Requests and their fields. */
export const posted: Voice = {
  sync: ({ direction, ...options }, comment) => {
    const path = `POST /api/calendar-sync/sync${direction === undefined ? '' : `-${direction}`}`;
    const body = JSON.stringify(options, null, 1).replaceAll('\n', '').replaceAll('{ ', '{');
    return noted(body === '{}' ? path : `${path} ${body}`, comment);
  },
  status: (comment) => noted('GET /api/calendar-sync/status', comment),
  here: (command, comment) => noted(command.startsWith('renos-sync ') ? `On the server: ${command}` : command, comment),
  wait: () => 'Ask again after the seconds of Retry-After.',
};
