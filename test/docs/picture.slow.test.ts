import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { drawDemo, linesOfPicture, recordDemo } from '../../scripts/record-demo.js';
import { comparable, withoutIds } from './compare-output.js';
import { root } from './read-page.js';

test("the README's picture shows what the demo's commands print", async () => {
  const kept = readFileSync(`${root}docs/images/demo.svg`, 'utf8');
  const fresh = drawDemo(await recordDemo());
  // Its moments are those of its recording.
  const words = (svg: string) =>
    comparable(withoutIds(linesOfPicture(svg).join('\n'))).map((line) =>
      line.replace(/\d{4}-\d{2}-\d{2} \d{2}:\d{2}/g, 'NOW'),
    );
  expect(words(kept)).toEqual(words(fresh));
});
