import { noting } from '../../core/customers/model/finding.js';
import type { CustomerSource, SourceRow, SourceShape } from '../../core/customers/model/source.js';
import { eachInTurn } from '../../core/give-way.js';
import type { ByteSource } from '../bytes/byte-source.js';
import { inspectBytes } from '../bytes/inspect-bytes.js';
import { plainBytes } from '../bytes/text-bytes.js';
import { type CutCard, cutCards } from './cut-cards.js';
import { cardFields, readCard } from './read-card.js';

/** A file of contacts whose cards can also be read as their original text. */
export interface VcardSource extends CustomerSource {
  readonly kind: 'vcard';
  records(): AsyncIterable<readonly { readonly seq: number; readonly line: number; readonly text: string }[]>;
}

const batchSize = 200;
/** The most bytes without a newline: a file of an old Mac has none, and is read as a whole. */
const longestLine = 32 * 1024 * 1024;
const broken = noting('vcard-broken', {});
const group = noting('vcard-group', {});

/** Reads contacts as phones and mail programs export them, vCard 2.1, 3 and 4; pictures are skipped. */
export function vcardSource(bytes: ByteSource, options: { readonly encoding?: string | null } = {}): VcardSource {
  let known: ReturnType<typeof learn> | null = null;
  const know = () => {
    known ??= learn(bytes, options.encoding ?? null);
    return known;
  };
  async function* batches(): AsyncIterable<readonly CutCard[]> {
    const { texts } = await know();
    let batch: CutCard[] = [];
    for await (const card of cutCards(texts())) {
      if (batch.push(card) < batchSize) continue;
      yield batch;
      batch = [];
    }
    if (batch.length > 0) yield batch;
  }
  return {
    kind: 'vcard',
    inspect: async () => (await know()).shape,
    fields: () => cardFields,
    async *redacted(redactor) {
      const { redactVcard } = await import('../redact/redact-vcard.js');
      yield* redactVcard(bytes, options, redactor);
    },
    close: () => bytes.close(),
    async *rows() {
      for await (const cards of batches()) yield await eachInTurn(cards, toRow);
    },
    async *records() {
      for await (const cards of batches())
        yield cards.map(({ seq, line, lines }) => ({ seq, line, text: (lines ?? []).join('\r\n') }));
    },
  };
}

function toRow({ seq, line, lines }: CutCard): SourceRow {
  try {
    const cells = lines === null ? undefined : readCard(lines);
    if (cells === undefined) return { seq, line, record: seq + 1, cells: [], problem: broken };
    return { seq, line, record: seq + 1, cells: cells ?? [], problem: cells === null ? group : null };
  } catch {
    return { seq, line, record: seq + 1, cells: [], problem: broken };
  }
}

async function learn(bytes: ByteSource, encoding: string | null) {
  const facts = await inspectBytes(bytes, encoding);
  const plain = plainBytes(bytes, facts);
  const shape: SourceShape = {
    name: bytes.name,
    format: 'vcard',
    encoding: facts.encoding,
    delimiter: null,
    compressed: bytes.compressed,
    bytes: facts.size,
    fingerprint: facts.fingerprint,
    findings: facts.findings,
  };
  // A two-byte character may be split by the end of a chunk; a newline never is.
  async function* texts(): AsyncIterable<string> {
    let held: Buffer[] = [];
    let size = 0;
    const take = () => {
      const whole = Buffer.concat(held);
      [held, size] = [[], 0];
      return plain.decode(whole, 0, whole.length);
    };
    for await (const chunk of plain.chunks()) {
      const end = chunk.lastIndexOf(10) + 1;
      // A line longer than any contact is cut off: its card cannot be read.
      if (size < longestLine) held.push(Buffer.from(end > 0 ? chunk.subarray(0, end) : chunk));
      size += chunk.length;
      if (end === 0) continue;
      yield take();
      held.push(Buffer.from(chunk.subarray(end)));
    }
    yield take();
  }
  return { shape, texts };
}
