interface Schema {
  readonly [key: string]: unknown;
}

/** Everything by which a value is not what a JSON Schema says, as far as the OpenAPI document uses the language. */
export function breachesOf(schema: Schema, value: unknown, document: Schema, path = '$'): readonly string[] {
  if (typeof schema.$ref === 'string') return breachesOf(follow(schema.$ref, document), value, document, path);
  const among = (list: unknown) => (list as readonly Schema[]).map((one) => breachesOf(one, value, document, path));
  const breaches: string[] = [];
  if (schema.anyOf !== undefined) {
    const each = among(schema.anyOf);
    if (!each.some((one) => one.length === 0)) breaches.push(`${path} is none of: ${each.flat().join(' / ')}`);
  }
  if (schema.allOf !== undefined) breaches.push(...among(schema.allOf).flat());
  if ('const' in schema && schema.const !== value) breaches.push(`${path} is not ${JSON.stringify(schema.const)}`);
  if (Array.isArray(schema.enum) && !schema.enum.includes(value)) breaches.push(`${path} is not in the list`);
  if (typeof schema.type === 'string' && !isOfType(schema.type, value)) return [`${path} is no ${schema.type}`];
  if (typeof value === 'number') {
    if (typeof schema.minimum === 'number' && value < schema.minimum) breaches.push(`${path} is too small`);
    if (typeof schema.maximum === 'number' && value > schema.maximum) breaches.push(`${path} is too large`);
  }
  if (typeof value === 'string') {
    if (typeof schema.pattern === 'string' && !new RegExp(schema.pattern).test(value)) breaches.push(`${path} differs`);
    if (typeof schema.minLength === 'number' && value.length < schema.minLength) breaches.push(`${path} is too short`);
    if (schema.format === 'date-time' && Number.isNaN(Date.parse(value))) breaches.push(`${path} is no time`);
  }
  if (Array.isArray(value) && schema.items !== undefined) {
    const items = schema.items as Schema;
    breaches.push(...value.flatMap((item, n) => breachesOf(items, item, document, `${path}[${n}]`)));
  }
  if (isObject(value)) breaches.push(...breachesInside(schema, value, document, path));
  return breaches;
}

function breachesInside(schema: Schema, value: Record<string, unknown>, document: Schema, path: string): string[] {
  const properties = (schema.properties ?? {}) as Record<string, Schema>;
  const missing = ((schema.required ?? []) as readonly string[]).filter((name) => !(name in value));
  const breaches = missing.map((name) => `${path}.${name} is missing`);
  for (const [name, inner] of Object.entries(value)) {
    const own = properties[name];
    const other = schema.additionalProperties;
    if (own !== undefined) breaches.push(...breachesOf(own, inner, document, `${path}.${name}`));
    else if (other === false) breaches.push(`${path}.${name} is unknown`);
    else if (isObject(other)) breaches.push(...breachesOf(other, inner, document, `${path}.${name}`));
  }
  return breaches;
}

function isOfType(type: string, value: unknown): boolean {
  if (type === 'array') return Array.isArray(value);
  if (type === 'object') return isObject(value);
  if (type === 'null') return value === null;
  return type === 'integer' ? Number.isInteger(value) : typeof value === type;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function follow(reference: string, document: Schema): Schema {
  return reference
    .replace('#/', '')
    .split('/')
    .reduce<Schema>((part, name) => part[name] as Schema, document);
}
