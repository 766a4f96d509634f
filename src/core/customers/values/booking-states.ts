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
const cancelled = /^(?:aflys|afbestil|afbud|afmeld|annul|cancel|avlys|avbok|avbestil|inställ|stornier|abgesagt)/;

/** RenOS's word for a booking's state; null where it is none that is known. */
export function stateNamed(text: string): string | null {
  const word = text.toLowerCase();
  return cancelled.test(word) ? 'cancelled' : (known.get(word) ?? known.get(word.replace(/[\s_-]/g, '')) ?? null);
}

const around = /^(?:is|er|was|has been)\s+|(?<!\s)\s+(?:at|on|date|time|den|d\.|dato|\?)$/giu;
const yes = /^(?:true|t|yes|y|ja|j|1|x|sand|sandt|✓)$/i;
const no = /^(?:false|f|no|n|nej|0|falsk|falskt|-)$/i;

/** The state that a column is of: `Cancelled`, `Is completed`, `Aflyst den`. null: it is of none. */
export function stateOfHeader(header: string): string | null {
  const words = header
    .replace(/[_-]+/g, ' ')
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .trim()
    .toLowerCase();
  const bare = words.replace(around, '').replace(around, '').replace(/\?$/, '').trim();
  return /^\p{L}+(?: show)?$/u.test(bare) ? stateNamed(bare.replace(' ', '_')) : null;
}

/** What a cell says of the state that its column is of; undefined: it is no answer to that, null: it is not so. */
export function stateByAnswer(text: string, header: string): string | null | undefined {
  const state = stateOfHeader(header);
  if (state === null) return undefined;
  if (no.test(text)) return null;
  return yes.test(text) || /^\d{1,4}[-./]\d{1,2}[-./]\d{1,4}/.test(text) ? state : undefined;
}
