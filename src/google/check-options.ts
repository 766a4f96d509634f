import { createPrivateKey } from 'node:crypto';
import type { Failures } from '../core/codes/failures.js';
import { ConfigurationError, saying } from '../core/errors.js';
import type { ServiceAccount } from './access-tokens.js';

/**
 * Checks what can be known without asking Google, all problems at once, and never repeats a value. Line breaks of the
 * key may be written out as `\n`, as environment files have them.
 * @throws ConfigurationError
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

/** OpenSSL's own error is dropped: it may quote what it was given. */
function isRsaKey(pem: string): boolean {
  try {
    return createPrivateKey(pem).asymmetricKeyType === 'rsa';
  } catch {
    return false;
  }
}
