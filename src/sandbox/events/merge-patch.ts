/** Any JSON object. */
export type JsonObject = { readonly [key: string]: unknown };

/** Whether a JSON value is an object (not an array, not null). */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Google's patch semantics: given fields replace, null removes, objects merge key by key, arrays are replaced as a
 * whole. Source: Calendar API performance tips, "Partial resources: patch".
 */
export function mergePatch(base: JsonObject, patch: JsonObject): JsonObject {
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(patch)) {
    const before = merged[key];
    if (value === null) delete merged[key];
    else if (isJsonObject(value)) merged[key] = mergePatch(isJsonObject(before) ? before : {}, value);
    else merged[key] = value;
  }
  return merged;
}
