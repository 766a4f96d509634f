/** Whether every case is asked for, as at night. */
export const isExhaustive = process.env.RENOS_KILLS === 'all';

/** One of `each` cases, and at least one, from the one at `start` on: always the same. All of them with RENOS_KILLS=all. */
export function sampleOf<Case>(cases: readonly Case[], each: number, start = cases.length): readonly Case[] {
  const first = start % Math.min(each, cases.length);
  return cases.filter((_, at) => isExhaustive || at % each === first);
}
