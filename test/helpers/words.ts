/** Words that English sentences cannot do without, and that no Danish one has. */
const english =
  /(?<!\p{L})(the|and|is|are|was|were|be|been|not|no|of|its|it|this|that|these|with|without|which|what|who|by|from|to|at|on|as|if|or|but|has|had|may|can|cannot|could|would|will|must|should|nothing|none|never|next|last|other|another|changed|unchanged|created|updated|removed|deleted|cancelled|written|writes|held|failed|refused|running|succeeded|rows?|columns?|customers?|bookings|events?|field|title|time|location|description|lines?|changes?|since|until|left|alone|waiting|reachable|linked|calendars|started|took|outcome|did|your|you|names?|missing|found|only)(?!\p{L})/giu;

/** What is English in any language: what is typed, codes, rules of the truth table, and what a file's column is. */
const identifiers = [
  /renos-sync [^#\n]*/g,
  /--[a-z-]+( [a-z]+)?/g,
  /\[[a-z-]+\]/g,
  /\bregel: .*/g,
  / → .*/g,
  /"[^"]*"/g,
  /\((time|title|location|description|customer)\)/g,
  /\b[A-Z_]{3,}=\S*/g,
  /calendarEventId|updatedAt|https?:\S+/g,
  /\w+@t_[0-9a-f]+/g,
];

/** The English words of a text that is to be Danish. */
export function englishWordsIn(text: string): readonly string[] {
  const prose = identifiers.reduce((rest, identifier) => rest.replace(identifier, ' '), text);
  // Danish has these too.
  return (prose.match(english) ?? []).filter((word) => !['at', 'to', 'on', 'as', 'or'].includes(word));
}
