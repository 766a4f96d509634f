/** Reads a header of a reply: the client returns its own kind of `Headers`, and for good replies sometimes a plain object. */
export function readHeader(headers: unknown, name: string): string | null {
  if (typeof headers !== 'object' || headers === null) return null;
  const { get } = headers as { readonly get?: unknown };
  const value: unknown =
    typeof get === 'function'
      ? get.call(headers, name)
      : Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
  return typeof value === 'string' ? value : null;
}
