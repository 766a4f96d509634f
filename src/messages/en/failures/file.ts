import type { Failures } from '../../../core/codes/failures.js';
import type { FileFailures } from '../../../core/codes/file-failures.js';
import { type EverySentence, step } from '../../voice.js';
import { redact } from './column.js';
import { fileKinds } from './file-kinds.js';

export const fileRoles: Readonly<Record<NonNullable<OfFile['role']>, string>> = {
  data: 'The data folder',
  temporary: 'The folder for temporary files',
  database: 'The folder of the embedded database',
  'sandbox-address': "The file with the sandbox's address",
  sandbox: "The sandbox's file",
};

export type OfFile = Failures['disk-full'];
const placeOf = ({ role, path }: OfFile) => (role === null ? (path ?? 'A file') : `${fileRoles[role]}, ${path},`);

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'the file has reached the largest size that is allowed',
  EACCES: 'its rights do not allow it',
  EPERM: 'its rights do not allow it',
  EROFS: 'it is on a disk that may only be read',
  ENOENT: 'it is not there, and cannot be made',
  ENOTDIR: 'a file is in the place of a needed folder',
  EISDIR: 'a folder is in the place of a needed file',
  EEXIST: 'a file, or a link to nothing, is in the place of a needed folder',
  ELOOP: 'its symbolic links lead back to themselves',
  ENAMETOOLONG: 'its name is too long',
};

export type Unreadable = Failures['file-unreadable']['why'];
const unreadable = ({ why, code }: { readonly why: Unreadable; readonly code: string | null }) =>
  ({
    folder: 'is a folder',
    absent: 'does not exist',
    unfinished: 'could not be read to its end',
    'damaged-gzip': 'is a gzip file that ends too early or is damaged',
    refused: `cannot be read (${code ?? 'unknown'})`,
  })[why];

