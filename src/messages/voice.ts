import type { Language } from './language.js';

/** Something to do: a sentence, or what is ready to paste. */
export type Action = string | { readonly step: string };

/** A sentence that says what to do. */
export const step = (text: string): Action => ({ step: text });
export const textOf = (action: Action): string => (typeof action === 'string' ? action : action.step);
/** One problem as a sentence, several as a list below their title. */
export const problemsBelow = (title: string, [first = '', ...others]: readonly string[]): string =>
  others.length === 0 ? `${first}.` : [title, first, ...others].join('\n  ');

/** What a failure says, and what to do about it. */
export interface Told {
  readonly message: string;
  readonly actions: readonly Action[];
}

/** Values that a command is asked with, by the names that HTTP has for them. */
export type AskedWords = Readonly<Record<string, string | number | true>>;

/** How what is to be done is written: as it is typed in a terminal, or as it is sent over HTTP. */
export interface Voice {
  /** A sync with these options, and what it does. */
  sync(options: AskedWords, comment?: string): string;
  status(comment?: string): string;
  /** A new plan of a sync or an import. */
  plan(kind: string, comment: string): string;
  /** Applying a plan with these options. */
  apply(options: AskedWords, comment: string): string;
  /** An undo of a run with these options. */
  undo(run: string, options: AskedWords, comment: string): string;
  /** What can only be done on the machine that renos-sync runs on. */
  here(command: string, comment?: string): string;
  /** The same once more, waiting for another run to end. */
  wait(command: string, comment: string): Action;
  /** The same once more. */
  again(): Action;
  later(): Action;
  /** An option with a value; without one, its name. */
  option(name: string, value?: string | boolean): string;
  /** The option that says what a column is. */
  map(column: string, target: string): string;
}

/** How a finding of an import is told. */
export interface FindingVoice extends Pick<Voice, 'option' | 'map'> {
  /** A remedy of what needs none. In a file that is to be without a doubt it does. */
  nothing(why: string): string;
}

export type Medium = 'typed' | 'posted';

const words = {
  en: {
    again: 'Run the command again.',
    later: 'Run the same command again in a few minutes.',
    asked: 'Ask again.',
    askedLater: 'Ask again in a few minutes.',
    retryAfter: 'Ask again after the seconds of Retry-After.',
    onServer: 'On the server: ',
  },
  da: {
    again: 'Kør kommandoen igen.',
    later: 'Kør samme kommando igen om nogle minutter.',
    asked: 'Spørg igen.',
    askedLater: 'Spørg igen om nogle minutter.',
    retryAfter: 'Spørg igen efter det antal sekunder, der står i Retry-After.',
    onServer: 'På serveren: ',
  },
};

const noted = (text: string, comment: string | undefined) => (comment === undefined ? text : `${text}   # ${comment}`);

const flagOf = (name: string) =>
  name === 'calendarId' ? '--calendar' : `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

const flagsOf = (options: AskedWords) =>
  Object.entries(options).map(([name, value]) => `${flagOf(name)}${value === true ? '' : ` ${value}`}`);

/** Commands and flags. */
const inTerminal = (language: Language): Voice => ({
  sync: (options, comment) => noted(['renos-sync sync', ...flagsOf(options)].join(' '), comment),
  status: (comment) => noted('renos-sync status', comment),
  plan: (kind, comment) =>
    noted(`renos-sync ${kind === 'import' ? 'import FILE' : 'sync'} --dry-run --save-plan plan.json`, comment),
  apply: (options, comment) => noted(['renos-sync apply plan.json', ...flagsOf(options)].join(' '), comment),
  undo: (run, options, comment) => noted(['renos-sync undo', run, ...flagsOf(options)].join(' '), comment),
  here: noted,
  wait: (command, comment) => noted(`renos-sync ${command} --wait`, comment),
  again: () => step(words[language].again),
  later: () => step(words[language].later),
  option: (name, value) => {
    if (name === 'validateData') return '--no-validate';
    return typeof value === 'string' && value !== '' ? `${flagOf(name)} ${value}` : flagOf(name);
  },
  map: (column, target) => `--map "${column}=${target}"`,
});

const bodyOf = (options: AskedWords) => {
  const body = JSON.stringify(options, null, 1).replaceAll('\n', '').replaceAll('{ ', '{');
  return body === '{}' ? '' : ` ${body}`;
};

/** Requests and their fields. */
const overHttp = (language: Language): Voice => ({
  sync: ({ direction, ...options }, comment) => {
    const path = `POST /api/calendar-sync/sync${direction === undefined ? '' : `-${direction}`}`;
    return noted(`${path}${bodyOf(options)}`, comment);
  },
  status: (comment) => noted('GET /api/calendar-sync/status', comment),
  plan: (_, comment) => noted('POST /api/plans', comment),
  apply: (options, comment) => noted(`POST /api/plans/ID/apply${bodyOf(options)}`, comment),
  undo: (run, options, comment) => noted(`POST /api/runs/${run}/undo${bodyOf(options)}`, comment),
  here: (command, comment) => noted(`${words[language].onServer}${command}`, comment),
  wait: () => step(words[language].retryAfter),
  again: () => step(words[language].asked),
  later: () => step(words[language].askedLater),
  option: (name, value) => `options.${name}${value === undefined ? '' : ` = ${JSON.stringify(value)}`}`,
  map: (column, target) => `options.map = ["${column}=${target}"]`,
});

const voices: Readonly<Record<Medium, Readonly<Record<Language, Voice>>>> = {
  typed: { en: inTerminal('en'), da: inTerminal('da') },
  posted: { en: overHttp('en'), da: overHttp('da') },
};

/** How a language says what is to be done, in a terminal or over HTTP. */
export function voiceOf(medium: Medium, language: Language): Voice {
  return voices[medium][language];
}
