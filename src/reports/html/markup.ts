const markup = Symbol('markup');

/** Markup that is safe to send. Only `html` and `ownPath` create it: text from outside never becomes markup. */
export interface Html {
  readonly [markup]: string;
}

/** A value in a template; null, undefined and false are empty. */
export type Part = Html | string | number | null | undefined | false | readonly Part[];

/** The position of a part: between tags, in a tag beside its attributes, in the value of an attribute, or in a URL. */
type Place = 'text' | 'tag' | 'value' | 'address';

const addresses = /^(?:href|src|action|formaction|poster|cite|data)$/i;
const refused = /^(?:on\w+|style|srcdoc|srcset|ping)$/i;
const known = new WeakMap<TemplateStringsArray, readonly Place[]>();

/**
 * Builds markup from a template whose parts are escaped for their position. Text is shown as text; in a URL it is
 * encoded, and cannot be the whole URL; in a tag only markup is allowed. Throws if a part cannot be made safe.
 */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  const places = known.get(strings) ?? placesIn(strings);
  known.set(strings, places);
  let text = strings[0] ?? '';
  for (let index = 0; index < parts.length; index += 1) {
    text += written(parts[index], places[index] ?? 'text') + (strings[index + 1] ?? '');
  }
  return { [markup]: text };
}

/** The text of markup, to be sent or measured. */
export function sourceOf(of: Html): string {
  return of[markup];
}

/** A URL path of our own server, which `html` accepts as a whole attribute. */
export function ownPath(path: string): Html {
  if (!/^\/(?![/\\])[\w\-./?=&%~:]*$/.test(path)) throw new Error(`Not an address of our own: ${path}`);
  return { [markup]: path.replaceAll('&', '&amp;') };
}

function written(part: Part, place: Place): string {
  if (part === null || part === undefined || part === false) return '';
  if (Array.isArray(part)) return part.map((one: Part) => written(one, place)).join('');
  if (typeof part === 'object') return (part as Html)[markup];
  if (place === 'tag')
    throw new Error('Only markup may stand beside the attributes of a tag, or be an address as a whole.');
  return place === 'address' ? encodeURIComponent(String(part).replace(half, '\ufffd')) : escaped(String(part));
}

function placesIn(strings: TemplateStringsArray): readonly Place[] {
  let tag = '';
  return strings.slice(0, -1).map((literal) => {
    tag += literal;
    if (tag.lastIndexOf('<') <= tag.lastIndexOf('>')) tag = '';
    else tag = tag.slice(tag.lastIndexOf('<'));
    if (tag === '') return 'text';
    if (tag.split('"').length % 2 === 1) {
      if (/[='<]$/.test(tag)) throw new Error(`A part needs quotes around it: ${tag}`);
      return 'tag';
    }
    const [, name = '', value = ''] = /(?<![\w:-])([\w:-]+)="([^"]*)$/.exec(tag) ?? [];
    if (refused.test(name)) throw new Error(`No part may stand in ${name}.`);
    // After our own text, as in href="/runs/…", a value cannot name another scheme or host.
    return addresses.test(name) ? (value === '' ? 'tag' : 'address') : 'value';
  });
}

const signs: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&#34;', "'": '&#39;' };

/**
 * The special characters of markup, and invisible ones that change the text: control characters, and marks that turn
 * the direction of writing.
 */
const special =
  /[&<>"'\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\u{e0000}-\u{e0fff}]|(?![\t\n])\p{Control}|\p{Surrogate}/gu;
/** Half of a surrogate pair. */
const half = /\p{Surrogate}/gu;

/** The longest text of a part, so that a page stays small. */
const longest = 4_000;

function escaped(whole: string): string {
  const text = whole.length > longest ? `${whole.slice(0, longest)}…` : whole;
  return text.replaceAll('\r\n', '\n').replace(special, (sign) => signs[sign] ?? visible(sign));
}

/** A picture of a control character, or the number of the character. */
function visible(sign: string): string {
  const code = sign.codePointAt(0) ?? 0;
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  return code === 0x7f ? '\u2421' : `⟦U+${code.toString(16).toUpperCase().padStart(4, '0')}⟧`;
}
