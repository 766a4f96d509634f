import { createReadStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';

/** The size of a header; the length of every file is rounded up to it. */
const block = 512;

/** Unpacks a compressed tar of folders and files that only their owner may read. Names have at most 100 letters. */
export async function unpack(archive: URL, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await pipeline(createReadStream(archive), createGunzip(), async (tar: AsyncIterable<Buffer>) => {
    const take = readerOf(tar);
    for (let header = await take(block); header.length > 0; header = await take(block)) {
      const text = (from: number, length: number) => header.toString('latin1', from, from + length).split('\0', 1)[0];
      const [name, size, kind] = [text(0, 100) ?? '', Number.parseInt(text(124, 12) ?? '', 8), text(156, 1)];
      // The archive ends with empty blocks.
      if (name === '') continue;
      const path = join(folder, name);
      if (kind === '5') await mkdir(path, { recursive: true, mode: 0o700 });
      else {
        const content = await take(Math.ceil(size / block) * block);
        if (content.length < size) throw new Error(`The archive ends within ${name}.`);
        await writeFile(path, content.subarray(0, size), { mode: 0o600 });
      }
    }
  });
}

/** Returns a number of bytes at a time, fewer at the end. */
function readerOf(chunks: AsyncIterable<Buffer>): (count: number) => Promise<Buffer> {
  const source = chunks[Symbol.asyncIterator]();
  let rest: Buffer = Buffer.alloc(0);
  return async (count) => {
    const parts = [rest];
    for (let length = rest.length; length < count; ) {
      const next = await source.next();
      if (next.done === true) break;
      parts.push(next.value);
      length += next.value.length;
    }
    const all = parts.length === 1 ? rest : Buffer.concat(parts);
    rest = all.subarray(count);
    return all.subarray(0, count);
  };
}
