import { causes as causesInDanish } from './da/causes.js';
import { find as findInDanish } from './da/find.js';
import { imports as importsInDanish } from './da/imports.js';
import { items as itemsInDanish } from './da/items.js';
import { pages as pagesInDanish } from './da/pages.js';
import { plans as plansInDanish } from './da/plans.js';
import { programs as programsInDanish } from './da/programs.js';
import { answers as answersInDanish } from './da/requests.js';
import { runs as runsInDanish } from './da/runs.js';
import { site as siteInDanish } from './da/site.js';
import { statistics as statisticsInDanish } from './da/statistics.js';
import { status as statusInDanish } from './da/status.js';
import { sync as syncInDanish } from './da/sync.js';
import { undo as undoInDanish } from './da/undo.js';
import { causes } from './en/causes.js';
import { find } from './en/find.js';
import { imports } from './en/imports.js';
import { items } from './en/items.js';
import { pages } from './en/pages.js';
import { plans } from './en/plans.js';
import { programs } from './en/programs.js';
import { answers } from './en/requests.js';
import { runs } from './en/runs.js';
import { site } from './en/site.js';
import { statistics } from './en/statistics.js';
import { status } from './en/status.js';
import { sync } from './en/sync.js';
import { undo } from './en/undo.js';
import type { Language } from './language.js';

const en = {
  answers,
  causes,
  find,
  items,
  imports,
  pages,
  plans,
  programs,
  runs,
  site,
  statistics,
  status,
  sync,
  undo,
};

/** Every text for people, by topic. English defines the keys; Danish must have the same ones, or it does not compile. */
export type Messages = typeof en;

const da: Messages = {
  answers: answersInDanish,
  causes: causesInDanish,
  find: findInDanish,
  items: itemsInDanish,
  imports: importsInDanish,
  pages: pagesInDanish,
  plans: plansInDanish,
  programs: programsInDanish,
  runs: runsInDanish,
  site: siteInDanish,
  statistics: statisticsInDanish,
  status: statusInDanish,
  sync: syncInDanish,
  undo: undoInDanish,
};

const all: Readonly<Record<Language, Messages>> = { en, da };

/** The texts of a language. */
export function messagesIn(language: Language): Messages {
  return all[language];
}
