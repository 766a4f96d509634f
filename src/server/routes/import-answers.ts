import { edgeFailure } from '../../app/explain-failure.js';
import type { ImportOutcome } from '../../app/run-import.js';
import { sentenceOf } from '../../core/customers/model/finding.js';
import { GuardRefusal } from '../../core/errors.js';
import type { Finding, ImportAndSyncResult } from '../../core/results/import-result.js';
import { tellImportAndSync } from '../../messages/results.js';
import { answer, answerFailure, answerList, answerPartly } from '../http/answer.js';
import type { ApiContext } from '../http/api-env.js';
import { tellerOf, words } from '../http/language.js';

/** Answers an import: done, partly done, refused, or interrupted. */
export function answerImport(c: ApiContext, { result, stopped }: ImportOutcome): Response {
  const data = tellImportAndSync(result, tellerOf(c));
  const { refusal, dryRun, customersCreated, customersUpdated, customersRejected } = result;
  if (refusal !== null) {
    return answerFailure(c, new GuardRefusal(sentenceOf(refusal)), data);
  }
  if (stopped !== null) return answerFailure(c, edgeFailure(stopped), data);
  const counts = { created: customersCreated, updated: customersUpdated, rejected: customersRejected };
  const message = words(c).imported({ dryRun, ...counts });
  const isWhole = customersRejected === 0 && result.sync?.success !== false;
  return isWhole ? answer(c, data, message) : answerPartly(c, data, message);
}

/** Answers a check that wrote nothing, with RenOS's answer for each posted customer. */
export function answerValidation(
  c: ApiContext,
  result: ImportAndSyncResult,
  names: readonly unknown[] | null,
): Response {
  const { customersProcessed, customersRejected, refusal, errors } = result;
  const totalCustomers = names?.length ?? customersProcessed;
  const validCustomers = customersProcessed - customersRejected;
  const data = {
    ...tellImportAndSync(result, tellerOf(c)),
    valid: refusal === null && customersRejected + errors.length === 0,
    totalCustomers,
    validCustomers,
    invalidCustomers: totalCustomers - validCustomers,
  };
  const message = words(c).validated(totalCustomers, data.invalidCustomers);
  return answerList(c, { data, name: 'results', items: judgeEach(names ?? [], data, words(c).customer), message });
}

interface Judged {
  readonly index: number;
  readonly name: unknown;
  readonly valid: boolean;
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
}

/** All customers; if there were more findings than are kept, only the customers in a finding. */
function* judgeEach(names: readonly unknown[], result: ImportAndSyncResult, customer: string): Generator<Judged> {
  const { findings, findingGroups } = result;
  const isCut = findingGroups.reduce((sum, { count }) => sum + count, 0) > findings.length;
  const byIndex = new Map<number, Finding[]>();
  for (const finding of findings) {
    if (finding.line === null) continue;
    const index = finding.line - 1;
    const there = byIndex.get(index);
    if (there === undefined) byIndex.set(index, [finding]);
    else there.push(finding);
  }
  for (const [index, name] of names.entries()) {
    const mine = byIndex.get(index) ?? [];
    if (isCut && mine.length === 0) continue;
    const say = (severity: Finding['severity']) =>
      mine.filter((one) => one.severity === severity).map((one) => `${one.column ?? customer} ${one.reason}`);
    const errors = say('error');
    yield { index, name, valid: errors.length === 0, errors, warnings: say('warning') };
  }
}
