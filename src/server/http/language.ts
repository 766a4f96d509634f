import type { Teller } from '../../messages/failures.js';
import { type Language, preferredLanguage } from '../../messages/language.js';
import { messagesIn } from '../../messages/messages.js';
import type { ApiContext } from './api-env.js';

/** The language of a request's Accept-Language; English if it names none of ours. */
export function languageOf(c: ApiContext): Language {
  return preferredLanguage(c.req.header('accept-language')) ?? 'en';
}

/** As what is sent over HTTP, in the language that a request asks for. */
export function tellerOf(c: ApiContext): Teller {
  return { language: languageOf(c), as: 'posted' };
}

/** The texts of successful answers. */
export function words(c: ApiContext) {
  return messagesIn(languageOf(c)).answers;
}
