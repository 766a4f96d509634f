import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Failures, Sentence } from '../../core/codes/failures.js';
import { tellComplaint } from '../../messages/failures.js';
import type { Language } from '../../messages/language.js';

/** One problem of a request; never its value. */
export interface Problem {
  /** The field: `options.batchSize`, `customers[3]`, `?limit`; empty for the whole body. */
  readonly path: string;
  readonly message: string;
}

/** The problems of a refusal, in a language. */
export function problemsOf({ params }: Sentence, language: Language): readonly Problem[] {
  const { problems = [] } = params as { readonly problems?: readonly Failures['invalid-input']['problems'][number][] };
  return problems.map(({ path, ...complaint }) => ({ path, message: tellComplaint(complaint, language) }));
}

interface RefusalDetails {
  readonly headers?: Readonly<Record<string, string>>;
  /** The rest of this connection cannot be trusted, or is not wanted. */
  readonly hangUp?: boolean;
}

/** A request that is refused before the engine is used. */
export class Refusal extends Error {
  readonly status: ContentfulStatusCode;
  readonly code: string;
  /** Its sentence, for any language. */
  readonly sentence: Sentence;
  readonly headers: Readonly<Record<string, string>>;
  readonly hangUp: boolean;

  constructor(status: ContentfulStatusCode, sentence: Sentence, details: RefusalDetails = {}) {
    super(sentence.id);
    this.name = 'Refusal';
    this.status = status;
    this.code = sentence.id.split('/')[0] ?? sentence.id;
    this.sentence = sentence;
    this.headers = details.headers ?? {};
    this.hangUp = details.hangUp ?? false;
  }
}
