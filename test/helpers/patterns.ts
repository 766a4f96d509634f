import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseSync, visitorKeys } from 'oxc-parser';

/** A regular expression of src/. */
export interface Pattern {
  /** `core/errors.ts:12` */
  readonly place: string;
  readonly source: string;
  readonly flags: string;
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly regex?: { readonly pattern: string; readonly flags: string };
  readonly [key: string]: unknown;
}

const folder = fileURLToPath(new URL('../../src', import.meta.url));

/** Each pattern once: those that are written out, and those that a module puts together when it is loaded. */
export async function patterns(): Promise<readonly Pattern[]> {
  const found = new Map<string, Pattern>();
  const add = (pattern: Pattern) => found.set(`/${pattern.source}/${pattern.flags}`, pattern);
  for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    if (!path.endsWith('.ts')) continue;
    const text = readFileSync(`${folder}/${path}`, 'utf8');
    const visit = (node: Node) => {
      if (node.regex !== undefined) {
        const line = text.slice(0, node.start).split('\n').length;
        add({ place: `${path}:${line}`, source: node.regex.pattern, flags: node.regex.flags });
      }
      for (const key of visitorKeys[node.type] ?? [])
        for (const below of [node[key]].flat()) if (below !== null && below !== undefined) visit(below as Node);
    };
    visit(parseSync(path, text).program as unknown as Node);
    if (text.includes('new RegExp(')) for (const pattern of await builtBy(path)) add(pattern);
  }
  return [...found.values()];
}

async function builtBy(path: string): Promise<readonly Pattern[]> {
  const built: Pattern[] = [];
  const { RegExp: original } = globalThis;
  globalThis.RegExp = new Proxy(original, {
    construct: (target, words: [string, string?]) => {
      const made = new target(...words);
      built.push({ place: `${path}:0`, source: made.source, flags: made.flags });
      return made;
    },
  });
  try {
    await import(pathToFileURL(`${folder}/${path}`).href);
  } finally {
    globalThis.RegExp = original;
  }
  return built;
}

/** Whether a pattern repeats anything without end; what does not takes no longer on a longer text. */
export function isEndless({ source }: Pattern): boolean {
  return /[*+]|\{\d+,\}/.test(source.replace(/\\./g, '').replace(/\[[^\]]*\]/g, ''));
}

/** Letters that patterns tell apart; those that a pattern writes itself come before them. */
const usual = [...'a0 \t\n.,;:-+/@#"\'([{}<=_*\\AZåø\u00a0|?!%&~^$\r'];

/** Short texts of which a long one is made: a letter, two letters, or a word that the pattern may match in several ways. */
export function attacksOn({ source }: Pattern): readonly string[] {
  const plain = source.replace(/\\u\{?[0-9a-fA-F]+\}?|\\p\{[^}]*\}|\\[a-zA-Z]|\(\?<?[:=!]?|[\]\\^$.|?*+(){}[]/g, '\0');
  const words = [...new Set(plain.split('\0').filter((word) => word.length > 1 && word.length < 20))];
  const own = [...new Set(plain.replaceAll('\0', ''))];
  const letters = [...new Set([...own, ...usual])].slice(0, 60);
  const paired = letters.filter((letter) => own.includes(letter) || usual.indexOf(letter) < 9).slice(0, 14);
  const pairs = paired.flatMap((one) => paired.flatMap((other) => (one === other ? [] : [one + other])));
  return [...letters, ...pairs, ...words, ...words.map((word) => `${word} `)];
}
