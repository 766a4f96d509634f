/**
 * Writes the JSON Schema (2020-12) of what each command prints with `--json` to `schemas/`: `npm run schemas`.
 * A test fails while what is written there is not what this writes.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { jsonSchemas } from './json-schemas.js';

const folder = fileURLToPath(new URL('../schemas/', import.meta.url));
await mkdir(folder, { recursive: true });
for (const [file, text] of jsonSchemas()) await writeFile(`${folder}${file}`, text);
