import { readdirSync, readFileSync } from 'node:fs';
import { parseSync, visitorKeys } from 'oxc-parser';

/** What the program may say under a code, as it is written in its source. */
export interface Said {
  readonly code: string;
  /** From src/. */
  readonly path: string;
  /** The class of the error. */
  readonly error: string;
  readonly says: string;
  readonly fixes: readonly string[];
}

interface Node {
  readonly type: string;
  readonly [key: string]: unknown;
}

const src = new URL('../../src/', import.meta.url);
const isNode = (value: unknown): value is Node => typeof (value as Node | null)?.type === 'string';
const codeForm = /^[a-z]+(?:-[a-z0-9]+)*$/;

/** Every code of an error with its sentence and remedies in the files of src/, but the sandbox's. */
export function readCalls(): readonly Said[] {
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.ts') && !path.startsWith('sandbox/'))
    .sort();
  return files.flatMap((path) => readFile(path));
}

/** `saying('id', …)` inside `new SomeError(…)`: which class says which sentence. */
export function classesOfSentences(): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const path of readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))) {
    const text = readFileSync(new URL(path, src), 'utf8');
    for (const [, name = '', id = ''] of text.matchAll(/new (\w+(?:Error|Refusal))\(\s*saying\('([^']+)'/g))
      found.set(id, name);
  }
  return found;
}

function readFile(path: string): readonly Said[] {
  const { program } = parseSync(path, readFileSync(new URL(path, src), 'utf8'));
  const constants = new Map<string, Node>();
  const found: Said[] = [];
  walk(program as unknown as Node, (node) => {
    if (node.type === 'VariableDeclarator' && isNode(node.id) && isNode(node.init))
      constants.set(String(node.id.name), node.init);
  });
  const read = reader(constants);
  walk(program as unknown as Node, (node) => {
    const said = ofError(node, read) ?? ofObject(node, read);
    if (said !== null) found.push({ ...said, path });
  });
  return found;
}

type Reader = ReturnType<typeof reader>;
type Part = Omit<Said, 'path'> | null;

function ofError(node: Node, read: Reader): Part {
  const name = isNode(node.callee) ? String(node.callee.name) : '';
  if (node.type !== 'NewExpression' || !/(Error|Refusal)$/.test(name)) return null;
  const [code, says, details] = node.arguments as Node[];
  const [word] = code === undefined ? [] : read.texts(code);
  if (code?.type !== 'Literal' || word === undefined || says === undefined) return null;
  return { code: word, error: name, says: read.text(says), fixes: read.texts(read.property(details, 'actions')) };
}

function ofObject(node: Node, read: Reader): Part {
  if (node.type !== 'ObjectExpression') return null;
  const [code = ''] = read.texts(read.property(node, 'code'));
  const says = read.property(node, 'says');
  if (!codeForm.test(code) || says === undefined) return null;
  const fix = read.property(node, 'remedy') ?? read.property(node, 'actions');
  return {
    code,
    error: 'UnavailableError',
    says: read.text(says),
    fixes: read.texts(fix),
  };
}

/** Reads expressions as the text that they make: `…` stands for what only a run knows. */
function reader(constants: ReadonlyMap<string, Node>) {
  const text = (node: Node | undefined, depth = 0): string => texts(node, depth).join(' / ') || '…';
  const texts = (node: Node | undefined, depth = 0): readonly string[] => {
    if (node === undefined || depth > 4) return [];
    const next = (one: unknown) => texts(one as Node, depth + 1);
    switch (node.type) {
      case 'Literal':
        return typeof node.value === 'string' ? [node.value] : [];
      case 'TemplateLiteral': {
        const quasis = (node.quasis as { value: { cooked: string } }[]).map(({ value }) => value.cooked);
        const holes = (node.expressions as Node[]).map((one) => constantText(one, depth));
        return [quasis.map((part, index) => `${part}${holes[index] ?? ''}`).join('')];
      }
      case 'ConditionalExpression':
        return [...next(node.consequent), ...next(node.alternate)];
      case 'LogicalExpression':
        return [...next(node.left), ...next(node.right)];
      case 'ArrayExpression':
        return (node.elements as Node[]).flatMap(next);
      case 'SpreadElement':
        return next(node.argument);
      case 'TSAsExpression':
      case 'TSSatisfiesExpression':
        return next(node.expression);
      case 'Identifier':
        return next(constants.get(String(node.name)));
      default:
        return [];
    }
  };
  const constantText = (node: Node, depth: number): string => {
    const known = node.type === 'Identifier' ? texts(node, depth + 1) : [];
    return known.length === 1 ? (known[0] ?? '…') : '…';
  };
  const property = (node: Node | undefined, name: string): Node | undefined => {
    if (node?.type !== 'ObjectExpression') return undefined;
    const found = (node.properties as Node[]).find(
      (one) => isNode(one.key) && (one.key.name ?? one.key.value) === name,
    );
    return found?.value as Node | undefined;
  };
  return { text, texts, property };
}

function walk(node: Node, visit: (node: Node) => void): void {
  visit(node);
  for (const key of visitorKeys[node.type] ?? []) {
    const child = node[key];
    for (const one of Array.isArray(child) ? child : [child]) if (isNode(one)) walk(one, visit);
  }
}
