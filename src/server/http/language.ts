import { type Language, preferredLanguage } from '../../messages/language.js';
import { messagesIn } from '../../messages/messages.js';
import type { ApiContext } from './api-env.js';

/** The language that a request asks for in Accept-Language; English for one that asks for none of ours. */
export function languageOf(c: ApiContext): Language {
  return preferredLanguage(c.req.header('accept-language')) ?? 'en';
}

/** What a request is answered with when all goes well. */
export function words(c: ApiContext) {
  return messagesIn(languageOf(c)).answers;
}