/** Errors of a whole file. */
export const fileFailures = {
  'disk-full': (p, say) => ({
    message: `${placeOf(p)} cannot be written: ${reasons[p.code] ?? p.code}.`,
    actions: [step('Free disk space.'), say.again(), ...p.settings],
  }),
  'file-unusable': (p) => ({
    message: `${placeOf(p)} cannot be used: ${reasons[p.code] ?? p.code}.`,
    actions: p.settings.length > 0 ? p.settings : [step('Name a path that you may use, or change its rights.')],
  }),
  'file-failed': (p) => ({
    message: `${placeOf(p)} failed to be read or written (${p.code}).`,
    actions: [step('Check the disk that it is on.'), ...p.settings],
  }),
  'too-many-files': ({ code }) => ({
    message: `This process may not open more files (${code}).`,
    actions: ['ulimit -n 1024   # in the same shell, then run the command again'],
  }),
  'file-empty/file': ({ name }) => ({
    message: `${name} is empty.`,
    actions: [step('Export it again.')],
  }),
  'file-empty/workbook': ({ name }) => ({
    message: `${name} has no filled cell in any sheet.`,
    actions: [step('Look whether it is the right workbook.')],
  }),
  'encoding-unknown': (_, say) => ({
    message: 'That encoding is not known.',
    actions: ['windows-1252', 'utf-8', 'cp850', 'utf-16le'].map((name) => say.add('encoding', name)),
  }),
  'delimiter-unknown': (_, say) => ({
    message: 'A delimiter is one character, or the word tab.',
    actions: [say.add('delimiter', "';'"), say.add('delimiter', 'tab')],
  }),
  'not-json': ({ name, ...more }, say) => ({
    message: `${name} does not begin like JSON, with { or [.`,
    actions: [say.here('renos-sync import-csv FILE', 'for a CSV'), ...redact(more, say)],
  }),
  'json-incomplete': ({ line, ...more }, say) => ({
    message: `The JSON ends in the middle of the value that begins on line ${line}.`,
    actions: [step('Export the file again: it was cut off.'), ...redact(more, say)],
  }),
  'json-record-too-long': ({ line, ...more }, say) => ({
    message: `The record that begins on line ${line} is longer than 8 MB.`,
    actions: [step('Write an array of customers, {"customers": […]}, or one customer a line.'), ...redact(more, say)],
  }),
  'json-several-lists': (p, say) => ({
    message: `The customers may be in ${p.lists.length === 0 ? 'more than one document with a list' : p.lists.map((name) => `"${name}"`).join(', ')}: which is not said.`,
    actions: [say.here(`jq -c '${p.jq}[]' FILE | renos-sync import -`), ...redact(p, say)],
  }),
  'json-in-columns': (more, say) => ({
    message: 'Each field of this JSON holds the values of all customers, by number.',
    actions: [
      step('Export it again with an object for each customer; pandas: to_json(orient="records").'),
      say.here(
        "jq -c '. as $all | (.[keys[0]] | keys[]) as $at | $all | map_values(.[$at])' FILE | renos-sync import -",
      ),
      ...redact(more, say),
    ],
  }),
  'workbook-too-large': ({ name }) => ({
    message: `${name} unpacks to more than can be read as a workbook.`,
    actions: [
      step('Save the sheet as CSV UTF-8, and import that file.'),
      step('Or split the sheet into several workbooks.'),
    ],
  }),
  'workbook-locked': ({ name }) => ({
    message: `${name} is locked by a password.`,
    actions: [step('Open it with its password, save it without one, and import that file.')],
  }),
  'archive-damaged': ({ name }) => ({
    message: `${name} is a workbook or ZIP file that is damaged or incomplete.`,
    actions: [step('Open it in the program that made it, save it again, and import that file.')],
  }),
  'archive-too-large': ({ name, megabytes }) => ({
    message: `${name} is larger than ${megabytes} MB.`,
    actions: [
      step('Unpack it, and import the file itself.'),
      step('Or save the sheet as CSV UTF-8, and import that file.'),
    ],
  }),
  'archive-entry': (p, say) => {
    const why = {
      several: 'holds several files that can be read',
      none: 'holds no file that can be read',
      unknown: 'has no single file of that name',
    }[p.why];
    return {
      message: `${p.name} is a ZIP archive that ${why}: ${p.shown.join(', ') || 'it is empty'}.`,
      actions: [say.add('entry', JSON.stringify(p.shown[0] ?? 'customers.csv'))],
    };
  },
  'sheet-unknown': ({ names }, say) => ({
    message: `The workbook has no sheet of that name. Its sheets are ${names.map((name) => JSON.stringify(name)).join(', ')}.`,
    actions: [say.add('sheet', JSON.stringify(names[0] ?? '1'))],
  }),
  'file-is-url': ({ kind }) => ({
    message: 'FILE is the address of a file, and only files of this computer are read.',
    actions:
      kind === 'file'
        ? ['renos-sync import /the/path/behind/file://']
        : [
            ...(kind === 'sheet' ? [step(fileKinds['sheet-link'][1])] : []),
            "curl -fL -o customers.csv 'ADDRESS'   # then: renos-sync import customers.csv",
          ],
  }),
  'file-unreadable': (p) => ({
    message: `${p.path === '-' ? 'standard input' : `The file ${p.path}`} ${unreadable(p)}.`,
    actions: p.path === '-' ? ['renos-sync import-csv - < customers.csv'] : [`ls -l ${JSON.stringify(p.path)}`],
  }),
  'not-text': ({ name, kind }, say) => {
    const [what, ...todo] = fileKinds[kind];
    return {
      message: `${name} is ${what}: no customers can be read from it.`,
      actions: todo.map((one) => (typeof one === 'string' ? step(one) : say.here(one.paste, one.comment))),
    };
  },
  'file-unwritable/exists': ({ path }) => ({
    message: `The file ${path} exists already: nothing was written.`,
    actions: [step('Name another file, or add --force to replace it.')],
  }),
  'file-unwritable/folder': ({ path }) => ({
    message: `The file ${path} is a folder: nothing was written.`,
    actions: [step('Name a file in it.')],
  }),
  'file-unwritable/no-folder': ({ path, folder }) => ({
    message: `The file ${path} is in a folder that does not exist: nothing was written.`,
    actions: [`mkdir -p ${JSON.stringify(folder)}`],
  }),
  'file-unwritable/full': ({ path }) => ({
    message: `The file ${path} does not fit on the disk: nothing was written.`,
    actions: [step('Free disk space.')],
  }),
  'file-unwritable/refused': ({ path, code }) => ({
    message: `The file ${path} cannot be written (${code}): nothing was written.`,
    actions: [step('Name a file in a folder that you may write to.')],
  }),
  'rejects-unwritable': ({ path, code }) => ({
    message: `The file for rejected rows, ${path}, cannot be written (${code}); all other rows are imported.`,
    actions: [
      step(
        'Free disk space, or allow this user to write to that folder; then run the same command again: it writes that file.',
      ),
      step('Import a copy of the file from a folder that you may write to.'),
    ],
  }),
  'redact-same-file': () => ({
    message: 'The new file would replace the one that is read.',
    actions: [step('Name another file after -o.')],
  }),
} satisfies EverySentence<FileFailures>;
