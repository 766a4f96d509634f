import type { KnownTrouble } from './sync-store.js';

const known: Readonly<Record<string, string>> = {
  'ends-before-start': "Correct the booking's times; the next sync tries it again.",
  'parted-before-first-sync': 'renos-sync sync --force --on-conflict google   # or database',
};

/** What helps an item that could not be carried over: a command to paste, or what to mend first. */
export function helpFor({ code, passing, bookingId, eventId }: KnownTrouble): string {
  if (passing) return 'renos-sync sync   # it is tried again at every run';
  return (
    known[code] ?? `renos-sync show ${bookingId ?? eventId ?? ''}   # mend it, then: renos-sync sync --retry-failed`
  );
}
