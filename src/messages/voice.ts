import { site as siteInDanish } from './da/site.js';
import { site } from './en/site.js';
import type { Language } from './language.js';

/** A step for the user: a sentence, or a command ready to paste. */
export type Action = string | { readonly step: string };

/** A step as a sentence. */
export const step = (text: string): Action => ({ step: text });
export const textOf = (action: Action): string => (typeof action === 'string' ? action : action.step);
/** One problem as a sentence, several as a list below their title. */
export const problemsBelow = (title: string, [first = '', ...others]: readonly string[]): string =>
  others.length === 0 ? `${first}.` : [title, first, ...others].join('\n  ');

/** The text of a failure, and what to do about it. */
export interface Explanation {
  readonly message: string;
  readonly actions: readonly Action[];
}

/** The text of a finding, and what to do. Never a value of a customer. */
export interface Remark {
  readonly reason: string;
  readonly remedy: string;
}

/** A sentence for each of core's codes, made from its values. */
export type EverySentence<Codes, By = Voice, Says = Explanation> = {
  readonly [Id in keyof Codes]: (params: Codes[Id], say: By) => Says;
};
/** The same for some of them: one topic's. */
export type Sentences<Codes, By = Voice, Says = Explanation> = Partial<EverySentence<Codes, By, Says>>;

/** Options with their values, by their names over HTTP. */
export type AskedWords = Readonly<Record<string, string | number | true>>;

/** How steps are written: as commands in a terminal, or as HTTP requests. */
export interface Voice {
  /** A sync with these options, and its effect. */
  sync(options: AskedWords, comment?: string): Action;
  /** A sync that tries failed items again, in a sentence. */
  retry(): string;
  status(comment?: string): Action;
  /** A new plan of a sync or an import. */
  plan(kind: string, comment: string): string;
  /** Applying a plan with these options. */
  apply(options: AskedWords, comment: string): string;
  /** An undo of a run with these options. */
  undo(run: string, options: AskedWords, comment: string): Action;
  /** A step that is only possible on the machine of renos-sync. */
  here(command: string, comment?: string): string;
  /** The history of an item, and what to do then. */
  story(item: string, then: string): Action;
  /** The same command again, waiting for another run to end. */
  wait(command: string, comment: string): Action;
  /** The same command again. */
  again(): Action;
  later(): Action;
  /** An option with a value; without one, its name. */
  option(name: string, value?: string | boolean): string;
  /** An option alone. */
  add(name: string, value: string): Action;
  /** The option that maps a column; null: any column. */
  map(column: string | null, target: string): string;
  /** The same alone. */
  choose(column: string | null, target: string, comment?: string): Action;
}

/** How a finding of an import is written. */
export interface FindingVoice extends Pick<Voice, 'option' | 'map' | 'choose' | 'here'> {
  /** The remedy of a finding that needs none. In a strict check it needs one. */
  nothing(why: string): string;
}

/** A terminal, the API, or a page of the server, which names its own buttons. */
export type Medium = 'typed' | 'posted' | 'shown';

const words = {
  en: {
    again: 'Run the command again.',
    later: 'Run the same command again in a few minutes.',
    asked: 'Ask again.',
    askedLater: 'Ask again in a few minutes.',
    retryAfter: 'Ask again after the seconds of Retry-After.',
    onServer: 'On the server: ',
    header: 'HEADER',
    headerIs: 'HEADER is a column’s name as the file writes it',
    tryAgain: 'Try it again.',
    tryLater: 'Try it again in a few minutes.',
    tryAfter: 'Try it again when that has ended.',
    press: `Press “${site.syncNow}” on the page ${site.places.week}.`,
    look: `The page ${site.places.week} shows what the next sync would do.`,
    health: `See the page ${site.places.health}.`,
    undoIt: `Open the run on the page ${site.places.runs}: its undo shows what it would do, and asks.`,
    box: (name: string) => `the mark at “${name}”`,
    withFile: (name: string) => `the mark at “${name}”, where the file is chosen`,
    choice: (target: string, column: string | null) =>
      `the choice “${target}” for ${column === null ? 'that column' : `“${column}”`} below`,
    choose: (target: string, column: string | null) =>
      `Choose “${target}” for ${column === null ? 'the column that is it' : `“${column}”`} below.`,
    only: 'only on the command line',
    onCommandLine: 'On the command line: ',
  },
  da: {
    again: 'Kør kommandoen igen.',
    later: 'Kør samme kommando igen om nogle minutter.',
    asked: 'Spørg igen.',
    askedLater: 'Spørg igen om nogle minutter.',
    retryAfter: 'Spørg igen efter det antal sekunder, der står i Retry-After.',
    onServer: 'På serveren: ',
    header: 'KOLONNE',
    headerIs: 'KOLONNE er en kolonnes navn, som filen skriver det',
    tryAgain: 'Prøv igen.',
    tryLater: 'Prøv igen om nogle minutter.',
    tryAfter: 'Prøv igen, når den er færdig.',
    press: `Tryk på “${siteInDanish.syncNow}” på siden ${siteInDanish.places.week}.`,
    look: `Siden ${siteInDanish.places.week} viser, hvad næste synkronisering ville gøre.`,
    health: `Se siden ${siteInDanish.places.health}.`,
    undoIt: `Åbn kørslen på siden ${siteInDanish.places.runs}: fortrydelsen viser, hvad den ville gøre, og spørger.`,
    box: (name: string) => `krydset ved “${name}”`,
    withFile: (name: string) => `krydset ved “${name}”, hvor filen vælges`,
    choice: (target: string, column: string | null) =>
      `valget “${target}” for ${column === null ? 'den kolonne' : `“${column}”`} nedenfor`,
    choose: (target: string, column: string | null) =>
      `Vælg “${target}” for ${column === null ? 'den kolonne, der er det,' : `“${column}”`} nedenfor.`,
    only: 'kun på kommandolinjen',
    onCommandLine: 'På kommandolinjen: ',
  },
};

