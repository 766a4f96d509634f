/** The driver's errors without a code, and a code with the same meaning. */
const words: readonly (readonly [RegExp, string])[] = [
  [/^Connection terminated|^Client (was closed|has encountered)|not queryable/, 'CONNECTION_CLOSED'],
  [/^timeout expired/, 'CONNECT_TIMEOUT'],
  [/does not support SSL|establishing an SSL/, 'TLS_REFUSED'],
  [/^SASL.*signature/, 'SASL_SIGNATURE_MISMATCH'],
  [/^SASL.*password/, '28P01'],
];

/** The code for a driver's error without one; null for any other text. */
export function codeInWords({ message }: Error): string | null {
  return words.find(([word]) => word.test(message))?.[1] ?? null;
}

const ours = new WeakSet<Error>();

/** Marks an error as the database's own, and adds a missing code; otherwise `otherwise`. */
export function databaseError(error: unknown, otherwise: string | null = null): unknown {
  if (!(error instanceof Error)) return error;
  ours.add(error);
  const code = 'code' in error ? null : (codeInWords(error) ?? otherwise);
  return code === null ? error : Object.assign(error, { code });
}

/** The same network code may come from a file or a calendar. */
export function isOfDatabase(error: unknown): boolean {
  for (let step = error; step instanceof Error; step = step.cause) if (ours.has(step) || isDrizzles(step)) return true;
  return false;
}

/** Drizzle's error contains the statement and its parameters; checking these avoids loading its class. */
export function isDrizzles(error: Error): boolean {
  return 'query' in error && 'params' in error && error.message.startsWith('Failed query');
}
