import { chooseLanguage, type Language } from '../messages/language.js';

/**
 * The language before the settings are read, or if they cannot be read. The module is small, because every command
 * loads it.
 */
export function languageNow(flag: string | undefined): Language {
  return chooseLanguage(flag, process.env);
}