const noted = (text: string, comment: string | undefined) => (comment === undefined ? text : `${text}   # ${comment}`);

/** Flags that are not called as their option. */
const flags: Readonly<Record<string, string>> = { calendarId: '--calendar', forceSync: '--force' };
const flagOf = (name: string) => flags[name] ?? `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

const flagsOf = (options: AskedWords) =>
  Object.entries(options).map(([name, value]) => `${flagOf(name)}${value === true ? '' : ` ${value}`}`);

/** Commands and flags. */
const inTerminal = (language: Language): Voice => ({
  sync: (options, comment) => noted(['renos-sync sync', ...flagsOf(options)].join(' '), comment),
  retry: () => 'renos-sync sync --retry-failed',
  status: (comment) => noted('renos-sync status', comment),
  plan: (kind, comment) =>
    noted(`renos-sync ${kind === 'import' ? 'import FILE' : 'sync'} --dry-run --save-plan plan.json`, comment),
  apply: (options, comment) => noted(['renos-sync apply plan.json', ...flagsOf(options)].join(' '), comment),
  undo: (run, options, comment) => noted(['renos-sync undo', run, ...flagsOf(options)].join(' '), comment),
  here: noted,
  story: (item, then) => noted(`renos-sync show ${item}`, then),
  wait: (command, comment) => noted(`renos-sync ${command} --wait`, comment),
  again: () => step(words[language].again),
  later: () => step(words[language].later),
  option: (name, value) => {
    if (name === 'validateData') return '--no-validate';
    return typeof value === 'string' && value !== '' ? `${flagOf(name)} ${value}` : flagOf(name);
  },
  add: (name, value) => `${flagOf(name)} ${value}`,
  map: (column, target) => `--map "${column ?? words[language].header}=${target}"`,
  choose: (column, target, comment) =>
    noted(
      inTerminal(language).map(column, target),
      comment ?? (column === null ? words[language].headerIs : undefined),
    ),
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
  retry: () => 'POST /api/calendar-sync/sync {"retryFailed": true}',
  status: (comment) => noted('GET /api/calendar-sync/status', comment),
  plan: (_, comment) => noted('POST /api/plans', comment),
  // A file is the body itself.
  apply: ({ file, ...options }, comment) =>
    noted(`POST /api/plans/ID/apply${file === undefined ? bodyOf(options) : ` ${file}`}`, comment),
  undo: (run, options, comment) => noted(`POST /api/runs/${run}/undo${bodyOf(options)}`, comment),
  here: (command, comment) => noted(`${words[language].onServer}${command}`, comment),
  story: (item, then) => noted(`${words[language].onServer}renos-sync show ${item}`, then),
  wait: () => step(words[language].retryAfter),
  again: () => step(words[language].asked),
  later: () => step(words[language].askedLater),
  option: (name, value) => `options.${name}${value === undefined ? '' : ` = ${JSON.stringify(value)}`}`,
  add: (name, value) => overHttp(language).option(name, value),
  map: (column, target) => `options.map = ["${column ?? words[language].header}=${target}"]`,
  choose: (column, target, comment) =>
    noted(overHttp(language).map(column, target), comment ?? (column === null ? words[language].headerIs : undefined)),
});

/** Steps on a page of the server; a command if only the command line can do it. */
function inPage(language: Language): Voice {
  const typed = inTerminal(language);
  const say = words[language];
  const { withBookings, allTheSame, targets } = language === 'da' ? siteInDanish : site;
  const controls: Readonly<Record<string, string>> = {
    createBookings: say.withFile(withBookings),
    acceptRejects: say.box(allTheSame),
    acceptRenames: say.box(allTheSame),
  };
  return {
    ...typed,
    sync: (options, comment) => {
      const [name, ...more] = Object.keys(options);
      if (name === undefined) return step(say.press);
      return name === 'dryRun' && more.length === 0 ? step(say.look) : typed.sync(options, comment);
    },
    retry: () => `${typed.retry()} (${say.only})`,
    status: () => step(say.health),
    undo: () => step(say.undoIt),
    story: (_, then) => step(`${then.charAt(0).toUpperCase()}${then.slice(1)}`),
    wait: () => step(say.tryAfter),
    again: () => step(say.tryAgain),
    later: () => step(say.tryLater),
    option: (name, value) => controls[name] ?? `${typed.option(name, value)} (${say.only})`,
    map: (column, target) => say.choice(targets[target] ?? target, column),
    // A file without known headers has no list of columns to choose from.
    choose: (column, target, comment) =>
      column === null && comment === undefined
        ? typed.choose(column, target)
        : step(say.choose(targets[target] ?? target, column)),
  };
}

const voices: Readonly<Record<Medium, Readonly<Record<Language, Voice>>>> = {
  typed: { en: inTerminal('en'), da: inTerminal('da') },
  posted: { en: overHttp('en'), da: overHttp('da') },
  shown: { en: inPage('en'), da: inPage('da') },
};

/** The steps of a language, for a terminal or for HTTP. */
export function voiceOf(medium: Medium, language: Language): Voice {
  return voices[medium][language];
}

/** The steps in a finding's remedy. */
export function findingVoice(medium: Medium, language: Language, nothing: FindingVoice['nothing']): FindingVoice {
  const voice = voiceOf(medium, language);
  if (medium !== 'shown') return { ...voice, nothing };
  return { ...voice, nothing, here: (...said) => `${words[language].onCommandLine}${voice.here(...said)}` };
}
