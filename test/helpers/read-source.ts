import { posix } from 'node:path';
import { parseSync, visitorKeys } from 'oxc-parser';

/** A file of src/, by its path from there, as text. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** One import of a file: static, re-exported, dynamic, or inside a type. */
export interface Import {
  /** A path from src/ for our own modules (`core/errors.ts`), else the name of the package or of the Node module. */
  readonly target: string;
  readonly kind: 'ours' | 'package' | 'builtin';
  /** Gone when compiled. */
  readonly isTypeOnly: boolean;
}

export interface ReadSource {
  readonly path: string;
  readonly lines: number;
  readonly imports: readonly Import[];
  /** What it takes from the surroundings: `process`, `process.env`, `console`, `Date.now`, `new Date()`… */
  readonly surroundings: readonly string[];
  readonly classes: number;
  readonly defaultExports: number;
}

interface Node {
  readonly type: string;
  readonly [key: string]: unknown;
}

const watched = ['process', 'console', 'performance', 'fetch'];

/** Reads one file's imports and what it reaches for besides them. */
export function readSource({ path, text }: SourceFile): ReadSource {
  const { program, errors } = parseSync(path, text);
  if (errors[0] !== undefined) throw new SyntaxError(`${path}: ${errors[0].message}`);
  const imports: Import[] = [];
  const surroundings = new Set<string>();
  let classes = 0;
  let defaultExports = 0;
  walk(program as unknown as Node, null, (node, parent) => {
    const found = importOf(node);
    if (found !== null) imports.push(resolve(path, found));
    const taken = surroundingsOf(node, parent);
    if (taken !== null) surroundings.add(taken);
    if (node.type === 'ClassDeclaration' || node.type === 'ClassExpression') classes += 1;
    if (node.type === 'ExportDefaultDeclaration') defaultExports += 1;
  });
  const lines = text.trimEnd().split('\n').length;
  return { path, lines, imports, surroundings: [...surroundings], classes, defaultExports };
}

function walk(node: Node, parent: Node | null, visit: (node: Node, parent: Node | null) => void): void {
  visit(node, parent);
  for (const key of visitorKeys[node.type] ?? []) {
    const child = node[key];
    for (const one of Array.isArray(child) ? child : [child]) if (isNode(one)) walk(one, node, visit);
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value;
}

function importOf(node: Node): { readonly source: string; readonly isTypeOnly: boolean } | null {
  if (!isNode(node.source)) return null;
  const { value } = node.source;
  const source = typeof value === 'string' ? value : '(computed)';
  switch (node.type) {
    case 'ImportDeclaration':
      return { source, isTypeOnly: node.importKind === 'type' || hasOnlyTypes(node.specifiers, 'importKind') };
    case 'ExportAllDeclaration':
    case 'ExportNamedDeclaration':
      return { source, isTypeOnly: node.exportKind === 'type' || hasOnlyTypes(node.specifiers, 'exportKind') };
    case 'ImportExpression':
      return { source, isTypeOnly: false };
    case 'TSImportType':
      return { source, isTypeOnly: true };
    default:
      return null;
  }
}

function hasOnlyTypes(specifiers: unknown, kind: string): boolean {
  return Array.isArray(specifiers) && specifiers.length > 0 && specifiers.every((one: Node) => one[kind] === 'type');
}

function resolve(from: string, { source, isTypeOnly }: { source: string; isTypeOnly: boolean }): Import {
  if (source.startsWith('.')) {
    const target = posix.join(posix.dirname(from), source).replace(/\.js$/, '.ts');
    return { target, kind: 'ours', isTypeOnly };
  }
  if (source.startsWith('node:')) return { target: source, kind: 'builtin', isTypeOnly };
  const target = source.split('/', source.startsWith('@') ? 2 : 1).join('/');
  return { target, kind: 'package', isTypeOnly };
}

function surroundingsOf(node: Node, parent: Node | null): string | null {
  if (node.type === 'NewExpression' && isNamed(node.callee, 'Date') && (node.arguments as unknown[]).length === 0)
    return 'new Date()';
  if (node.type === 'MemberExpression' && isNamed(node.property, 'now') && isNamed(node.object, 'Date'))
    return 'Date.now';
  if (node.type === 'MemberExpression' && isNamed(node.property, 'env') && isNamed(node.object, 'process'))
    return 'process.env';
  if (node.type !== 'Identifier' || !watched.includes(node.name as string)) return null;
  const isKey = parent?.key === node && parent.computed !== true;
  const isMember = parent?.type === 'MemberExpression' && parent.property === node && parent.computed !== true;
  return isKey || isMember ? null : (node.name as string);
}

function isNamed(node: unknown, name: string): boolean {
  return isNode(node) && node.type === 'Identifier' && node.name === name;
}
