import type { DoctorResult } from '../core/results/setup-result.js';
import { checks as inDanish, checkNames as namesInDanish } from './da/doctor.js';
import { checkNames, checks } from './en/doctor.js';
import { type Teller, tellFailure } from './failures.js';
import { type Explanation, type Voice, voiceOf } from './voice.js';

const all = { en: checks, da: inDanish } as const;
const names = { en: checkNames, da: namesInDanish } as const;

/** The name of a check, its result, and how to fix it. */
export function tellCheck(
  { name, says, fix, sentence }: DoctorResult['checks'][number],
  teller: Teller,
): Explanation & { readonly name: string } {
  const { language, as } = teller;
  const key = (Object.keys(checkNames) as (keyof typeof checkNames)[]).find(
    (known) => name === known || name.startsWith(`${known} `),
  );
  const title = key === undefined ? name : `${names[language][key]}${name.slice(key.length)}`;
  if (sentence === undefined) return { name: title, message: says, actions: fix };
  const { id, params, of } = sentence;
  if (of === 'failure') return { name: title, ...tellFailure({ id: id as never, params }, teller) };
  const tell = (all[language] as Readonly<Record<string, unknown>>)[id] as (params: object, say: Voice) => Explanation;
  return { name: title, ...tell(params, voiceOf(as, language)) };
}
