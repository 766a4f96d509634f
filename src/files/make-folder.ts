import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Creates a folder (mode 0700) and those above it, as `mkdir -p` does. Node's own recursive `mkdir` never ends below a
 * folder that allows no new ones, such as /proc: it takes ENOENT for a missing parent.
 */
export async function makeFolder(path: string): Promise<void> {
  const found = await kindOf(path);
  if (found === 'folder') return;
  // mkdir reports the reason if the path is a file, or a link to nothing.
  const parent = dirname(path);
  if (found === 'nothing' && parent !== path) await makeFolder(parent);
  try {
    await mkdir(path, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || (await kindOf(path)) !== 'folder') throw error;
  }
}

async function kindOf(path: string): Promise<'folder' | 'other' | 'nothing'> {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'other';
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 'nothing';
    throw error;
  }
}
