import { RenosSyncError } from '../errors.js';
import type { DoctorPorts } from './doctor-ports.js';
import { type Finding, failedWith } from './finding.js';

/** The calendars that this database must not write to, because another one owns them or this one is a copy. */
export async function examineKeepers({ calendarIds, keeper }: DoctorPorts): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const calendarId of calendarIds) {
    const refusal = await ask(keeper, calendarId);
    if (refusal !== null) findings.push(failedWith(`keeper ${calendarId}`, refusal));
  }
  return findings;
}

/** If it cannot be asked, another check reports that. */
async function ask(keeper: DoctorPorts['keeper'], calendarId: string) {
  try {
    return await keeper(calendarId);
  } catch (error) {
    if (error instanceof RenosSyncError) return null;
    throw error;
  }
}
