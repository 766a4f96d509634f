import { readdirSync, readFileSync } from 'node:fs';

const src = new URL('../../src/', import.meta.url);

/** `saying('id', …)` inside `new SomeError(…)`: which class says which sentence. */
export function classesOfSentences(): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const path of readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))) {
    const text = readFileSync(new URL(path, src), 'utf8');
    for (const [, name = '', id = ''] of text.matchAll(/new (\w+(?:Error|Refusal))\(\s*saying\('([^']+)'/g))
      found.set(id, name);
    // The part behind the slash is often computed.
    for (const [, name = '', code = ''] of text.matchAll(/new (\w+(?:Error|Refusal))\(\s*saying\(`([a-z-]+)\/\$\{/g))
      found.set(code, name);
    for (const [, id = ''] of text.matchAll(/explain: unavailable\('([^']+)'\)/g)) found.set(id, 'UnavailableError');
  }
  return found;
}
