import { ExitCode } from '../errors.js';
import type { DoctorResult } from '../results/setup-result.js';
import type { DoctorPorts, FolderRights } from './doctor-ports.js';
import { examineDatabase } from './examine-database.js';
import { examineGoogle } from './examine-google.js';
import { examineKeepers } from './examine-keepers.js';
import { type Finding, fail, failedWith, ok, skipped, warn } from './finding.js';

const leastNode = [20, 19] as const;

/** Looks at all that a new user gets wrong, in the order in which it has to be fixed. Changes nothing on either side. */
export async function examine(ports: DoctorPorts): Promise<readonly Finding[]> {
  return [
    examineNode(ports.nodeVersion),
    ok('configuration', 'Every setting can be read.'),
    await examineFolder(ports.folder),
    ...(await examineSandbox(ports.sandboxFile)),
    ...(await examineDatabase(ports)),
    ...(await examineGoogle(ports)),
    ...(await examineKeepers(ports)),
  ];
}

/** Sums findings up: success unless one failed, with the exit code of the first that did. */
export function diagnose(findings: readonly Finding[]): { readonly result: DoctorResult; readonly exitCode: ExitCode } {
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

export function examineNode(version: string): Finding {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  const isOld = major < leastNode[0] || (major === leastNode[0] && minor < leastNode[1]);
  const wanted = leastNode.join('.');
  return isOld
    ? fail('node', `Node ${version} is too old: ${wanted} or newer is needed.`, [
        'nvm install --lts',
        'https://nodejs.org/en/download',
      ])
    : ok('node', `Node ${version}.`);
}

async function examineFolder(look: (() => Promise<FolderRights>) | null): Promise<Finding> {
  if (look === null)
    return skipped('data folder', 'Nothing is kept in it: both the database and the calendar are elsewhere.');
  const { path, exists, writable, open, full } = await look();
  if (!writable) {
    return fail('data folder', `${path} cannot be written to.`, [
      `sudo chown -R "$USER" ${path}`,
      'RENOS_DATA_DIR=/a/folder/of/your/own',
    ]);
  }
  if (full) {
    const next = ['Free disk space.', 'RENOS_DATA_DIR=/a/folder/on/another/disk'];
    return fail('data folder', `The disk of ${path} is full.`, next, ExitCode.unavailable);
  }
  if (open) return warn('data folder', `${path} can be read by other users of this machine.`, [`chmod 700 ${path}`]);
  return ok('data folder', exists ? `${path} is ours alone.` : `${path} is made by the first command.`);
}

/** The calendar that is examined is one in memory: whether its file could be read is asked apart. */
async function examineSandbox(look: DoctorPorts['sandboxFile']): Promise<readonly Finding[]> {
  if (look === null) return [];
  try {
    await look();
    return [ok('sandbox file', 'Nothing in it is damaged.')];
  } catch (error) {
    return [failedWith('sandbox file', error)];
  }
}
