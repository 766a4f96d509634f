/** RenOS's states, and what people and systems write for them. */
const states: Readonly<Record<string, string>> = {
  scheduled: 'scheduled planlagt booket booked upcoming kommende aktiv active reserveret reserved',
  confirmed: 'confirmed bekræftet accepted accepteret approved godkendt',
  completed: 'completed complete done finished afsluttet udført færdig fakturet invoiced',
  cancelled: 'cancelled slettet deleted declined afvist',
  pending: 'pending afventer',
  no_show: 'no_show noshow udeblevet udeblev',
};
const known = new Map(
  Object.entries(states).flatMap(([state, words]) => words.split(' ').map((word) => [word, state])),
);
/** However it goes on (`aflyst af kunden`): a booking that does not take place must not come to life. */
const cancelled = /^(?:aflys|afbestil|annul|cancel|avlys|avbok|avbestil|inställ|stornier|abgesagt)/;

/** RenOS's word for a booking's state; null where it is none that is known. */
export function stateNamed(text: string): string | null {
  const word = text.toLowerCase();
  return cancelled.test(word) ? 'cancelled' : (known.get(word) ?? known.get(word.replace(/[\s_-]/g, '')) ?? null);
}
