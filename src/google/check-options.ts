import { createPrivateKey } from 'node:crypto';
import type { Failures } from '../core/codes/failures.js';
import { ConfigurationError, saying } from '../core/errors.js';
import type { ServiceAccount } from './access-tokens.js';

/**
 * Checks everything that needs no request to Google, reports all problems together, and never repeats a value. The key
 * may have its line breaks written as `
 * `, as in environment files. Throws ConfigurationError.
 */
export function checkOptions(options: {
  readonly apiUrl: string | null;
  readonly credentials: ServiceAccount | null;
}): { readonly apiUrl: string | null; readonly account: ServiceAccount | null } {
  const { apiUrl, credentials } = options;
  const account = credentials && { ...credentials, privateKey: credentials.privateKey.replaceAll('\\n', '\n') };
  const problems: (Failures['google-credentials-malformed']['problems'][number] | null)[] = [
    apiUrl !== null && !isHttpUrl(apiUrl) ? 'no-address' : null,
    apiUrl === null && account === null ? 'missing' : null,
    account !== null && !/^[^\s@]+@[^\s@]+$/.test(account.clientEmail) ? 'no-mail' : null,
    account !== null && !isRsaKey(account.privateKey) ? 'no-key' : null,
  ];
  const found = problems.filter((problem) => problem !== null);
  if (found.length > 0) {
    throw new ConfigurationError(saying('google-credentials-malformed', { problems: found }));
  }
  return { apiUrl, account };
}

function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

/** Does not keep OpenSSL's error: it may quote the key. */
function isRsaKey(pem: string): boolean {
  try {
    return createPrivateKey(pem).asymmetricKeyType === 'rsa';
  } catch {
    return false;
  }
}
