import { Flags } from '@oclif/core';
import type * as Pages from '../reports/html/pages.js';
import type { Frame } from '../reports/html/pages.js';

/** What `--html` writes; the pages are loaded for those who ask for one. */
export type MakePage = (pages: typeof Pages, frame: Frame) => string;

/** The flag of every command whose `finish` has a page. */
export const htmlFlag = {
  html: Flags.string({
    helpValue: 'FILE',
    description:
      'Write the report as a page for a browser too: one file that loads nothing, for you alone to read. Replaces a page of renos-sync, and no other file.',
  }),
};

/** Makes sure, before the work begins, that the page can be written. */
export async function aimHtml(file: string | undefined): Promise<void> {
  if (file === undefined) return;
  const { aimPage } = await import('../app/write-page.js');
  await aimPage(file);
}

/** Writes the page; gives what stood in the way, as the report is out and the work is done. */
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
