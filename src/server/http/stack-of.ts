/** The stack without the message, which may contain customers' data. */
export function stackOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  const cause = error.cause === undefined ? [] : ['caused by', stackOf(error.cause) ?? 'no error'];
  return [error.name, ...frames.slice(0, 12), ...cause].join('\n');
}
