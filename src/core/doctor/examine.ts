import { ExitCode, RenosSyncError } from '../errors.js';
import type { DoctorResult } from '../results/setup-result.js';
import type { DoctorPorts } from './doctor-ports.js';
import { examineDatabase } from './examine-database.js';
import { examineGoogle } from './examine-google.js';
import { type Examined, fail, failedWith, found, skipped, warn } from './finding.js';

const leastNode = [20, 19] as const;

/**
 * Checks everything that a new user may get wrong, in the order in which it has to be fixed. Changes nothing on either
 * side.
 */
export async function examine(ports: DoctorPorts): Promise<readonly Examined[]> {
  return [
    examineNode(ports.nodeVersion),
    found('configuration', 'configuration', {}),
    await examineFolder(ports.folder),
    ...(await examineSandbox(ports.sandboxFile)),
    ...(await examineDatabase(ports)),
    ...(await examineGoogle(ports)),
    ...(await examineKeepers(ports)),
  ];
}

/** Summarizes findings: success unless one failed, with the exit code of the first failure. */
export function diagnose(findings: readonly Examined[]): {
  readonly result: DoctorResult;
  readonly exitCode: ExitCode;
} {
  const failed = findings.filter(({ state }) => state === 'fail');
  return {
    result: {
      success: failed.length === 0,
      checks: findings.map(({ exitCode: _, tables: __, ...check }) => check),
      tables: findings.flatMap(({ tables = [] }) => tables),
    },
    exitCode: failed[0]?.exitCode ?? ExitCode.done,
  };
}

export function examineNode(version: string): Examined {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  const isOld = major < leastNode[0] || (major === leastNode[0] && minor < leastNode[1]);
  return isOld
    ? found('node', 'node-too-old', { version, wanted: leastNode.join('.') }, fail)
    : found('node', 'node', { version });
}

async function examineFolder(look: DoctorPorts['folder']): Promise<Examined> {
  const name = 'data folder';
  if (look === null) return found(name, 'folder-unused', {}, skipped);
  const { path, exists, writable, open, full } = await look();
  if (!writable) return found(name, 'folder-unwritable', { path }, fail);
  if (full) return found(name, 'folder-full', { path }, { ...fail, exitCode: ExitCode.unavailable });
  return open ? found(name, 'folder-open', { path }, warn) : found(name, 'folder', { path, exists });
}

/** The examined calendar is one in memory: whether its file could be read is a separate check. */
async function examineSandbox(look: DoctorPorts['sandboxFile']): Promise<readonly Examined[]> {
  if (look === null) return [];
  try {
    await look();
    return [found('sandbox file', 'sandbox-file', {})];
  } catch (error) {
    return [failedWith('sandbox file', error)];
  }
}

/** The calendars that this database must not write to, because another one keeps them or it is a copy itself. */
async function examineKeepers({ calendarIds, keeper }: DoctorPorts): Promise<readonly Examined[]> {
  const findings: Examined[] = [];
  for (const calendarId of calendarIds) {
    const refusal = await askKeeper(keeper, calendarId);
    if (refusal !== null) findings.push(failedWith(`keeper ${calendarId}`, refusal));
  }
  return findings;
}

/** If it cannot be asked, another check reports that. */
async function askKeeper(keeper: DoctorPorts['keeper'], calendarId: string) {
  try {
    return await keeper(calendarId);
  } catch (error) {
    if (error instanceof RenosSyncError) return null;
    throw error;
  }
}
