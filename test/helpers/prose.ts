/** Fields of an answer that a person reads; of lists of texts, each text. */
const read = /^(message|actions|reason|remedy|help|problem|errors|warnings|override|label|refusal|error)$/;

const isText = (name: string, value: unknown): value is string =>
  // A code stands in `error` at the top.
  typeof value === 'string' && read.test(name) && (name !== 'error' || value.includes(' '));

/** The texts of an answer that a person reads. */
export function proseIn(value: unknown, name = ''): string[] {
  if (isText(name, value)) return value === '' ? [] : [value];
  if (Array.isArray(value)) return value.flatMap((one) => proseIn(one, name));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([field, one]) => proseIn(one, field));
}

/** The same answer without them: codes, fields and figures. */
export function withoutProse(value: unknown, name = ''): unknown {
  if (isText(name, value)) return '';
  if (Array.isArray(value)) return value.map((one) => withoutProse(one, name));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([field, one]) => [field, withoutProse(one, field)]));
}

/** What is typed on the machine of the server, up to the comment behind it. */
const onServer = /(On the server|På serveren): .*?(?= {3}# |$)/gm;

/** A text without the requests, options and commands in it. */
export function sentencesOf(text: string): string {
  return text
    .replace(onServer, ' ')
    .replace(/^(GRANT|CREATE|ALTER|ulimit) .*?(?= {3}# |$)/gm, ' ')
    .replace(/(GET|POST) \/\S*( \{[^}]*\})?/g, ' ')
    .replace(/options\.\w+( = (\[?"[^"]*"\]?|\w+))?/g, ' ');
}

/** Flags of the command line that a text names to those who have none. */
export function flagsIn(text: string): string[] {
  return text.replace(onServer, ' ').match(/(?<=^|[\s"'(])--[a-z][a-z-]*/gm) ?? [];
}
