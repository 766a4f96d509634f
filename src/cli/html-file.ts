import { Flags } from '@oclif/core';
import type * as Pages from '../reports/html/pages.js';
import type { Frame } from '../reports/html/pages.js';

/** Makes the page of `--html`; the pages' code is loaded only if one is asked for. */
export type MakePage = (pages: typeof Pages, frame: Frame) => string;

/** The flag of every command whose `finish` has a page. */
export const htmlFlag = {
  html: Flags.string({
    helpValue: 'FILE',
    description:
      'Write the report as a page for a browser too: one file that loads nothing, for you alone to read. Replaces a page of renos-sync, and no other file.',
  }),
};

/** Checks, before the work begins, that the page can be written. */
export async function aimHtml(file: string | undefined): Promise<void> {
  if (file === undefined) return;
  const { aimPage } = await import('../app/write-page.js');
  await aimPage(file);
}

/** Writes the page. Returns an error instead of throwing it: the work is done and the report is printed. */
export async function writeHtml(file: string, make: MakePage, frame: Omit<Frame, 'at'>): Promise<unknown> {
  try {
    const pages = await import('../reports/html/pages.js');
    const { writePage } = await import('../app/write-page.js');
    await writePage(file, (at) => make(pages, { ...frame, at }));
    return null;
  } catch (error) {
    return error;
  }
}
