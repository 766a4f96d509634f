/** RenOS's states, and the words of people and systems for them. */
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
/** Any continuation is allowed (`aflyst af kunden`): a cancelled booking must not become active. */
const cancelled = /^(?:aflys|afbestil|afbud|afmeld|annul|cancel|avlys|avbok|avbestil|inställ|stornier|abgesagt)/;

/** RenOS's state for a text; null if it is unknown. */
export function stateNamed(text: string): string | null {
  const word = text.toLowerCase();
  return cancelled.test(word) ? 'cancelled' : (known.get(word) ?? known.get(word.replace(/[\s_-]/g, '')) ?? null);
}

const around = /^(?:is|er|was|has been)\s+|(?<!\s)\s+(?:at|on|date|time|den|d\.|dato|\?)$/giu;
const yes = /^(?:true|t|yes|y|ja|j|1|x|sand|sandt|✓)$/i;
const no = /^(?:false|f|no|n|nej|0|falsk|falskt|-)$/i;

/** The state that a column is about: `Cancelled`, `Is completed`, `Aflyst den`. null: none. */
export function stateOfHeader(header: string): string | null {
  const words = header
    .replace(/[_-]+/g, ' ')
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .trim()
    .toLowerCase();
  const bare = words.replace(around, '').replace(around, '').replace(/\?$/, '').trim();
  return /^\p{L}+(?: show)?$/u.test(bare) ? stateNamed(bare.replace(' ', '_')) : null;
}

/** A cell's answer about the state of its column; undefined: the text is not an answer, null: the answer is no. */
export function stateByAnswer(text: string, header: string): string | null | undefined {
  const state = stateOfHeader(header);
  if (state === null) return undefined;
  if (no.test(text)) return null;
  return yes.test(text) || /^\d{1,4}[-./]\d{1,2}[-./]\d{1,4}/.test(text) ? state : undefined;
}
