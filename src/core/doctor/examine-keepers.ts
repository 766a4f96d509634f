import { RenosSyncError } from '../errors.js';
import type { DoctorPorts } from './doctor-ports.js';
import { type Finding, failedWith } from './finding.js';

/** The calendars that this database must not write to, because another one keeps them or it is a copy itself. */
export async function examineKeepers({ calendarIds, keeper }: DoctorPorts): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const calendarId of calendarIds) {
    const refusal = await ask(keeper, calendarId);
    if (refusal !== null) findings.push(failedWith(`keeper ${calendarId}`, refusal));
  }
  return findings;
}

/** What cannot be asked has been told of by another check. */
async function ask(keeper: DoctorPorts['keeper'], calendarId: string) {
  try {
    return await keeper(calendarId);
  } catch (error) {
    if (error instanceof RenosSyncError) return null;
    throw error;
  }
}
