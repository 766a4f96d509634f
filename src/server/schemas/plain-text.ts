import * as v from 'valibot';

/** A text that PostgreSQL and UTF-8 can hold: without NUL, and without half of a letter. */
export const plainText = v.pipe(
  v.string(),
  v.check((text) => !text.includes('\0') && !/\p{Surrogate}/u.test(text), 'must be text without NUL and half letters'),
);
