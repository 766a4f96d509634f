/** The limits of lengths and counts in bodies; those that Google does not document can be set. */
export interface EventLimits {
  /** Characters after which a description is cut. Not documented by Google; about 8 kB is seen in the field. */
  readonly description: number;
  /** Characters of an extended property's key; longer ones are dropped silently. */
  readonly propertyKey: number;
  /** Characters of an extended property's value; longer ones are cut silently. */
  readonly propertyValue: number;
  /** Extended properties of an event, private and shared together. */
  readonly properties: number;
  /** Bytes of all extended properties of an event. */
  readonly propertyBytes: number;
}

/** Google's documented limits; the source is the guide "Extended properties" of the Calendar API. */
export const googleLimits: EventLimits = {
  description: 8192,
  propertyKey: 44,
  propertyValue: 1024,
  properties: 300,
  propertyBytes: 32 * 1024,
};
