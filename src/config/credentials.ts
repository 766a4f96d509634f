import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import type { Complaint } from '../core/codes/complaints.js';
import { mail, type Variable } from './environment.js';

export interface GoogleCredentials {
  readonly clientEmail: string;
  readonly privateKey: string;
  /** The user whose calendars are used, with domain-wide delegation; null = the service account's own calendars. */
  readonly impersonatedUser: string | null;
}

const serviceAccount = v.object({
  client_email: mail,
  private_key: v.pipe(v.string(), v.includes('PRIVATE KEY')),
});

/** What is wrong with a variable. */
export interface Problem extends Complaint {
  readonly variable: Variable;
}

/** Two variables, or a key file of Google's. Only one of the two variables is an error. */
export function readCredentials(
  values: Record<string, string>,
  problems: Problem[],
): Omit<GoogleCredentials, 'impersonatedUser'> | null {
  const file = values.GOOGLE_APPLICATION_CREDENTIALS;
  const email = values.GOOGLE_CLIENT_EMAIL?.trim();
  const key = values.GOOGLE_PRIVATE_KEY?.trim().replace(/^"|"$/g, '').replaceAll('\\n', '\n');
  if (email !== undefined && key !== undefined) return { clientEmail: email, privateKey: key };
  if (email !== undefined || key !== undefined) {
    problems.push({
      variable: email === undefined ? 'GOOGLE_CLIENT_EMAIL' : 'GOOGLE_PRIVATE_KEY',
      id: 'other-missing',
      limit: email === undefined ? 'GOOGLE_PRIVATE_KEY' : 'GOOGLE_CLIENT_EMAIL',
    });
    return null;
  }
  return file === undefined ? null : credentialsIn(file, problems);
}

function credentialsIn(file: string, problems: Problem[]): Omit<GoogleCredentials, 'impersonatedUser'> | null {
  const variable = 'GOOGLE_APPLICATION_CREDENTIALS';
  try {
    const parsed = v.safeParse(serviceAccount, JSON.parse(readFileSync(file, 'utf8')));
    if (parsed.success) return { clientEmail: parsed.output.client_email, privateKey: parsed.output.private_key };
    problems.push({ variable, id: 'account-file' });
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    problems.push({ variable, id: missing ? 'file-absent' : 'file-not-json' });
  }
  return null;
}
