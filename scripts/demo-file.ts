/** Writes the demo's customers as a Danish spreadsheet would: Windows-1252, semicolons, and days counted from today. */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const template = fileURLToPath(new URL('../test/fixtures/demo/kunder.csv', import.meta.url));

/** `dag+2` in the template is the day after tomorrow, written as dd-mm-yyyy. */
export function writeDemoFile(path: string, today: Date): void {
  const text = readFileSync(template, 'utf8').replace(/dag\+(\d+)/g, (_, days: string) => {
    const day = new Date(Date.UTC(today.getFullYear(), today.getMonth(), today.getDate() + Number(days)));
    return day.toISOString().slice(0, 10).split('-').reverse().join('-');
  });
  writeFileSync(path, Buffer.from(text.replaceAll('\n', '\r\n'), 'latin1'));
}

const [, program, path] = process.argv;
if (program === fileURLToPath(import.meta.url) && path !== undefined) writeDemoFile(path, new Date());
