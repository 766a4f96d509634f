import { invalid } from '../http/api-error.js';
import type { EventLimits } from './event-limits.js';
import { isJsonObject } from './merge-patch.js';

type PropertyMap = { [key: string]: string };

function parseMap(raw: unknown, name: string, limits: EventLimits): PropertyMap | undefined {
  if (raw === undefined || raw === null) return undefined;
  if (!isJsonObject(raw)) throw invalid('Invalid value for extended properties.', `extendedProperties.${name}`);
  const kept: PropertyMap = {};
  for (const [key, value] of Object.entries(raw)) {
    if (value === null) continue;
    if (typeof value !== 'string')
      throw invalid('Invalid value for extended properties.', `extendedProperties.${name}`);
    if (key.length > limits.propertyKey) continue;
    kept[key] = value.slice(0, limits.propertyValue);
  }
  return Object.keys(kept).length > 0 ? kept : undefined;
}

/**
 * Converts extended properties to the form that Google stores: long keys dropped, long values cut, both silently.
 * Throws a 400 for too many or too large ones. Source: Calendar API guide "Extended properties", Limits.
 */
export function parseExtendedProperties(
  raw: unknown,
  limits: EventLimits,
): { private?: PropertyMap; shared?: PropertyMap } | undefined {
  if (raw === undefined || raw === null) return undefined;
  if (!isJsonObject(raw)) throw invalid('Invalid value for extended properties.', 'extendedProperties');
  const own = parseMap(raw.private, 'private', limits);
  const shared = parseMap(raw.shared, 'shared', limits);
  const all = [...Object.entries(own ?? {}), ...Object.entries(shared ?? {})];
  const bytes = all.reduce((sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(value), 0);
  if (all.length > limits.properties || bytes > limits.propertyBytes) {
    throw invalid('The extended properties are too large.', 'extendedProperties');
  }
  if (own === undefined && shared === undefined) return undefined;
  return { ...(own && { private: own }), ...(shared && { shared }) };
}
