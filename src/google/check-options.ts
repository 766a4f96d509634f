import { createPrivateKey } from 'node:crypto';
import { ConfigurationError } from '../core/errors.js';
import type { ServiceAccount } from './access-tokens.js';

const keyAction = 'Copy client_email and private_key from the JSON key file of the service account';

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
  const problems: (string | null)[] = [
    apiUrl !== null && !isHttpUrl(apiUrl) ? "Google's API address must begin with http:// or https://." : null,
    apiUrl === null && account === null ? 'GOOGLE_CLIENT_EMAIL and GOOGLE_PRIVATE_KEY are missing.' : null,
    account !== null && !/^[^\s@]+@[^\s@]+$/.test(account.clientEmail)
      ? 'GOOGLE_CLIENT_EMAIL is not a mail address.'
      : null,
    account !== null && !isRsaKey(account.privateKey)
      ? 'GOOGLE_PRIVATE_KEY is not a private RSA key in PEM form.'
      : null,
  ];
  const found = problems.filter((problem) => problem !== null);
  if (found.length > 0) {
    throw new ConfigurationError('google-credentials-malformed', found.join('\n'), { actions: [keyAction] });
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
