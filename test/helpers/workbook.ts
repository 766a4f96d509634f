import { zipOf } from './zip.js';

const xml = (inside: string) => `<?xml version="1.0"?>${inside}`;
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const packaged = 'http://schemas.openxmlformats.org/package/2006';

/** A workbook whose texts are in a list of their own, as programs write them. */
export function workbookOf(rows: readonly (readonly string[])[]): Buffer {
  const texts = [...new Set(rows.flat())];
  const place = new Map(texts.map((text, index) => [text, index]));
  const cells = rows.map((row) => `<row>${row.map((text) => `<c t="s"><v>${place.get(text)}</v></c>`).join('')}</row>`);
  const relations = (...to: readonly [kind: string, target: string][]) =>
    xml(
      `<Relationships xmlns="${packaged}/relationships">${to
        .map(([kind, target], index) => `<Relationship Id="r${index}" Type="${office}/${kind}" Target="${target}"/>`)
        .join('')}</Relationships>`,
    );
  const types = '<Default Extension="xml" ContentType="application/xml"/>';
  const sheets = `<sheets><sheet name="Kunder" sheetId="1" xmlns:r="${office}" r:id="r0"/></sheets>`;
  return zipOf([
    { name: '[Content_Types].xml', content: xml(`<Types xmlns="${packaged}/content-types">${types}</Types>`) },
    { name: '_rels/.rels', content: relations(['officeDocument', 'xl/workbook.xml']) },
    { name: 'xl/workbook.xml', content: xml(`<workbook xmlns="${main}">${sheets}</workbook>`) },
    {
      name: 'xl/_rels/workbook.xml.rels',
      content: relations(['worksheet', 'worksheets/sheet1.xml'], ['sharedStrings', 'sharedStrings.xml']),
    },
    {
      name: 'xl/worksheets/sheet1.xml',
      content: xml(`<worksheet xmlns="${main}"><sheetData>${cells.join('')}</sheetData></worksheet>`),
    },
    {
      name: 'xl/sharedStrings.xml',
      content: xml(`<sst xmlns="${main}">${texts.map((text) => `<si><t>${text}</t></si>`).join('')}</sst>`),
    },
  ]);
}
