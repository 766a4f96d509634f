import { chooseLanguage, type Language } from '../messages/language.js';

/** The language before the settings have been read, or when they cannot be; light, as every command loads it. */
export function languageNow(flag: string | undefined): Language {
  return chooseLanguage(flag, process.env);
}
