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
  // A run's id, as 71be0c2a9f.
  /\b(?=[a-z]*\d)[0-9a-z]{10}\b/g,
  /\\copy .*/g,
  /curl .*|\S+\.csv/g,
  /\p{L}*\d*_\w+/gu,
  /\([\w.]+: [^)]*\)/g,
  /select \* from .*;/g,
  /Authorization: Bearer/g,
];

/** The English words of a text that is to be Danish. */
export function englishWordsIn(text: string): readonly string[] {
  const prose = identifiers.reduce((rest, identifier) => rest.replace(identifier, ' '), text);
  // Danish has these too.
  return (prose.match(english) ?? []).filter((word) => !['at', 'to', 'on', 'as', 'or'].includes(word));
}

/** Words that are the same in both languages: names, loan words, and what Danes say in English. */
const common = new Set(
  'google googles renos renossyncs sync postgresql excel workspace sandbox node danish booking bookings database databases csv json utf tls pem rsa sqlstate id proxy log login port server disk sheets numbers oauth api http https cron proces parameter type plan planen zip post system internet browser calendar event events reader over fra for har her den det kan men hold mail import export option send under version primary terminal side mere kommando processen app sslmode navn nvan syncdirection private options history createdb computer bidirectional sigterm sigint firewall file timerangeempty require aftaler kunder'.split(
    ' ',
  ),
);

/** Words of an English sentence that its Danish one has too, but for those of both languages. */
export function sharedWords(english: string, danish: string): readonly string[] {
  const [ours, theirs] = [english, danish].map((text) => {
    const prose = identifiers.reduce((rest, identifier) => rest.replace(identifier, ' '), text);
    return prose.replace(/\([^)]*\)|\S*[\d_./@={}$*|\\:'"-]\S*/g, ' ').match(/\p{L}{4,}/gu) ?? [];
  });
  const known = new Set((ours ?? []).map((word) => word.toLowerCase()));
  return (theirs ?? []).filter((word) => known.has(word.toLowerCase()) && !common.has(word.toLowerCase()));
}
