import { spawn } from 'node:child_process';
import { browserFor } from '../../config/config.js';

/** Opens an address in the user's browser if there is one. The caller prints the address anyway. */
export function openBrowser(url: string): void {
  const found = browserFor(url);
  if (found === null) return;
  const [program, ...words] = found;
  const child = spawn(program, words, { stdio: 'ignore', detached: true });
  child.on('error', () => {});
  child.unref();
}
