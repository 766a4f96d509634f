// Loaded before the program by NODE_OPTIONS=--import: tells, in megabytes, what it held at most of memory of its own
// (JavaScript's heap and the buffers beside it) and all that the operating system lent it, node itself included.
import { writeFileSync } from 'node:fs';

let held = 0;
const look = () => {
  const { heapTotal, external } = process.memoryUsage();
  held = Math.max(held, heapTotal + external);
};
setInterval(look, 20).unref();
process.on('exit', () => {
  look();
  const report = { held: held / 1024 / 1024, resident: process.resourceUsage().maxRSS / 1024 };
  writeFileSync(process.env.MEMORY_REPORT ?? '', JSON.stringify(report));
});
